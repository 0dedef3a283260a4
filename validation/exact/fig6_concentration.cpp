// Figure 6: signSGD and signHSGD concentrate around signODE, with different spreads.
#include "validation/estimate_algebra.hpp"
#include "validation/exact/exact.hpp"
#include "validation/exact/fig6_figure.hpp"
#include "validation/exact/fig6_runs.hpp"
#include "validation/limit.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

const std::vector<SignMistake> mistakes = {SignMistake::phi_without_root, SignMistake::no_arcsin,
                                           SignMistake::population_risk, SignMistake::full_rate};

/// A number of every cell at one time, as a curve over d.
template <class Of>
ArrayXd over_dimensions(const std::vector<ConcentrationCell>& cells, Of of) {
  ArrayXd result(static_cast<Index>(cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) result(static_cast<Index>(i)) = of(cells[i]);
  return result;
}

template <class Of>
Estimate estimates_over_dimensions(const std::vector<ConcentrationCell>& cells, Index time, Of of) {
  std::vector<Estimate> parts;
  for (const ConcentrationCell& cell : cells) parts.push_back(points(of(cell), time, 1));
  return joined(parts);
}

/// Var R over R² of the curve falls as 1/d, at every time.
Evidence spread_evidence(const std::vector<ConcentrationCell>& cells, const ArrayXd& times,
                         bool of_sde) {
  std::vector<PowerLaw> laws;
  const ArrayXd d = over_dimensions(
      cells, [](const auto& cell) { return static_cast<double>(cell.dimension()); });
  for (Index k = 0; k < times.size(); ++k) {
    const ArrayXd square = over_dimensions(cells, [k](const ConcentrationCell& cell) {
      const double risk = cell.curve().value(k);
      return risk * risk;
    });
    const Estimate variance =
        estimates_over_dimensions(cells, k, [of_sde](const ConcentrationCell& cell) {
          return of_sde ? cell.variance_of_sde() : cell.variance_of_optimizer();
        });
    const ArrayXd bias = over_dimensions(cells, [k, of_sde](const ConcentrationCell& cell) {
      return of_sde ? cell.bias_of_sde_variance()(k) : 0.0;
    });
    laws.push_back({fmt::format("Var R at t = {}", times(k)), d, relative_to(variance, square),
                    bias / square});
  }
  return exponent_evidence(laws, -1.0, 1.0 / 3.0);
}

/// E R/R_known − 1 → 0 as 1/d → 0, at every time.
Evidence mean_evidence_in_limit(const std::vector<ConcentrationCell>& cells, const ArrayXd& times,
                                SignMistake planted, bool of_sde) {
  const std::vector<ConcentrationCell> descending(cells.rbegin(), cells.rend());
  const ArrayXd inverse = over_dimensions(
      descending, [](const auto& cell) { return 1.0 / static_cast<double>(cell.dimension()); });
  const ConcentrationCell& largest = descending.front();
  const double tolerance = third_of_nearest(largest.curve().value, largest.wrong_curves(mistakes));
  std::vector<Deviations> curves;
  for (Index k = 0; k < times.size(); ++k) {
    const ArrayXd known = over_dimensions(descending, [k, planted](const ConcentrationCell& cell) {
      return cell.curve(planted).value(k);
    });
    const ArrayXd bias =
        over_dimensions(descending, [k, planted, of_sde](const ConcentrationCell& cell) {
          return cell.curve(planted).error(k) + (of_sde ? cell.bias_of_sde_mean()(k) : 0.0);
        });
    const Estimate mean =
        estimates_over_dimensions(descending, k, [of_sde](const ConcentrationCell& cell) {
          return of_sde ? cell.mean_of_sde() : cell.mean_of_optimizer();
        });
    curves.push_back({fmt::format("E R/R of signODE − 1 at t = {}", times(k)), inverse,
                      relative_to(mean, known) - ArrayXd::Ones(known.size()), bias / known, "1/d"});
  }
  const ArrayXd one = ArrayXd::Ones(times.size());
  return limit_evidence(curves, one, tolerance * one);
}

/// Var R over what theory says, less 1, with a third of the relative distance to the other theory
/// at each time.
Evidence variance_evidence(const Estimate& variance, const ArrayXd& bias, const ArrayXd& theory,
                           const ArrayXd& other, const ArrayXd& predicted) {
  const ArrayXd one = ArrayXd::Ones(theory.size());
  return {relative_to(variance, predicted) - one, one, (other / theory - 1.0).abs() / 3.0,
          bias / predicted};
}

void variance_claims(Session& session, const ConcentrationCell& cell) {
  const std::vector<RiskVariance> known = cell.variances();
  ArrayXd sde(static_cast<Index>(known.size())), optimizer = sde;
  for (Index k = 0; k < sde.size(); ++k) {
    sde(k) = known[static_cast<std::size_t>(k)].sde;
    optimizer(k) = known[static_cast<std::size_t>(k)].optimizer;
  }
  const ArrayXd none = ArrayXd::Zero(sde.size()), one = none + 1.0;
  session.evidence(
      "variance-sde",
      variance_evidence(cell.variance_of_sde(), cell.bias_of_sde_variance(), sde, optimizer, sde));
  session.evidence("variance-sign",
                   variance_evidence(cell.variance_of_optimizer(), none, optimizer, sde,
                                     session.control("signs-uncorrelated") ? sde : optimizer));
  const Estimate ratio = cell.variance_ratio();
  session.evidence("spreads-equal",
                   {ratio - one, one, (1.0 - optimizer / sde) / 3.0,
                    cell.bias_of_sde_variance() * ratio.value / cell.variance_of_sde().value});
}

void measure(Session& session) {
  const ConcentrationSetting s = concentration_setting(session.parameters());
  std::vector<ConcentrationCell> cells;
  for (const double d : s.dimensions) cells.emplace_back(s, static_cast<Index>(d));
  const std::vector<Archive> done =
      session.cells(ParameterGrid("concentration", {{"d", s.dimensions}}), [&](const Cell& cell) {
        return ConcentrationCell(s, static_cast<Index>(cell.point.count("d")))
            .run(session, cell.seed);
      });
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i].load(done[i]);

  SignMistake planted = SignMistake::none;
  for (const SignMistake mistake : mistakes)
    if (session.control(name_of(mistake))) planted = mistake;
  session.evidence("spread-sign", spread_evidence(cells, s.times, false));
  session.evidence("spread-sde", spread_evidence(cells, s.times, true));
  session.evidence("mean-sign", mean_evidence_in_limit(cells, s.times, planted, false));
  session.evidence("mean-sde", mean_evidence_in_limit(cells, s.times, planted, true));
  for (const ConcentrationCell& cell : cells)
    if (cell.dimension() == s.variance_dimension) variance_claims(session, cell);
  give_concentration(session, s, cells);
}

