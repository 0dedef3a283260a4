// The runs of law/variance-reduction.
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/tangent_control.hpp"
#include "validation/law/variance_reduction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Controlled = std::shared_ptr<const TangentControl>;

/// A process of one problem, with its controls.
class Controls {
 public:
  Controls(const Session& session, const ReductionSetting& s, Coupling coupling, double eta)
      : s_(s), eta_(eta), problem_(s.problem(coupling)) {
    // erf(Σ^{−1/2}∇f) is the drift of noise σ/√2.
    const double factor = session.control("mean-without-root-two") ? 1 / std::numbers::sqrt2 : 1.0;
    moments_ = std::make_shared<SignSgdSde>(s.problem(coupling, factor), eta);
    flow_start_ = session.control("tangent-at-minimum") ? 0.0 * s.x0 : s.x0;
  }

  Controlled around(std::shared_ptr<const Process> process, ControlOrder order) const {
    const std::uint64_t steps = s_.steps(process->time_per_step());
    return std::make_shared<TangentControl>(std::move(process), moments_, flow_start_, steps,
                                            order);
  }
  std::shared_ptr<const Process> sign_sgd(const char* name) const {
    return std::make_shared<SignSgd>(OptimizerSettings{name, problem_, eta_, StartPoint(s_.x0), 1});
  }
  std::shared_ptr<const Process> sde(const std::string& name, const SdeGrid& grid) const {
    return std::make_shared<SdeProcess>(name, std::make_shared<SignSgdSde>(problem_, eta_),
                                        std::make_shared<EulerMaruyama>(), grid, StartPoint(s_.x0));
  }

 private:
  const ReductionSetting& s_;
  double eta_;
  std::shared_ptr<const Problem> problem_;
  std::shared_ptr<const SdeModel> moments_;
  Eigen::VectorXd flow_start_;
};

std::string part_name(const char* what, Coupling coupling, double eta) {
  return fmt::format("{} {} {}", what, coupling_names[static_cast<int>(coupling)], eta);
}

/// Variants side by side, in their order.
MomentRecorder run_controls(Session& session, const ReductionSetting& s, Coupling coupling,
                            double eta) {
  const Controls controls(session, s, coupling, eta);
  const std::vector<Controlled> all{
      controls.around(controls.sign_sgd("first"), ControlOrder::first),
      controls.around(controls.sign_sgd("second"), ControlOrder::second),
      controls.around(controls.sde("sde", {eta, s.sde_refine, s.sde_refine, 2}),
                      ControlOrder::second)};
  const StateFunction& h = reduction_functions();
  MomentRecorder moments("h", side_by_side({observed(*all[1], 1, h), controlled(*all[0], 0, h),
                                            controlled(*all[1], 1, h), observed(*all[2], 2, h),
                                            controlled(*all[2], 2, h)}));
  const Clock clock = Clock(eta, s.steps(eta)).refined(s.sde_refine);
  session.run({all.begin(), all.end()}, clock, RecordTimes::at(clock, {clock.ticks()}), s.paths,
              Philox(session.seed(part_name("controls", coupling, eta))), {&moments});
  return moments;
}

ArrayXd of_variant(const Eigen::ArrayXXd& columns, Variant variant) {
  return columns.row(0)
      .segment(static_cast<Index>(variant) * reduction_function_count, reduction_function_count)
      .transpose();
}

/// A function of variances, by batch: a pseudo-value of a variance is about that of its batch, by
/// less than one in the number of paths, and below 0 by as much where the batch has none.
template <class Function>
Saved saved_by(const std::vector<Estimate>& variances, Function function) {
  const Index batches = variances.front().batches();
  std::vector<ArrayXd> of_batch(variances.size());
  for (std::size_t i = 0; i < variances.size(); ++i) of_batch[i] = variances[i].value;
  const ArrayXd of_all = function(of_batch);
  Saved saved{{{}, Eigen::ArrayXXd(batches, of_all.size()), variances.front().runs}, {}};
  for (Index b = 0; b < batches; ++b) {
    for (std::size_t i = 0; i < variances.size(); ++i)
      of_batch[i] = variances[i].pseudo_values.row(b).transpose();
    saved.factor.pseudo_values.row(b) = function(of_batch).transpose();
  }
  saved.factor.value = saved.factor.pseudo_values.colwise().mean().transpose();
  saved.bias = (saved.factor.value - of_all).abs();
  return saved;
}

/// Levels from Δt = T/4 to η/m or less.
std::uint64_t levels_to(const ReductionSetting& s, double eta, std::uint64_t m) {
  const double finest = static_cast<double>(m) * s.duration / (4.0 * eta);
  return 1 + static_cast<std::uint64_t>(std::ceil(std::log2(finest) - 1e-9));
}

