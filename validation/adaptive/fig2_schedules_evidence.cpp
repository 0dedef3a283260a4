#include "validation/adaptive/fig2_schedules_evidence.hpp"

#include "io/require.hpp"
#include "models/loss_bounds.hpp"
#include "validation/adaptive/evidence_parts.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/limit.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// √(2/π) → 1.
const double slope_one_factor = std::sqrt(2.0 * std::numbers::inv_pi);

/// The curve that a run is compared with, and a third of the relative distance, time by time, from
/// the exact one to that with √(2/π) replaced by 1.
struct Prediction {
  ArrayXd curve, tolerance;
};
Prediction prediction_of(const Session& session, const ScheduledRun& run) {
  const ArrayXd exact = run.exact(), slope = run.exact(slope_one_factor);
  const ArrayXd third = (slope / exact - 1.0).abs() / 3.0;
  if (session.control("slope-one")) return {slope, third};
  if (session.control("diffusion-of-root")) return {run.with_diffusion_of_root(), third};
  return {exact, third};
}

/// E f over the prediction, minus one.
Estimate excess(const ScheduledRun& run, const ArrayXd& curve) {
  return relative_to(run.loss(sign_sgd), curve) - ArrayXd::Ones(curve.size());
}

/// The points at which SignSGD's own O(ηη_t) takes at most a quarter of the tolerance.
std::vector<Index> resolved(const ScheduledRun& run, const ArrayXd& tolerance) {
  std::vector<Index> points;
  const ArrayXd own = run.optimizer_deviation();
  for (Index k = 0; k < own.size(); ++k)
    if (own(k) <= 0.25 * tolerance(k)) points.push_back(k);
  require(!points.empty(), "steps", "enough for the loss to be that of the SDE to the tolerance",
          fmt::format("{}", run.what().ticks.back()));
  return points;
}

/// Adds a run at its resolved points.
void add_curve(EvidenceParts& parts, const Session& session, const ScheduledRun& run) {
  const Prediction p = prediction_of(session, run);
  const std::vector<Index> points = resolved(run, p.tolerance);
  const ArrayXd one = ArrayXd::Ones(static_cast<Index>(points.size()));
  parts.add({chosen(excess(run, p.curve), points), one, p.tolerance(points), 0.0 * one});
}

/// Relative deviations at the same times for each η.
Evidence limit_of_curves(const Session& session, const ScheduledRuns& runs) {
  std::vector<Deviations> curves;
  std::vector<double> tolerance;
  for (const auto& by_eta : runs.limits)
    for (Index k = 0; k < by_eta.front().times().size(); ++k) {
      Deviations d{fmt::format("{}, t = {}", by_eta.front().what().schedule.description(),
                               by_eta.front().times()(k)),
                   ArrayXd(static_cast<Index>(by_eta.size())),
                   {},
                   {}};
      std::vector<Estimate> points;
      for (std::size_t i = 0; i < by_eta.size(); ++i) {
        const Prediction p = prediction_of(session, by_eta[i]);
        d.eta(static_cast<Index>(i)) = by_eta[i].what().local.eta;
        points.push_back(chosen(excess(by_eta[i], p.curve), {k}));
        if (i == 0) tolerance.push_back(p.tolerance(k));
      }
      d.deviation = joined(points);
      d.bias = 0.0 * d.eta;
      curves.push_back(std::move(d));
    }
  const auto n = static_cast<Index>(tolerance.size());
  return limit_evidence(curves, ArrayXd::Ones(n), Eigen::Map<const ArrayXd>(tolerance.data(), n));
}

/// E f − bound at the points from `first` on.
void add_bound(EvidenceParts& parts, const Estimate& loss, const ArrayXd& bound, Index first) {
  const ArrayXd late = bound.tail(bound.size() - first);
  parts.add({from_point(loss, first) - late, late, 0.0 * late, 0.0 * late});
}

double exponent_of(const ScheduledRun& run) {
  return -std::log(run.factors()(0)) / std::log1p(run.times()(0));
}

/// E f as a power of t + 1 from a point on.
PowerLaw power_of(const ScheduledRun& run, Index first) {
  const ArrayXd x = 1.0 + run.times().tail(run.times().size() - first);
  return {"E f, " + run.what().schedule.description(), x, from_point(run.loss(sign_sgd), first),
          0.0 * x};
}

/// The first point of a window that begins at a time.
Index from_time(const ScheduledRun& run, double t) { return (run.times() < t).count(); }

double slowest(const LossBoundSetting& s) { return 2.0 * s.mu * slope_one_factor / s.sigma_max; }

/// Where the start is forgotten and (8) should hold.
Index settled(const ScheduledRun& run) {
  return run.settled(slowest(loss_bound_setting(run.what().local)));
}

ArrayXd rate_of(const Session& session, const ScheduledRun& run) {
  return sign_sgd_asymptotic_loss(bound_setting(session, run), run.what().schedule, run.times());
}

ArrayXd bound_of(const Session& session, const ScheduledRun& run) {
  return sign_sgd_phase_three_loss_bound(bound_setting(session, run), run.what().schedule,
                                         run.times());
}