std::vector<Claim> claims() {
  const char* spread_distance =
      "a third of the distance to exponents 0, of no concentration, and −2, of the mean's error";
  const char* mean_distance =
      "a third of the least of the largest relative distances to φ without the root, K_σ without "
      "the arc sine, P for R and η² for η²/d, by their curves at the largest d";
  const char* holds_spread =
      "R changes in a step of 1/d by martingale differences of size O(1/d): their variances add up "
      "to O(1/d)";
  return {
      {"spread-sign", "Theorem 2, Figure 6", "Var R of signSGD falls as 1/d.", ClaimKind::exponent,
       "exponent of d", spread_distance, Verdict::holds, holds_spread},
      {"spread-sde", "Theorem 1, Figure 6", "Var R of signHSGD falls as 1/d.", ClaimKind::exponent,
       "exponent of d", spread_distance, Verdict::holds, holds_spread},
      {"mean-sign", "Theorem 2, (13)", "E R of signSGD tends to signODE as d grows.",
       ClaimKind::limit, "R of signODE", mean_distance, Verdict::holds,
       "the deviation is O(1/d): cubic terms of the arc sine, and fluctuations"},
      {"mean-sde", "Theorem 1, (8)", "E R of signHSGD tends to signODE as d grows.",
       ClaimKind::limit, "R of signODE", mean_distance, Verdict::holds,
       "the deviation is O(1/d), of fluctuations alone"},
      {"variance-sde", "Figure 6, (8)",
       "Var R of signHSGD is that of its fluctuations linearised around signODE.",
       ClaimKind::equality, "leading order in 1/d",
       "a third of the relative distance to the variance of signSGD at each time, to leading order",
       Verdict::holds, "derived here; the next order is O(1/d) of it"},
      {"variance-sign", "Figure 6",
       "Var R of signSGD is that with the signs' own covariance (2/π)K_σ − mmᵀ for (2/π)K_σ.",
       ClaimKind::equality, "leading order in 1/d",
       "a third of the relative distance to the variance of signHSGD at each time, to leading "
       "order",
       Verdict::holds, "derived here; the next order is O(1/d) of it"},
      {"spreads-equal", "Figure 6",
       "The spreads of signSGD and signHSGD agree: the variances of R have the ratio 1.",
       ClaimKind::equality, "variance of signHSGD",
       "a third of the distance of the ratio from 1 at each time, to leading order", Verdict::fails,
       "signHSGD leaves mmᵀ out of its noise. It has rank 1, but m is parallel to what the risk "
       "sees: the ratio tends to a number below 1, about 1 − φ²"}};
}

