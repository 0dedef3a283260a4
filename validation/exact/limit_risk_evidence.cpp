// What the runs of exact/fig7-limit-risk and the ODEs say of each claim.
#include "models/risk_curve.hpp"
#include "models/stationary_risk.hpp"
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
        runs.push_back(limit_run(
            session, s, limit_case(kind, family, s.dimensions.back(), eta, deviation), s.paths));
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

/// Where the wrong model is far off, what still says something.
constexpr double largest_tolerance = 0.15;

/// Runs against the theorem, each at a third of the relative distance to a wrong model.
template <class Wrong>
Evidence at_rest(const Session& session, const Runs& runs, Wrong wrong) {
  std::vector<Evidence> parts;
  for (const LimitRun& run : runs) {
    const ArrayXd predicted = ArrayXd::Constant(1, planted(session, run.at.regression));
    const double distance = distance_to(wrong(run.at.regression), run.at.regression);
    parts.push_back({run.risk - predicted, predicted,
                     ArrayXd::Constant(1, std::min(distance / 3.0, largest_tolerance)),
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
  return limit_evidence({{"R/R_∞ − 1", inverse, joined(deviations), missing, "1/d"}},
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

constexpr Index modes_dimension = 16;  // Lyapunov's equation has 16⁴ coefficients

Evidence modes_evidence(const Session& session, const RegressionCase& c) {
  const StationaryModes modes(c);
  const ArrayXd predicted =
      (session.control("eigenvectors-orthonormal") ? modes.mistaken : modes.formula) /
      modes.lyapunov;
  const Index n = predicted.size();
  return {exact_estimate(1.0 - predicted), predicted, ArrayXd::Constant(n, 1e-6),
          ArrayXd::Constant(n, 1e-9)};
}

}  // namespace

void measure_limit_risk(Session& session) {
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
  session.evidence(
      "modes",
      modes_evidence(
          session,
          limit_case(Kind::sign_sgd, correlated_family, modes_dimension, eta, quiet).regression));
  session.evidence("sign-ode", ode_limits(session, runs.sign));
  session.evidence("sgd-ode", ode_limits(session, runs.sgd));
  show_limit_risk(session, s, runs);
}

}  // namespace sdescent::exact