LevelFactory levels_of(const Session& session, const Controls& controls, bool with_controls) {
  const bool uncoupled = session.control("levels-uncoupled");
  return
      [&controls, with_controls, uncoupled](const std::string& name, SdeGrid grid) -> LevelMember {
        if (uncoupled && name == "coarse") grid.stream = 1;
        const auto plain = controls.sde(name, grid);
        const StateFunction& h = reduction_functions();
        if (!with_controls)
          return {plain, [plain, h](std::size_t number) { return observed(*plain, number, h); }};
        const Controlled with = controls.around(plain, ControlOrder::second);
        return {with, [with, h](std::size_t number) { return controlled(*with, number, h); },
                controlled_work};
      };
}

}  // namespace

ControlRun::ControlRun(Session& session, const ReductionSetting& s, Coupling coupling, double eta)
    : moments_(run_controls(session, s, coupling, eta)) {}

Estimate ControlRun::mean(Variant variant) const {
  return jackknife(moments_, [&](const MomentCurves& m) { return of_variant(m.mean, variant); });
}

Estimate ControlRun::variance(Variant variant) const {
  return jackknife(moments_, [&](const MomentCurves& m) { return of_variant(m.second, variant); });
}

ArrayXd ControlRun::variance_left(Variant controlled, Variant plain) const {
  return variance(controlled).value / variance(plain).value;
}

Saved ControlRun::saved(Variant controlled, Variant plain) const {
  return saved_by({variance(controlled), variance(plain)},
                  [](const std::vector<ArrayXd>& v) -> ArrayXd { return v[1] / v[0]; });
}

MultilevelRun multilevel_run(Session& session, const ReductionSetting& s, Coupling coupling,
                             double eta, const ControlRun& beside) {
  const Controls controls(session, s, coupling, eta);
  const ArrayXd tolerance = reduction_tolerance(s, coupling, eta);
  MultilevelSettings settings{.unit = s.duration,
                              .coarsest = 4,
                              .target = tolerance,
                              .pilot = 128,
                              .least = 128,
                              .seed = session.seed(part_name("multilevel", coupling, eta))};
  const auto error_of = [&](Variant v) -> ArrayXd {
    return (beside.variance(v).value / static_cast<double>(s.level_paths)).sqrt();
  };
  // Of plain Monte Carlo on the finest level, whose error is the target.
  const auto budget = [&](double work_of_step) {
    const auto steps = static_cast<double>(std::uint64_t{4} << (settings.levels - 1));
    return work_of_step * steps * static_cast<double>(s.level_paths);
  };
  MultilevelRun run;
  const auto at = [&](std::uint64_t m) {
    settings.levels = levels_to(s, eta, m);
    settings.budget = budget(controlled_work);
    settings.target = error_of(Variant::sde_second).min(0.1 * tolerance);
    run.controlled =
        multilevel(levels_of(session, controls, true), settings, session.run_control());
    return bias_share(run.controlled.bias(), tolerance);
  };
  run.refinement = refine_until_small(s.refinement, at);
  settings.budget = budget(1.0);
  settings.target = error_of(Variant::sde_plain);
  run.plain = multilevel(levels_of(session, controls, false), settings, session.run_control());
  return run;
}

MultilevelResult quiet_levels(Session& session, const ReductionSetting& s, Coupling coupling) {
  const double eta = s.eta(0) / 16.0;
  const Controls controls(session, s, coupling, eta);
  return multilevel(levels_of(session, controls, false),
                    {.unit = s.duration,
                     .coarsest = 4,
                     .levels = 6,
                     .target = ArrayXd::Ones(reduction_function_count),
                     .pilot = 128,
                     .least = 4 * s.paths,
                     .seed = session.seed(part_name("quiet", coupling, eta))},
                    session.run_control());
}

Saved ReductionResults::work_saved(std::size_t number, bool with_controls) const {
  const MultilevelRun& run = multilevel[number];
  const MultilevelResult& result = with_controls ? run.controlled : run.plain;
  std::vector<Estimate> variances{controls[beside[number]].variance(Variant::sde_plain)};
  for (const Level& level : result.levels) variances.push_back(level.variance);
  return saved_by(variances, [&](const std::vector<ArrayXd>& v) -> ArrayXd {
    ArrayXd root = 0.0 * v.front();
    for (std::size_t l = 0; l < result.levels.size(); ++l)
      root += (v[l + 1].max(0.0) * result.levels[l].work).sqrt();
    return v.front() * run.plain_work() / root.square();
  });
}

ArrayXd ReductionResults::work_left(std::size_t number, bool with_controls) const {
  const MultilevelRun& run = multilevel[number];
  const MultilevelResult& result = with_controls ? run.controlled : run.plain;
  return result.work_times_variance().value /
         (controls[beside[number]].variance(Variant::sde_plain).value * run.plain_work());
}

}  // namespace sdescent::law
