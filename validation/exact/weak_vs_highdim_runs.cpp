// The runs of exact/weak-vs-highdim.
#include "models/sign_hsgd.hpp"
#include "models/sign_sgd.hpp"
#include "models/streaming_sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/scaled_clock_sde.hpp"
#include "solvers/sde_process.hpp"
#include "validation/exact/composed_sde.hpp"
#include "validation/exact/risk_control.hpp"
#include "validation/exact/weak_vs_highdim.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;
using ProblemPointer = std::shared_ptr<const StreamingRegression>;
using Controlled = std::shared_ptr<const RiskControl>;

constexpr std::size_t levels = 3;
constexpr const char* rival_names[] = {"weak", "highdim"};

/// R − Σ c and R of every process.
Observable risks(const std::vector<std::string>& names, ProblemPointer problem) {
  Observable observable;
  for (const std::string& name : names) {
    observable.columns.push_back(name + ".controlled");
    observable.columns.push_back(name + ".risk");
  }
  observable.evaluate = [problem, count = names.size()](const Lockstep& blocks, BlockRef out,
                                                        Scratch& scratch) {
    const Index d = problem->dimension();
    for (std::size_t p = 0; p < count; ++p) {
      const Index column = 2 * static_cast<Index>(p);
      const ConstBlockMap& state = blocks.state(p);
      problem->risk().loss(state.leftCols(d), out.middleCols(column + 1, 1), scratch);
      out.col(column) = out.col(column + 1);
      for (Index i = 0; i < d; ++i) out.col(column) -= state.col(d + i);
    }
  };
  return observable;
}

std::vector<std::string> process_names() {
  std::vector<std::string> names{"sign_sgd"};
  for (const char* rival : rival_names)
    for (std::size_t level = 0; level < levels; ++level)
      names.push_back(fmt::format("{}{}", rival, level));
  return names;
}

/// η² of the noise as rival_sde() has it.
double planted_noise(const Session& session, Rival rival, double eta, Index d) {
  if (rival == Rival::weak && session.control("rate-doubled")) return 4.0 * eta * eta;
  if (rival == Rival::highdim && session.control("signs-without-arcsin"))
    return 2.0 * std::numbers::inv_pi * eta * eta;
  if (rival == Rival::highdim && session.control("step-not-divided"))
    return static_cast<double>(d) * eta * eta;
  return eta * eta;
}

std::shared_ptr<const SdeModel> exact_sde(const ProblemPointer& problem, double eta) {
  return std::make_shared<ScaledClockSde>(
      std::make_shared<StreamingSignSgdSde>(problem,
                                            eta / static_cast<double>(problem->dimension())),
      eta);
}

/// All of one cell, made of the same parts.
class Processes {
 public:
  Processes(const Session& session, const WeakHighdimSetting& s, Index d, double eta)
      : session_(session),
        s_(s),
        eta_(eta),
        problem_(s.problem(d)),
        exact_(exact_sde(problem_, eta)),
        reference_(std::make_shared<RiskReference>(problem_, eta, s.start(d), s.horizon / eta)) {}

  Controlled sign_sgd() const {
    return controlled(std::make_shared<SignSgd>(high_dimensional(
                          {"sign_sgd", problem_, eta_, StartPoint(s_.start(dimension())), 1})),
                      {exact_, exact_, eta_ * eta_});
  }
  Controlled sde(Rival rival, std::size_t level) const {
    const auto model = rival_sde(session_, problem_, rival, eta_);
    const bool has_signs = rival == Rival::weak ? !session_.control("outer-product-dropped")
                                                : session_.control("covariance-of-signs");
    const auto& signs = session_.control("rate-doubled") ? model : exact_;
    const std::uint64_t refine = s_.refine >> (levels - 1 - level);
    const SdeGrid grid{1.0 / static_cast<double>(dimension()), refine, s_.refine,
                       static_cast<std::uint16_t>(2 + static_cast<int>(rival))};
    return controlled(
        std::make_shared<SdeProcess>(
            fmt::format("{}{}", rival_names[static_cast<int>(rival)], level), model,
            std::make_shared<EulerMaruyama>(), grid, StartPoint(s_.start(dimension()))),
        {model, has_signs ? signs : nullptr, planted_noise(session_, rival, eta_, dimension())});
  }
  const ProblemPointer& problem() const { return problem_; }

