// What exact/preconditioner's covariances and runs say of each claim.
#include "models/risk_curve.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/exact/preconditioner.hpp"
#include "validation/exact_estimate.hpp"
#include "validation/ordering.hpp"
#include "validation/power_law.hpp"
#include "validation/tolerance.hpp"

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Kind = RegressionCase::Kind;

MatrixXd example_of(const Session& session, const PreconditionerSetting& s) {
  if (!session.control("example-diagonal")) return s.example;
  return s.example.diagonal().asDiagonal();
}

Evidence exact_ordering(double smaller, double larger) {
  return ordering_evidence(exact_estimate(ArrayXd::Constant(1, smaller)),
                           exact_estimate(ArrayXd::Constant(1, larger)), ArrayXd::Zero(1));
}

Evidence counterexample(const Session& session, const PreconditionerSetting& s) {
  const Conditions c = conditions_of(FeatureCovariance::dense(example_of(session, s)));
  return exact_ordering(c.plain, c.preconditioned);
}

/// The local rate over the mean one, 2a tr(Λ)/d: what conditioning costs the slowest mode.
double relative_rate(const PreconditionerSetting& s, const PreconditionerData& data, Kind kind) {
  const RegressionCase c = case_on(s, data, kind);
  return c.local_rate().rate / (c.local_rate().twice_drift * c.modes().lambda.mean());
}

/// On d/3 copies of the example.
Evidence example_rates(const Session& session, const PreconditionerSetting& s) {
  const std::vector<MatrixXd> copies(static_cast<std::size_t>(s.dimension / 3),
                                     example_of(session, s));
  const auto k = std::make_shared<FeatureCovariance>(block_diagonal_covariance(copies));
  const PreconditionerData data{"example", k, Eigen::VectorXd::Ones(k->dimension())};
  return exact_ordering(relative_rate(s, data, Kind::sign_sgd), relative_rate(s, data, Kind::sgd));
}

Evidence last_of(const Estimate& smaller, const Estimate& larger) {
  const Index last = smaller.points() - 1;
  return ordering_evidence(points(smaller, last, 1), points(larger, last, 1), ArrayXd::Zero(1));
}

/// The wrong curve is far off: what still says something.
constexpr double largest_tolerance = 0.25;

/// R of signODE, and of signODE with tr(D)/tr(K) K in place of K̄: SGD's modes, with signODE's
/// stationary risk.
ArrayXd sign_curve(const RegressionCase& c, const ArrayXd& times, bool preconditioned) {
  RiskModes modes = c.modes();
  if (!preconditioned) {
    modes = sgd_risk_modes(*c.covariance, c.start);
    const double scale = c.covariance->trace_of_root() / c.covariance->trace();
    const double load = c.modes().load.cwiseQuotient(c.modes().lambda).sum();
    modes.lambda *= scale;
    modes.load *= load / modes.load.cwiseQuotient(modes.lambda).sum();
  }
  return RiskCurve(c.equation(), modes, times.maxCoeff()).risk(times);
}

Evidence follows_ode(const Session& session, const PreconditionerSetting& s,
                     const PreconditionerRun& run) {
  const RegressionCase c = case_on(s, run.data, Kind::sign_sgd);
  const ArrayXd right = sign_curve(c, run.times, true), wrong = sign_curve(c, run.times, false);
  const ArrayXd predicted = session.control("without-preconditioner") ? wrong : right;
  const Index later = run.times.size() - 1;
  return {from_point(relative_to(run.sign - predicted, right), 1), predicted.tail(later),
          third_of_distance(ArrayXd::Ones(later), ArrayXd((wrong / right).tail(later)))
              .min(largest_tolerance),
          ArrayXd::Constant(later, 1e-9)};
}

}  // namespace

void measure_preconditioner(Session& session) {
  const PreconditionerSetting s = preconditioner_setting(session);
  const std::vector<PreconditionerRun> runs = preconditioner_runs(session, s);
  const PreconditionerRun &diagonal = runs[0], &rotated = runs[1], &blocks = runs[2];
  const Rotations turned =
      rotations(s, session.seed("rotations"), !session.control("without-rotation"));
  session.evidence("counterexample", counterexample(session, s));
  session.evidence("counterexample-rate", example_rates(session, s));
  session.evidence("diagonal-of-rotated",
                   exponent_evidence({{"spread of K_ii", turned.dimensions, turned.spread,
                                       ArrayXd::Zero(turned.dimensions.size())}},
                                     -0.5, 1.0 / 6.0));
  session.evidence(
      "condition-of-rotated",
      {turned.condition_ratio - ArrayXd::Ones(1), ArrayXd::Ones(1),
       ArrayXd::Constant(1, (1.0 - 1.0 / std::sqrt(s.condition)) / 3.0), ArrayXd::Zero(1)});
  session.evidence("preconditioned-drift", follows_ode(session, s, diagonal));
  session.evidence("diagonal-helps", session.control("rotated-for-diagonal")
                                         ? last_of(rotated.sign, diagonal.sign)
                                         : last_of(diagonal.sign, rotated.sign));
  session.evidence("diagonal-faster", last_of(diagonal.sign, diagonal.sgd));
  session.evidence("blocks-faster", last_of(blocks.sign, blocks.sgd));
  show_preconditioner(session, s, runs, turned);
}

}  // namespace sdescent::exact
