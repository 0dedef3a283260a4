#include "solvers/euler_maruyama.hpp"
#include "solvers/later_start.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/step_mean.hpp"
#include "solvers/tangent_control.hpp"
#include "validation/adaptive/weak_order.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent::adaptive::adaptive_order {
namespace {

using Controlled = std::shared_ptr<const TangentControl>;

/// Quadrature points for the mean of a step: within 10⁻⁶ of it where ρη <= 0.1.
constexpr Index step_mean_nodes = 12;

Start start_of(const Setting& s, const Case& c) {
  return LaterStart(StartPoint(s.state(c)), s.start);
}

Controlled controlled_process(const Setting& s, const Case& c,
                              std::shared_ptr<const Process> process,
                              std::shared_ptr<const SdeModel> moments,
                              CovarianceRate covariance = {}) {
  const std::uint64_t steps = s.steps(process->time_per_step());
  return std::make_shared<const TangentControl>(std::move(process), std::move(moments), s.state(c),
                                                steps, ControlOrder::second, std::move(covariance));
}

Controlled optimizer(const Setting& s, const Case& c, double eta) {
  const auto process =
      optimizer_of(s.method(c, eta), "optimizer", s.problem(), start_of(s, c), /*stream=*/1);
  const auto mean = std::make_shared<StepMean>(process, step_mean_nodes);
  const auto covariance = [mean](double t, const ConstBlockRef& state, BlockRef pairs,
                                 Scratch& scratch) { mean->covariance(t, state, pairs, scratch); };
  return controlled_process(s, c, process, mean, covariance);
}

// Solutions at Δt = η/refine, twice and four times that, and η, on one Brownian path.
enum : std::size_t { fine, middle, coarse, at_eta };
std::vector<Controlled> solutions(const Session& session, const Setting& s, const Case& c,
                                  double eta) {
  const auto model = planted_sde(session, s, c, eta);
  const auto make = [&](const char* name, std::uint64_t refine) {
    const SdeGrid grid{eta, refine, s.refine};
    return controlled_process(
        s, c,
        std::make_shared<SdeProcess>(name, model, std::make_shared<EulerMaruyama>(), grid,
                                     start_of(s, c)),
        model);
  };
  return {make("fine", s.refine), make("middle", s.refine / 2), make("coarse", s.refine / 4),
          make("at-eta", 1)};
}

/// h less its controls for every process, and h itself for the first.
struct Recorders {
  MomentRecorder less, plain;
};

Recorders recorders_of(const Setting& s, const std::string& name,
                       const std::vector<Controlled>& all) {
  const StateFunction h = functions(s);
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < all.size(); ++i) parts.push_back(controlled(*all[i], i, h));
  return {{name, side_by_side(parts)}, {name + "-plain", observed(*all[0], 0, h)}};
}

void run_to_end(Session& session, const Setting& s, const std::vector<Controlled>& all,
                std::uint64_t paths, std::uint64_t seed, Recorders& keep) {
  const double tick = all[0]->time_per_step();
  const auto end = static_cast<std::uint64_t>(std::llround((s.start + s.duration) / tick));
  const Clock clock(tick, end);
  session.run({all.begin(), all.end()}, clock, RecordTimes::at(clock, {end}), paths, Philox(seed),
              {&keep.less, &keep.plain});
}

/// Columns of functions().
constexpr Index observed_means = tested + 4;

ArrayXd mean_of(const MomentCurves& m, std::size_t process) {
  return m.mean.middleCols(static_cast<Index>(process) * observed_means, observed_means)
      .row(0)
      .transpose();
}

/// The means of the SDE at Δt → 0: from Δt and 2Δt on one Brownian path, O(Δt²) from the truth.
ArrayXd extrapolated(const MomentCurves& m, std::size_t process) {
  return 2.0 * mean_of(m, process) - mean_of(m, process + 1);
}

/// Var of the first column behind x.
double variance_behind(const ArrayXd& mean) { return mean(7) - mean(6) * mean(6); }

ArrayXd numbers(const ArrayXd& optimizer, const ArrayXd& sde, const ArrayXd& euler, double eta) {
  const ArrayXd of_optimizer = variances(optimizer) / eta;
  const ArrayXd of_solution = variances(sde) / eta;
  ArrayXd all(measured_numbers);
  all << (optimizer - sde).head(tested), (optimizer - euler).head(tested), of_optimizer,
      of_solution, of_optimizer - of_solution, variance_behind(optimizer) - variance_behind(sde);
  return all;
}

