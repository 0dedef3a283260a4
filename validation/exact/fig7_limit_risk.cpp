// Theorems 3, 7 and 8: the risks at which signSGD and SGD come to rest (Figure 7).
#include "models/risk_curve.hpp"
#include "models/stationary_risk.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/exact/exact.hpp"
#include "validation/exact/limit_risk.hpp"
#include "validation/exact_estimate.hpp"
#include "validation/joined_evidence.hpp"
#include "validation/limit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Kind = RegressionCase::Kind;

/// Theorem 3 with `a` multiplied by a factor.
double sign_risk_with(const RegressionCase& c, double factor) {
  return stationary_sign_risk(factor * c.eta,
                              c.covariance->trace_of_root() / static_cast<double>(c.dimension()),
                              *c.labels(), batch_drift_factor(c.batch));
}

/// √(tr K/d) for tr(D)/d.
double mean_of_roots_ratio(const RegressionCase& c) {
  const auto d = static_cast<double>(c.dimension());
  return std::sqrt(c.covariance->trace() / d) / (c.covariance->trace_of_root() / d);
}

/// √B for c_B, which divides.
double root_of_batch_ratio(const RegressionCase& c) {
  return batch_drift_factor(c.batch) / std::sqrt(static_cast<double>(c.batch));
}

double without_feedback(const RegressionCase& c) {
  const double alpha =
      0.5 * c.eta * c.covariance->trace() / static_cast<double>(c.dimension() * c.batch);
  return 0.5 * c.deviation * c.deviation * alpha;
}

constexpr double no_arcsine = 2.0 * std::numbers::inv_pi;  // K_σ has 1 on its diagonal, not ½π

/// What is predicted, relative to the theorem, with what a control plants.
double planted(const Session& session, const RegressionCase& c) {
  const double right = c.stationary_risk();
  double predicted = right;
  if (session.control("population-risk")) predicted += 0.5 * c.deviation * c.deviation;
  if (c.is_sign()) {
    if (session.control("without-arcsine")) predicted = sign_risk_with(c, no_arcsine);
    if (session.control("root-of-mean")) predicted = sign_risk_with(c, mean_of_roots_ratio(c));
    if (session.control("root-of-batch"))
      predicted =
          sign_risk_with(c, batch_drift_factor(c.batch) / std::sqrt(static_cast<double>(c.batch)));
  } else if (session.control("without-feedback")) {
    predicted = without_feedback(c);
  }
  return predicted / right;
}

using Runs = std::vector<LimitRun>;

/// All families, η and v at the largest d.
Runs runs_at_rest(Session& session, const LimitSetting& s, Kind kind) {
  Runs runs;
  for (std::size_t family = 0; family < covariance_families().size(); ++family)
    for (const double eta : s.etas)
      for (const double deviation : s.deviations)
        runs.push_back(limit_run(session, s,
                                 limit_case(kind, family, s.dimensions.back(), eta, deviation),
                                 s.paths, kind == Kind::sign_sgd && family == correlated_family));
  return runs;
}

/// K = I at the largest η and the smallest v, where a finite d shows most.
Runs runs_by_dimension(Session& session, const LimitSetting& s, Kind kind) {
  Runs runs;
  for (const Index d : s.dimensions)
    runs.push_back(
        limit_run(session, s,
                  limit_case(kind, isotropic_family, d, s.etas.maxCoeff(), s.deviations.minCoeff()),
                  s.limit_paths));
  return runs;
}

const LimitRun& run_of(const Runs& all, std::size_t family, double eta, double deviation) {
  return *std::find_if(all.begin(), all.end(), [&](const LimitRun& run) {
    return run.at.family == family && run.at.regression.eta == eta &&
           run.at.regression.deviation == deviation;
  });
}

double distance_to(double wrong, const RegressionCase& c) {
  return std::abs(wrong / c.stationary_risk() - 1.0);
}

double without_arcsine(const RegressionCase& c) { return sign_risk_with(c, no_arcsine); }
double population_risk(const RegressionCase& c) {
  return c.stationary_risk() + 0.5 * c.deviation * c.deviation;
}

/// Runs against the theorem, each at a third of the relative distance to a wrong model.
template <class Wrong>
Evidence at_rest(const Session& session, const Runs& runs, Wrong wrong) {
  std::vector<Evidence> parts;
  for (const LimitRun& run : runs) {
    const ArrayXd predicted = ArrayXd::Constant(1, planted(session, run.at.regression));
    const double distance = distance_to(wrong(run.at.regression), run.at.regression);
    parts.push_back({run.risk - predicted, predicted, ArrayXd::Constant(1, distance / 3.0),
                     ArrayXd::Constant(1, run.missing)});
  }
  return joined(parts);
}