/// The loss a thousand times later, hardly more than its limit where ∫η_t dt is finite.
double left_over(const Session& session, const ScheduledRun& run) {
  const ScheduledCase& what = run.what();
  const ArrayXd last = 1000.0 * run.times().tail(1);
  if (session.control("diffusion-of-root"))
    return sign_sgd_expected_loss(what.local,
                                  ArrayXd::Constant(1, what.schedule.integral(last(0))))(0);
  return sign_sgd_expected_loss(what.local, what.schedule, last)(0);
}

void summable_evidence(Session& session, const ScheduledRuns& runs) {
  const ScheduledRun& run = runs.summable;
  const Index last = run.times().size() - 1;
  const Index late = from_time(run, run.times()(last) / 3.0);
  const ArrayXd rate =
      session.control("rate-of-112") ? bound_of(session, run) : rate_of(session, run);
  EvidenceParts fails;
  add_bound(fails, run.loss(sign_sgd), rate, late);
  session.evidence("summable-rate", fails.evidence());

  const ArrayXd limit = ArrayXd::Constant(1, left_over(session, run));
  const Estimate end = from_point(run.loss(sign_sgd), last);
  const Estimate below{limit - end.value, limit(0) - end.pseudo_values, end.runs};
  session.evidence("summable-loss-stays", {below, end.value, 0.0 * limit, 0.0 * limit});
}

}  // namespace

LossBoundSetting bound_setting(const Session& session, const ScheduledRun& run) {
  const DiagonalSetting& all = run.what().local;
  if (!session.control("bound-with-one-eigenvalue")) return loss_bound_setting(all);
  return loss_bound_setting({all.lambda.head(1), all.sigma.head(1), all.x0.head(1), all.eta});
}

void curve_evidence(Session& session, const ScheduledRuns& runs) {
  EvidenceParts curves, bounds, minimum, remembered;
  for (const ScheduledRun& run : runs.decaying) {
    const Prediction p = prediction_of(session, run);
    if ((run.optimizer_deviation() <= 0.25 * p.tolerance).any()) add_curve(curves, session, run);
    add_bound(bounds, run.loss(sign_sgd), bound_of(session, run), 0);
  }
  add_curve(curves, session, runs.summable);
  add_bound(bounds, runs.summable.loss(sign_sgd), bound_of(session, runs.summable), 0);
  add_curve(minimum, session, runs.minimum);
  session.evidence("loss-curve", curves.evidence());
  session.evidence("loss-curve-limit", limit_of_curves(session, runs));
  session.evidence("loss-bound", bounds.evidence());
  session.evidence("minimum-curve", minimum.evidence());

  const ScheduledRun& run = runs.remembered;
  const Prediction p = prediction_of(session, run);
  const Index last = run.times().size() - 1;
  session.evidence("summable-remembers", {from_point(excess(run, p.curve), last), ArrayXd::Ones(1),
                                          p.tolerance.tail(1), ArrayXd::Zero(1)});
}

void rate_evidence(Session& session, const ScheduledRuns& runs) {
  EvidenceParts rates;
  for (std::size_t i = 0; i < runs.decaying.size(); ++i) {
    const ScheduledRun& run = runs.decaying[i];
    const double theta = exponent_of(run);
    session.evidence(i == 0 ? "exponent-slow" : "exponent-fast",
                     exponent_evidence({power_of(run, settled(run))}, -theta, theta / 3.0));
    add_bound(rates, run.loss(sign_sgd), rate_of(session, run), settled(run));
  }
  session.evidence("rate", rates.evidence());
  summable_evidence(session, runs);

  std::vector<PowerLaw> in_eta;
  for (const auto& by_eta : runs.limits) {
    std::vector<Estimate> last;
    ArrayXd eta(static_cast<Index>(by_eta.size()));
    for (std::size_t i = 0; i < by_eta.size(); ++i) {
      last.push_back(from_point(by_eta[i].loss(sign_sgd), by_eta[i].times().size() - 1));
      eta(static_cast<Index>(i)) = by_eta[i].what().local.eta;
    }
    in_eta.push_back(
        {"E f, " + by_eta.front().what().schedule.description(), eta, joined(last), 0.0 * eta});
  }
  session.evidence(
      "rate-has-eta",
      exponent_evidence(in_eta, session.control("printed-without-eta") ? 0.0 : 1.0, 1.0 / 3.0));

  const ScheduledRun& one = runs.power_one;
  // Of the counterexample as declared, also when a control runs another.
  const double slow = 2.0 * one.what().local.lambda.minCoeff() * slope_one_factor /
                      session.parameters().real("noisy-sigma");
  const Index first = from_time(one, 1.0);
  const double third = (1.0 - slow) / 3.0;
  session.evidence("power-one-rate", exponent_evidence({power_of(one, first)}, -1.0, third));
  session.evidence("power-one-exponent", exponent_evidence({power_of(one, first)}, -slow, third));
}

void sgd_evidence(Session& session, const ScheduledRuns& runs) {
  EvidenceParts bounds, rates;
  for (const ScheduledRun& run : runs.decaying) {
    const LossBoundSetting s = bound_setting(session, run);
    const Schedule& schedule = run.what().schedule;
    add_bound(bounds, run.loss(sgd), sgd_loss_bound(s, schedule, run.times()), 0);
    add_bound(rates, run.loss(sgd), sgd_asymptotic_loss(s, schedule, run.times()),
              run.settled(2.0 * s.mu));
  }
  session.evidence("sgd-bound", bounds.evidence());
  session.evidence("sgd-rate", rates.evidence());
}

}  // namespace sdescent::adaptive