Comparison comparison_of(const Recorders& optimizer, const Recorders& sde, double eta) {
  const auto from = [&](std::size_t process) {
    return jackknife(sde.less.curves().count, [&](Index batch) -> ArrayXd {
      const MomentCurves chain = optimizer.less.curves(batch), solution = sde.less.curves(batch);
      return numbers(mean_of(chain, 0), extrapolated(solution, process), mean_of(solution, at_eta),
                     eta);
    });
  };
  const Estimate best = from(fine);
  const ArrayXd left =
      (sde.less.curves().second.leftCols(tested) / sde.plain.curves().second.leftCols(tested))
          .row(0)
          .transpose();
  return {best, discretisation_bias(from(middle), best, 2.0, 2.0), {}, left};
}

/// What the numbers at one η may be off by without any claim being off by its tolerance. A slope
/// over η is a sum of logarithms with weights w_i; each may be off by its tolerance over Σ|w_i|.
ArrayXd tested_tolerance(const Setting& s, const Case& c, const Theory& theory,
                         const Comparison& at, double eta) {
  const ArrayXd log_eta = s.eta.log() - s.eta.log().mean();
  const double weights = log_eta.abs().sum() / log_eta.square().sum();
  ArrayXd all = ArrayXd::Constant(measured_numbers, std::numeric_limits<double>::infinity());
  if (c.fixed_beta1) {
    all(of_behind_x) = s.outside_limit() / 3.0;
    return all;
  }
  all.segment(of_sde, tested) =
      (eta * theory.coefficient_tolerance)
          .min(order_tolerance / weights * at.value.value.segment(of_sde, tested).abs());
  all.segment(of_sde_spread, spreads) = theory.sde_tolerance;
  all.segment(of_spread_difference, spreads) = theory.optimizer_tolerance;
  return all;
}

Archive run_cell(Session& session, Setting s, const Case& c, const Theory& theory,
                 const Cell& cell) {
  const double eta = cell.point.real("eta");
  const std::uint64_t paths = session.parameters().count("paths");
  const std::vector<Controlled> chain{optimizer(s, c, eta)};
  Recorders of_chain = recorders_of(s, "optimizer", chain);
  run_to_end(session, s, chain, paths, cell.seed, of_chain);
  Archive archive;
  const Refinement end =
      refine_until_small(refinement_range(session.parameters()), [&](std::uint64_t refine) {
        s.refine = refine;
        const std::vector<Controlled> all = solutions(session, s, c, eta);
        Recorders of_sde = recorders_of(s, "sde", all);
        run_to_end(session, s, all, paths, cell.seed, of_sde);
        archive = Archive();
        for (const Recorders* r : {&of_chain, &of_sde}) {
          r->less.save(archive);
          r->plain.save(archive);
        }
        const Comparison at = comparison_of(of_chain, of_sde, eta);
        return bias_share(at.bias, tested_tolerance(s, c, theory, at, eta));
      });
  end.save(archive, "sde");
  return archive;
}

Comparison loaded(const Session& session, Setting s, const Case& c, double eta,
                  const Archive& archive) {
  const Refinement end = Refinement::load(archive, "sde");
  s.refine = end.refine;
  Recorders of_chain = recorders_of(s, "optimizer", {optimizer(s, c, eta)});
  Recorders of_sde = recorders_of(s, "sde", solutions(session, s, c, eta));
  for (Recorders* r : {&of_chain, &of_sde}) {
    r->less.load(archive);
    r->plain.load(archive);
  }
  Comparison at = comparison_of(of_chain, of_sde, eta);
  at.refinement = end;
  return at;
}

}  // namespace

Curve CaseResults::curve(Index number) const {
  std::vector<Estimate> points_of;
  ArrayXd bias(static_cast<Index>(at.size()));
  for (std::size_t i = 0; i < at.size(); ++i) {
    points_of.push_back(points(at[i].value, number, 1));
    bias(static_cast<Index>(i)) = at[i].bias(number);
  }
  return {joined(points_of), bias};
}

std::vector<CaseResults> compare(Session& session, const Setting& s) {
  std::vector<Case> cases = s.cases();
  cases.push_back(s.outside());
  std::vector<CaseResults> all;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Case& c = cases[i];
    CaseResults results{c, c.fixed_beta1 ? Theory{} : theory_of(s, c), {}};
    const ParameterGrid grid(fmt::format("method-{}", i + 1), {{"eta", s.eta}});
    const auto archives = session.cells(
        grid, [&](const Cell& cell) { return run_cell(session, s, c, results.theory, cell); });
    for (std::size_t k = 0; k < archives.size(); ++k)
      results.at.push_back(loaded(session, s, c, s.eta(static_cast<Index>(k)), archives[k]));
    all.push_back(std::move(results));
  }
  return all;
}

}  // namespace sdescent::adaptive::adaptive_order