template <class Wrong>
Evidence in_the_limit(const Session& session, const Runs& runs, Wrong wrong) {
  const auto n = static_cast<Index>(runs.size());
  std::vector<Estimate> deviations;
  ArrayXd inverse(n), missing(n);
  double distance = std::numeric_limits<double>::infinity();
  for (Index i = 0; i < n; ++i) {
    // From the largest d, so that 1/d increases.
    const LimitRun& run = runs[static_cast<std::size_t>(n - 1 - i)];
    const RegressionCase& c = run.at.regression;
    inverse(i) = 1.0 / static_cast<double>(c.dimension());
    missing(i) = run.missing;
    deviations.push_back(run.risk - ArrayXd::Constant(1, planted(session, c)));
    distance = std::min(distance, distance_to(wrong(c), c));
  }
  return limit_evidence({{"with 1/d for η", inverse, joined(deviations), missing}},
                        ArrayXd::Ones(1), ArrayXd::Constant(1, distance / 3.0));
}

/// The ODEs themselves, from 4R∞: R(T)/R∞ − 1.
Evidence ode_limits(const Session& session, const Runs& all) {
  std::vector<double> deviation, predicted;
  for (const LimitRun& run : all) {
    RegressionCase c = run.at.regression;
    c.start.setOnes();
    c.start *= std::sqrt(4.0 * c.stationary_risk() / c.covariance->risk(c.start));
    const double end = 30.0 / c.local_rate().rate;
    predicted.push_back(planted(session, c));
    deviation.push_back(RiskCurve(c.equation(), c.modes(), end).risk(end) / c.stationary_risk() -
                        predicted.back());
  }
  const auto n = static_cast<Index>(deviation.size());
  return {exact_estimate(Eigen::Map<const ArrayXd>(deviation.data(), n)),
          Eigen::Map<const ArrayXd>(predicted.data(), n), ArrayXd::Constant(n, 1e-6),
          ArrayXd::Constant(n, 1e-9)};
}

Evidence modes_evidence(const Session& session, const LimitRun& run) {
  const RegressionCase& c = run.at.regression;
  const ArrayXd right = stationary_quarters(c), wrong = mistaken_quarters(c) / right;
  const ArrayXd predicted =
      session.control("eigenvectors-orthonormal") ? wrong : ArrayXd::Ones(right.size());
  return {run.modes - predicted, predicted,
          ArrayXd::Constant(right.size(), (wrong - 1.0).abs().maxCoeff() / 3.0),
          ArrayXd::Constant(right.size(), run.missing)};
}

void measure(Session& session) {
  const LimitSetting s = limit_setting(session.parameters());
  const LimitRuns runs{
      runs_at_rest(session, s, Kind::sign_sgd), runs_at_rest(session, s, Kind::sgd),
      runs_by_dimension(session, s, Kind::sign_sgd), runs_by_dimension(session, s, Kind::sgd)};
  const double eta = s.etas.maxCoeff(), quiet = s.deviations.minCoeff(),
               loud = s.deviations.maxCoeff();
  const LimitRun batched = limit_run(
      session, s,
      limit_case(Kind::sign_sgd, log_spaced_family, s.dimensions.back(), eta, loud, s.batch),
      s.paths);
  session.evidence("sign-rest", at_rest(session, runs.sign, without_arcsine));
  session.evidence("sgd-rest", at_rest(session, runs.sgd, population_risk));
  session.evidence("sign-limit", in_the_limit(session, runs.sign_by_dimension, without_arcsine));
  session.evidence("sgd-limit", in_the_limit(session, runs.sgd_by_dimension, without_feedback));
  session.evidence(
      "which-trace",
      at_rest(session, {run_of(runs.sign, power_law_family, eta, quiet)},
              [](const RegressionCase& c) { return sign_risk_with(c, mean_of_roots_ratio(c)); }));
  session.evidence("batch", at_rest(session, {batched}, [](const RegressionCase& c) {
                     return sign_risk_with(c, root_of_batch_ratio(c));
                   }));
  session.evidence("modes", modes_evidence(session, run_of(runs.sign, correlated_family,
                                                           s.etas.minCoeff(), loud)));
  session.evidence("sign-ode", ode_limits(session, runs.sign));
  session.evidence("sgd-ode", ode_limits(session, runs.sgd));
  show_limit_risk(session, s, runs);
}

const std::string theorem = "the theorem is exact for the ODE, to which runs tend as d grows";