std::vector<Control> controls() {
  std::vector<Control> all;
  for (const SignMistake mistake : mistakes)
    all.push_back({std::string(name_of(mistake)),
                   std::string(change_of(mistake)),
                   {"mean-sign", "mean-sde"},
                   Effort::quick});
  const std::vector<Control> others = {
      {"unscaled-rate",
       "signSGD with the learning rate of the smallest d at all of them: η for η/d",
       {"spread-sign", "mean-sign"},
       Effort::quick},
      {"sde-full-rate",
       "signHSGD with η² for η²/d in its noise",
       {"spread-sde", "mean-sde", "variance-sde"},
       Effort::quick},
      {"sde-no-arcsin",
       "signHSGD with the correlations of the features for K_σ",
       {"mean-sde", "variance-sde"},
       Effort::quick},
      {"signs-uncorrelated",
       "signSGD's variance with (2/π)K_σ for the covariance of the signs",
       {"variance-sign"},
       Effort::quick},
      {"sde-for-optimizer",
       "a second, independent signHSGD in the place of signSGD",
       {"variance-sign", "spreads-equal"},
       Effort::standard}};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

Parameter dimensions() {
  const ArrayXd quick{{40.0, 80.0, 160.0}}, full{{50.0, 100.0, 200.0, 400.0, 800.0}};
  Parameter p = positives("dimensions", full, "d", "exact Figure 6; up to 160 at quick effort");
  p.quick = quick;
  return p;
}

Parameter sde_step() {
  Parameter p =
      positive("sde_step", 0.005, "Δt of signHSGD; 2Δt is a multiple of 1/d, or a whole part",
               "chosen: its error, measured, is a small part of the tolerances");
  p.quick = 0.00625;
  return p;
}

}  // namespace

Experiment fig6_concentration() {
  return {
      .id = "exact/fig6-concentration",
      .title = "Concentration of signSGD and signHSGD around signODE as d grows",
      .reference = "Theorems 1 and 2, (8), (11)–(14); Figure 6",
      .statement =
          "With diagonal K, at three times, the variance of R over runs of signSGD and of signHSGD "
          "falls as 1/d and means tend to signODE. The spreads differ in the limit, too: signHSGD "
          "has more, by the rank 1 that its noise leaves out of the covariance of the signs, and "
          "both are what fluctuations linearised around signODE say.",
      .parameters =
          {dimensions(),
           positives("times", Eigen::Array3d(1.0, 2.0, 4.0), "times t = k/d",
                     "chosen: from the steep part of the curve to near its end"),
           positive("eta", 0.7, "learning rate η", "chosen: that of Figure 1 (a)"),
           positive("lowest", 0.1, "smallest eigenvalue of K", "chosen: that of fig1-gaussian"),
           positive("highest", 10.0, "largest eigenvalue of K", "chosen: that of fig1-gaussian"),
           positive("risk", 5.0, "R at the start",
                    "chosen: between the stationary risk and ten times that"),
           positive("noise", 0.8, "standard deviation of the label noise",
                    "chosen: φ² is large enough for the spreads to differ"),
           sde_step(),
           runs("paths", {2048, 1024, 4096}, "runs of each but at variance_dimension",
                "chosen: 16 in each replicate batch, whose variances are not skewed then"),
           count("variance_dimension", {160, 200, 200}, "d at which variances are measured",
                 "chosen: as large as its runs allow"),
           runs("variance_paths", {4096, 8192, 32768}, "runs of each there",
                "chosen: the standard error of a variance is a sixth of its tolerance")},
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::exact
