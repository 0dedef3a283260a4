#include "validation/adaptive/controlled_runs.hpp"
#include "validation/adaptive/weak_order.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent::adaptive::adaptive_order {
namespace {

/// Quadrature points for the moments of a step: within 2·10⁻⁶ of them where ρ₂η <= 0.05.
constexpr Index step_mean_nodes = 8;

Horizon horizon_of(const Setting& s, const Case& c) { return {s.state(c), s.start, s.duration}; }

ControlledProcess optimizer(const Setting& s, const Case& c, double eta) {
  const Horizon horizon = horizon_of(s, c);
  const auto process =
      optimizer_of(s.method(c, eta), "optimizer", s.problem(), horizon.begin(), /*stream=*/1);
  return optimizer_with_controls(process, process, step_mean_nodes, horizon);
}

std::vector<ControlledProcess> solutions(const Session& session, const Setting& s, const Case& c,
                                         double eta) {
  return solutions_with_controls(planted_sde(session, s, c, eta), eta, s.refine, horizon_of(s, c));
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

Comparison comparison_of(const ControlledMeans& optimizer, const ControlledMeans& sde, double eta) {
  const auto from = [&](std::size_t process) {
    return jackknife(sde.less.curves().count, [&](Index batch) -> ArrayXd {
      const MomentCurves chain = optimizer.less.curves(batch), solution = sde.less.curves(batch);
      return numbers(optimizer.of(chain, 0), sde.extrapolated(solution, process),
                     sde.of(solution, at_eta), eta);
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
  const std::vector<ControlledProcess> chain{optimizer(s, c, eta)};
  ControlledMeans of_chain = means_of("optimizer", chain, functions(s));
  run_to_end(session, horizon_of(s, c), chain, paths, cell.seed, of_chain);
  Archive archive;
  const Refinement end =
      refine_until_small(refinement_range(session.parameters()), [&](std::uint64_t refine) {
        s.refine = refine;
        const std::vector<ControlledProcess> all = solutions(session, s, c, eta);
        ControlledMeans of_sde = means_of("sde", all, functions(s));
        run_to_end(session, horizon_of(s, c), all, paths, cell.seed, of_sde);
        archive = Archive();
        for (const ControlledMeans* r : {&of_chain, &of_sde}) {
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
  ControlledMeans of_chain = means_of("optimizer", {optimizer(s, c, eta)}, functions(s));
  ControlledMeans of_sde = means_of("sde", solutions(session, s, c, eta), functions(s));
  for (ControlledMeans* r : {&of_chain, &of_sde}) {
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