std::vector<Claim> claims() {
  return {
      {"sign-rest", "Theorem 3, (19); Figure 7",
       "signSGD's stationary risk is Theorem 3's, a² + a√(a² + v²) with a = πη tr(D)/8d, for all "
       "families, η and v.",
       ClaimKind::equality, "relative to Theorem 3",
       "a third of the distance to the formula without the arcsine in K_σ, whose diagonal is then "
       "1, by closed form",
       Verdict::holds, theorem},
      {"sgd-rest", "Theorem 8, (255)",
       "SGD's stationary risk is Theorem 8's, for all families, η and v.", ClaimKind::equality,
       "relative to Theorem 8",
       "a third of the distance to the population risk P in place of R, by closed form",
       Verdict::holds, theorem},
      {"sign-limit", "Theorem 3, (19)",
       "As d grows, signSGD's stationary risk tends to Theorem 3's, for K = I.", ClaimKind::limit,
       "relative to Theorem 3", "as for sign-rest", Verdict::holds, theorem},
      {"sgd-limit", "Theorem 8, (255)",
       "As d grows, SGD's stationary risk tends to Theorem 8's, for K = I: the noise of its "
       "gradients is that of P = R + ½v², R included.",
       ClaimKind::limit, "relative to Theorem 8",
       "a third of the distance to noise from the labels alone, by closed form", Verdict::holds,
       theorem},
      {"which-trace", "Theorem 7, (245)",
       "The trace of Theorem 3 is tr D, the sum of the √K_ii, at the largest d of the power law.",
       ClaimKind::equality, "relative to Theorem 3",
       "a third of the distance to √(tr K/d) in place of tr(D)/d, by closed form", Verdict::holds,
       "Σ w_iᵀK_σKu_i/λ_i = tr(K_σD), and K_σ has ½π on its diagonal"},
      {"batch", "Theorem 3, (10)", "A batch of B divides a by c_B.", ClaimKind::equality,
       "relative to Theorem 3", "a third of the distance to √B in place of c_B, by closed form",
       Verdict::holds, "Gaussian noise has the same φ for every B: only the drift is multiplied"},
      {"modes", "Theorem 7, (244)",
       "The risk of signSGD at rest divides among the modes of K̄ as (244) says, in quarters of "
       "them, for correlated features of unequal variance at the smallest η and largest v.",
       ClaimKind::equality, "relative to (244)",
       "a third of the largest distance to unit eigenvectors u of K̄ with w = u, as if it were "
       "symmetric",
       Verdict::holds,
       "the theorem is exact for the ODE; a finite d, which moves modes by some per cent where R "
       "is "
       "not small against v², matters least at small η"},
      {"sign-ode", "Theorem 3, Theorem 7", "signODE comes to Theorem 3's risk from four times it.",
       ClaimKind::equality, "relative to Theorem 3",
       "1e-6: far below every distance above; the solver leaves 1e-9 and 30 relaxation times "
       "e^{−30}",
       Verdict::holds, "proved, and no sampling is involved"},
      {"sgd-ode", "Theorem 8", "vanillaODE comes to Theorem 8's risk from four times it.",
       ClaimKind::equality, "relative to Theorem 8", "1e-6, as for sign-ode", Verdict::holds,
       "proved, and no sampling is involved"},
  };
}

}  // namespace

Experiment fig7_limit_risk() {
  return {
      .id = "exact/fig7-limit-risk",
      .title = "Stationary risks of signSGD and SGD against Theorems 3 and 8",
      .reference = "Theorem 3, Theorem 7, Theorem 8; (19), (244), (245), (254), (255); Figure 7",
      .statement =
          "signSGD and SGD run from θ* with fresh data until they rest, on five families of "
          "covariances; the risk of independent paths, averaged over a window of time, is compared "
          "with the theorems. What a finite d leaves is extrapolated to 1/d → 0 for K = I. The "
          "ODEs themselves are solved, too.",
      .parameters = {positives("etas", Eigen::Array2d(0.4, 1.2), "learning rates η",
                               "chosen: stationary risks from far below v² to above it"),
                     positives("deviations", Eigen::Array2d(0.3, 1.0),
                               "deviations v of the label noise", "chosen: as above"),
                     count("dimension", {64, 128, 500},
                           "largest d; ½ and ¼ of it, too; 500 is the paper's (App. I)",
                           "exact App. I; smaller at quick and standard effort, for time", 16),
                     count("batch", {5, 5, 5}, "B of the claim `batch`", "exact Figure 5", 2),
                     runs("paths", {64, 64, 128}, "runs of each case", "chosen: as many as decide"),
                     runs("limit-paths", {64, 512, 512}, "runs of each d for K = I",
                          "chosen: as many as decide the limits"),
                     count("records", {40, 60, 100}, "times averaged over", "chosen"),
                     positive("burn-in", 0.01,
                              "share of R∞ that the ODE still lacks when the average begins",
                              "chosen: it counts as bias")},
      .claims = claims(),
      .controls = {{"without-arcsine",
                    "Theorem 3 with D⁻¹KD⁻¹ for K_σ, 1 on the diagonal",
                    {"sign-rest", "sign-limit", "sign-ode"},
                    Effort::quick},
                   {"population-risk",
                    "the risks are those of P = R + ½v²",
                    {"sign-rest", "sgd-rest", "sgd-ode"},
                    Effort::quick},
                   {"root-of-mean", "√(tr K/d) for tr(D)/d", {"which-trace"}, Effort::quick},
                   {"root-of-batch", "√B for c_B", {"batch"}, Effort::quick},
                   {"without-feedback",
                    "R∞ = ½v²α: R does not feed the noise",
                    {"sgd-feedback"},
                    Effort::quick},
                   {"eigenvectors-orthonormal",
                    "K̄'s eigenvectors taken for orthonormal ones",
                    {"modes"},
                    Effort::quick}},
      .measure = measure};
}

}  // namespace sdescent::exact
