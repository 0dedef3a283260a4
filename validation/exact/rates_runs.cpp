#include "io/require.hpp"
#include "models/risk_curve.hpp"
#include "models/stationary_risk.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "validation/exact/rates.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;
using Kind = RegressionCase::Kind;

RegressionCase case_of(const RatesSetting& s, Kind kind, const VectorXd& variances, double eta) {
  const auto d = static_cast<double>(s.dimension);
  const VectorXd start = (2.0 * s.start_risk / d * variances.cwiseInverse()).cwiseSqrt();
  return {kind, std::make_shared<FeatureCovariance>(FeatureCovariance::diagonal(variances)), start,
          eta, s.deviation};
}

/// The sweep: both optimizers on the same data.
void run_power(Session& session, const RatesSetting& s, double power, RatesRuns& runs) {
  const RegressionCase sign = sweep_case(s, Kind::sign_sgd, power),
                       sgd = sweep_case(s, Kind::sgd, power);
  const auto first = sign.process("sign_sgd", 1), second = sgd.process("sgd", 1);
  MomentRecorder risk("risk", side_by_side({loss_of(*first, 0, sign.problem()),
                                            loss_of(*second, 1, sgd.problem())}));
  const auto d = static_cast<double>(s.dimension);
  const Clock clock(1.0 / d, static_cast<std::uint64_t>(std::ceil(s.end * d)));
  session.run({first, second}, clock, RecordTimes::evenly(clock, s.records), s.paths,
              Philox(session.seed(fmt::format("power {}", power))), {&risk});
  runs.times =
      Eigen::Map<const ArrayXd>(risk.times().data(), static_cast<Index>(risk.times().size()));
  runs.sign.push_back(risk.mean(0));
  runs.sgd.push_back(risk.mean(1));
}

void run_pair(Session& session, const RatesSetting& s, RatesRuns& runs) {
  RegressionCase above = isotropic_case(s, Kind::sign_sgd, s.eta), below = above;
  const double limit = above.stationary_risk();
  above.start *= std::sqrt((1.0 + start_share) * limit / s.start_risk);
  below.start *= std::sqrt((1.0 - start_share) * limit / s.start_risk);
  const auto first = above.process("above", 1), second = below.process("below", 1);
  MomentRecorder risk("pair", side_by_side({loss_of(*first, 0, above.problem()),
                                            loss_of(*second, 1, below.problem())}));
  const auto d = static_cast<double>(s.dimension);
  const auto steps = static_cast<std::uint64_t>(std::ceil(1.5 * d / above.local_rate().rate));
  const Clock clock(1.0 / d, steps);
  session.run({first, second}, clock, RecordTimes::at(clock, {0, steps}), 32 * s.paths,
              Philox(session.seed("pair")), {&risk});
  runs.difference = jackknife(
      risk, [](const MomentCurves& m) -> ArrayXd { return m.mean.col(0) - m.mean.col(1); });
  runs.difference_end = clock.end();
}

}  // namespace

RatesSetting rates_setting(const ParameterValues& p) {
  const RatesSetting s{static_cast<Index>(p.count("dimension")),
                       p.real("smallest"),
                       p.reals("powers"),
                       p.real("multiple"),
                       p.real("deviation"),
                       p.real("eta"),
                       p.reals("small-etas"),
                       p.real("start-risk"),
                       p.real("end"),
                       p.count("paths"),
                       p.count("records")};
  require(s.smallest < 1.0, "smallest", "< 1", fmt::format("{}", s.smallest));
  require(s.multiple < 2.0, "multiple", "< 2 for SGD to come to rest",
          fmt::format("{}", s.multiple));
  require_at_least("number of powers", s.powers.size(), 3);
  return s;
}

RegressionCase sweep_case(const RatesSetting& s, Kind kind, double power) {
  const VectorXd variances = VectorXd::LinSpaced(s.dimension, s.smallest, 1.0).array().pow(power);
  const double mean = kind == Kind::sign_sgd ? variances.cwiseSqrt().mean() : variances.mean();
  return case_of(s, kind, variances, s.multiple / mean);
}

RegressionCase isotropic_case(const RatesSetting& s, Kind kind, double eta) {
  return case_of(s, kind, VectorXd::Ones(s.dimension), eta);
}

double average_condition(const RegressionCase& at) {
  const VectorXd lambda = at.modes().lambda;
  return lambda.mean() / lambda.minCoeff();
}

double rate_of_curve(const RegressionCase& at) {
  const LocalRate local = at.local_rate();
  const double limit = at.stationary_risk();
  RiskModes modes = at.modes();
  const VectorXd rest = stationary_modes(*at.equation(), modes, limit);
  // The slowest direction: δ_i ∝ λ_i r_i/(λ_i − μ).
  const VectorXd direction =
      modes.lambda.cwiseProduct(rest).cwiseQuotient((modes.lambda.array() - local.mu).matrix());
  modes.initial = rest + 1e-5 * limit / direction.sum() * direction;
  const double first = 1.0 / local.rate, last = 3.0 / local.rate;
  const RiskCurve curve(at.equation(), modes, last, 1e-14);
  return std::log((curve.risk(first) - limit) / (curve.risk(last) - limit)) / (last - first);
}

RatesRuns rates_runs(Session& session, const RatesSetting& s) {
  RatesRuns runs;
  for (const double power : s.powers) run_power(session, s, power, runs);
  run_pair(session, s, runs);
  return runs;
}

}  // namespace sdescent::exact
