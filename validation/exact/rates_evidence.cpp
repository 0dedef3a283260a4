// What curves and runs of exact/rates say of each claim.
#include "models/risk_curve.hpp"
#include "solvers/function_of_estimates.hpp"
#include "validation/exact/rates.hpp"
#include "validation/exact_estimate.hpp"
#include "validation/limit.hpp"
#include "validation/ordering.hpp"
#include "validation/power_law.hpp"

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Kind = RegressionCase::Kind;

constexpr double slope_error = 2e-5;  // of rate_of_curve(): what is not linear at 1e-5 R∞

/// The theorem's rate 2ηg λ_min.
double theorem_rate(const RegressionCase& at) {
  return at.local_rate().twice_drift * at.modes().lambda.minCoeff();
}

/// Rates of curves over those of the secular equation: all powers, and K = I.
Evidence secular(const Session& session, const RatesSetting& s, Kind kind) {
  std::vector<RegressionCase> cases{isotropic_case(s, kind, s.eta)};
  for (const double power : s.powers) cases.push_back(sweep_case(s, kind, power));
  const auto n = static_cast<Index>(cases.size());
  ArrayXd measured(n), predicted(n);
  for (Index i = 0; i < n; ++i) {
    const RegressionCase& c = cases[static_cast<std::size_t>(i)];
    const double rate = c.local_rate().rate;
    measured(i) = rate_of_curve(c) / rate;
    predicted(i) = session.control("without-feedback") ? theorem_rate(c) / rate : 1.0;
  }
  return {exact_estimate(measured - predicted), predicted, ArrayXd::Constant(n, 1e-3),
          ArrayXd::Constant(n, slope_error)};
}

/// μ/λ_min − 1 at small η, for K = I and all powers.
Evidence theorem_limit(const Session& session, const RatesSetting& s) {
  const Index n = s.small_etas.size();
  ArrayXd deviation(n);
  const double predicted = session.control("half-rate") ? 0.5 : 1.0;
  for (Index i = 0; i < n; ++i)
    deviation(i) = isotropic_case(s, Kind::sign_sgd, s.small_etas(i)).local_rate().mu - predicted;
  return limit_evidence({{"μ/λ_{min}", s.small_etas, exact_estimate(deviation), ArrayXd::Zero(n)}},
                        ArrayXd::Ones(1), ArrayXd::Constant(1, 0.01));
}

Evidence theorem_at_eta(const Session& session, const RatesSetting& s) {
  const double eta = session.control("small-eta") ? 1e-4 * s.eta : s.eta;
  const RegressionCase here = isotropic_case(s, Kind::sign_sgd, eta),
                       declared = isotropic_case(s, Kind::sign_sgd, s.eta);
  return {exact_estimate(ArrayXd::Constant(1, here.local_rate().mu - 1.0)), ArrayXd::Ones(1),
          ArrayXd::Constant(1, (1.0 - declared.local_rate().mu) / 3.0), ArrayXd::Zero(1)};
}

/// The pair of runs, one above and one below R∞: log of the ratio of differences, over time.
Evidence run_rate(const Session& session, const RatesSetting& s, const RatesRuns& runs) {
  RegressionCase c = isotropic_case(s, Kind::sign_sgd, s.eta);
  const double limit = c.stationary_risk();
  const auto at_end = [&](double share) {
    RiskModes modes = c.modes();
    modes.initial *= (1.0 + share) * limit / modes.initial.sum();
    return RiskCurve(c.equation(), modes, runs.difference_end).risk(runs.difference_end);
  };
  const double of_theorem = theorem_rate(c), distance = of_theorem - c.local_rate().rate;
  double predicted =
      std::log(2.0 * start_share * limit / (at_end(start_share) - at_end(-start_share))) /
      runs.difference_end;
  if (session.control("without-feedback")) predicted = of_theorem;
  const Estimate measured =
      function_of({runs.difference}, [&](const std::vector<ArrayXd>& difference) -> ArrayXd {
        return ArrayXd::Constant(
            1, std::log(difference[0](0) / difference[0](1)) / runs.difference_end);
      });
  return {measured - ArrayXd::Constant(1, predicted), ArrayXd::Constant(1, predicted),
          ArrayXd::Constant(1, distance / 3.0), ArrayXd::Zero(1)};
}

/// Local rates against average condition numbers, powers from 1 on.
PowerLaw rate_law(const Session& session, const RatesSetting& s, Kind kind) {
  const Index n = s.powers.size();
  ArrayXd x(n), y(n);
  const bool swapped =
      session.control(kind == Kind::sign_sgd ? "without-preconditioner" : "with-preconditioner");
  const Kind other = kind == Kind::sign_sgd ? Kind::sgd : Kind::sign_sgd;
  for (Index i = 0; i < n; ++i) {
    x(i) = average_condition(sweep_case(s, kind, s.powers(i)));
    y(i) = sweep_case(s, swapped ? other : kind, s.powers(i)).local_rate().rate;
  }
  return {kind == Kind::sign_sgd ? "signSGD" : "SGD", x, exact_estimate(y), ArrayXd::Zero(n)};
}

Evidence speed(const Session& session, const RatesRuns& runs) {
  const Index last = runs.times.size() - 1;
  const auto power = session.control("least-condition") ? std::size_t{0} : runs.sign.size() - 1;
  return ordering_evidence(points(runs.sign[power], last, 1), points(runs.sgd[power], last, 1),
                           ArrayXd::Zero(1));
}

}  // namespace

void measure_rates(Session& session) {
  const RatesSetting s = rates_setting(session.parameters());
  const RatesRuns runs = rates_runs(session, s);
  session.evidence("sign-secular", secular(session, s, Kind::sign_sgd));
  session.evidence("sgd-secular", secular(session, s, Kind::sgd));
  session.evidence("theorem-limit", theorem_limit(session, s));
  session.evidence("theorem-at-eta", theorem_at_eta(session, s));
  session.evidence("run-rate", run_rate(session, s, runs));
  session.evidence("sign-condition",
                   exponent_evidence({rate_law(session, s, Kind::sign_sgd)}, -1.0, 0.1));
  session.evidence("sgd-condition",
                   exponent_evidence({rate_law(session, s, Kind::sgd)}, -1.0, 0.1));
  session.evidence("faster", speed(session, runs));
  show_rates(session, s, runs);
}

}  // namespace sdescent::exact