 private:
  Index dimension() const { return problem_->dimension(); }
  Controlled controlled(std::shared_ptr<const Process> process, StepMoments moments) const {
    return std::make_shared<RiskControl>(std::move(process), std::move(moments), problem_,
                                         reference_);
  }

  const Session& session_;
  const WeakHighdimSetting& s_;
  double eta_;
  ProblemPointer problem_;
  std::shared_ptr<const SdeModel> exact_;
  std::shared_ptr<const RiskReference> reference_;
};

ArrayXd after_start(const Eigen::ArrayXXd& table, Index column) {
  return table.col(column).tail(table.rows() - 1);
}

}  // namespace

std::shared_ptr<const SdeModel> rival_sde(const Session& session, ProblemPointer problem,
                                          Rival rival, double eta) {
  const std::shared_ptr<const SdeModel> weak = exact_sde(problem, eta);
  const std::shared_ptr<const SdeModel> highdim =
      std::make_shared<SignHsgd>(problem, constant_rate(eta));
  if (rival == Rival::weak) {
    if (session.control("outer-product-dropped"))
      return std::make_shared<ComposedSde>(weak, highdim);
    if (session.control("rate-doubled")) return exact_sde(problem, 2.0 * eta);
    if (session.control("linear-drift")) return std::make_shared<ComposedSde>(highdim, weak);
    return weak;
  }
  if (session.control("covariance-of-signs")) return std::make_shared<ComposedSde>(highdim, weak);
  if (session.control("exact-drift")) return std::make_shared<ComposedSde>(weak, highdim);
  const double noise = planted_noise(session, rival, eta, problem->dimension());
  if (noise != eta * eta)
    return std::make_shared<ComposedSde>(highdim, highdim, std::sqrt(noise) / eta);
  return highdim;
}

WeakHighdimResult::WeakHighdimResult() : recorder_("risk", risks(process_names(), nullptr)) {}

Archive WeakHighdimResult::run(Session& session, const WeakHighdimSetting& s, Index d, double eta,
                               std::uint64_t seed) {
  const Processes parts(session, s, d, eta);
  std::vector<std::shared_ptr<const Process>> all{parts.sign_sgd()};
  for (const Rival rival : {Rival::weak, Rival::highdim})
    for (std::size_t level = 0; level < levels; ++level) all.push_back(parts.sde(rival, level));
  const std::uint64_t steps = s.steps(d, eta);
  const Clock clock = Clock(1.0 / static_cast<double>(d), steps).refined(s.refine);
  MomentRecorder recorder("risk", risks(process_names(), parts.problem()));
  session.run(all, clock, RecordTimes::every(clock, steps / s.records * s.refine), s.paths,
              Philox(seed), {&recorder});
  Archive archive;
  recorder.save(archive);
  return archive;
}

Estimate WeakHighdimResult::mean(std::size_t process) const {
  return jackknife(recorder_, [&](const MomentCurves& m) {
    return after_start(m.mean, 2 * static_cast<Index>(process));
  });
}

Estimate WeakHighdimResult::log_variance(std::size_t process) const {
  return jackknife(recorder_, [&](const MomentCurves& m) -> ArrayXd {
    return after_start(m.second, recorder_.variance_column(2 * static_cast<Index>(process) + 1))
        .log();
  });
}

namespace {

std::size_t place(Rival rival, std::size_t level) {
  return 1 + levels * static_cast<std::size_t>(rival) + level;
}

/// 2b − a, for Δt and 2Δt.
Estimate extrapolated(const Estimate& a, const Estimate& b) {
  return {2.0 * b.value - a.value, 2.0 * b.pseudo_values - a.pseudo_values, b.runs};
}

}  // namespace

Estimate WeakHighdimResult::optimizer() const { return mean(0); }

Estimate WeakHighdimResult::sde(Rival rival) const {
  return extrapolated(mean(place(rival, middle)), mean(place(rival, fine)));
}

ArrayXd WeakHighdimResult::bias(Rival rival) const {
  const Estimate before = extrapolated(mean(place(rival, coarse)), mean(place(rival, middle)));
  return discretisation_bias(before, sde(rival), 2.0, 2.0);
}

Estimate WeakHighdimResult::log_spread_ratio(Rival rival) const {
  return log_variance(0) - log_variance(place(rival, fine));
}

ArrayXd WeakHighdimResult::log_spread_bias(Rival rival) const {
  return discretisation_bias(log_variance(place(rival, middle)), log_variance(place(rival, fine)),
                             2.0);
}

}  // namespace sdescent::exact
