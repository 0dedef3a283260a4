#include "validation/adaptive/fig2_phases_evidence.hpp"

#include "io/require.hpp"
#include "models/sign_sgd_phases.hpp"
#include "validation/adaptive/evidence_parts.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/tolerance.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Eigen::MatrixXd;

/// From the means at consecutive steps first … last: −dE x/dt as the difference over the window,
/// and the average of Y over it, over the steps as SignSGD sees them or, for a continuous path, by
/// the trapezoid rule.
struct PhaseTwoRates {
  Estimate speed, ratio;
};
PhaseTwoRates rates(const PhasesSetting& s, const Journey& far, JourneyProcess process, Index i) {
  const PhasesSetting::Window window = s.phase_two()[static_cast<std::size_t>(i)];
  const Estimate mean = far.mean(process, i);
  const Index a = far.place_of(window.first), b = far.place_of(window.last);
  const auto steps = static_cast<double>(b - a);
  MatrixXd speed = MatrixXd::Zero(1, mean.points()), ratio = speed;
  speed(a) = 1.0 / (steps * s.eta);
  speed(b) = -speed(a);
  ratio.block(0, a, 1, b - a).setConstant(s.ratio()(i) / steps);
  if (process != optimizer) ratio(b) = ratio(a) = 0.5 * ratio(a);
  return {mapped(speed, mean), mapped(ratio, mean)};
}

/// tr Var x_k over Phase 2's bound η (d − ‖m|Y| + q₁‖²), at the steps at which all coordinates are
/// in Phase 2.
void phase_two_spread(Session& session, const PhasesSetting& s, const Journey& far) {
  const auto windows = s.phase_two();
  std::uint64_t first = 0, last = s.steps;
  for (const auto& w : windows) first = std::max(first, w.first), last = std::min(last, w.last);
  require(first < last, "far", "such that all coordinates are in Phase 2 together",
          to_string(ParameterValue(s.far)));
  const Index from = far.place_of(first), count = far.place_of(last) - from + 1;
  const Index d = far.dimension(), column = far.column(optimizer, 0);
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  const ArrayXd elapsed =
      session.control("spread-since-phase-two")
          ? ArrayXd(far.times().segment(from, count) - s.phase_one_ends().maxCoeff())
          : ArrayXd(ArrayXd::Ones(count));
  const auto bound = [&](const MomentCurves& m) -> ArrayXd {
    ArrayXd free = ArrayXd::Constant(count, static_cast<double>(d));
    for (Index i = 0; i < d; ++i)
      free -= (line.slope * s.ratio()(i) * m.mean.col(column + i).segment(from, count).abs() +
               line.secant)
                  .square();
    return s.eta * elapsed * free;
  };
  const Estimate excess = jackknife(far.moments(), [&](const MomentCurves& m) -> ArrayXd {
    return m.second.middleRows(from, count).middleCols(column, d).rowwise().sum() - bound(m);
  });
  const ArrayXd none = ArrayXd::Zero(count);
  session.evidence("phase-two-spread", {excess, bound(far.moments().curves()), none, none});
}

}  // namespace

void phase_one_evidence(Session& session, const PhasesSetting& s, const Journey& far) {
  const auto ends = s.phase_one_last();
  const double slowest = std::erf(phase_one_border);
  const double speed = session.control("sign-flow-at-erf-rate") ? slowest : 1.0;
  EvidenceParts mean, variance, lag;
  for (Index i = 0; i < far.dimension(); ++i) {
    const Index end = far.place_of(ends[static_cast<std::size_t>(i)]);
    const ArrayXd t = far.times().segment(end, 1);
    const double flow = sign_flow(s.quadratic(), s.far, t)(0, i);
    const ArrayXd behind = mean_flow(s.quadratic(), s.eta, s.far, t).col(i) - flow;
    const Estimate measured = chosen(far.mean(optimizer, i), {end});
    mean.add(measured, s.far(i) + speed * (flow - s.far(i)) + 0.0 * t,
             (1.0 - slowest) * t(0) / 3.0);
    variance.add(chosen(far.variance(optimizer, i), {end}),
                 session.control("phase-one-diffuses") ? ArrayXd(s.eta * t) : ArrayXd(0.0 * t),
                 s.eta * t(0) / 3.0);
    lag.add(measured - (flow + 0.0 * t), session.control("no-lag") ? ArrayXd(0.0 * t) : behind,
            std::abs(behind(0)) / 3.0);
  }
  session.evidence("phase-one", mean.evidence());
  session.evidence("phase-one-variance", variance.evidence());
  session.evidence("phase-one-lag", lag.evidence());
}

void phase_two_evidence(Session& session, const PhasesSetting& s, const Journey& far) {
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  const bool swapped = session.control("intercepts-swapped");
  const double above = swapped ? line.secant : line.tangent;
  const double below = swapped ? line.tangent : line.secant;
  const auto slope = MatrixXd::Constant(1, 1, line.slope);
  const auto phase_three = MatrixXd::Constant(1, 1, 2.0 * std::numbers::inv_sqrtpi);
  const ArrayXd zero = ArrayXd::Zero(1);
  EvidenceParts fastest, slowest;
  for (const JourneyProcess process : {optimizer, fine})
    for (Index i = 0; i < far.dimension(); ++i) {
      const PhaseTwoRates r = rates(s, far, process, i);
      const Estimate along = mapped(slope, r.ratio);  // m Y
      // Euler–Maruyama sees Y at the beginning of each of its steps; |dY/dt| <= λ/(σ√2).
      const double late = 0.5 * s.eta / static_cast<double>(s.refine) * line.slope * s.ratio()(i);
      const ArrayXd bias = zero + (process == optimizer ? 0.0 : late);
      if (session.control("printed-signs")) {
        const Estimate rate = mapped(MatrixXd::Constant(1, 1, -1.0), r.speed);
        fastest.add({along - rate - (zero - line.secant), rate.value, zero, bias});
      } else {
        fastest.add({r.speed - along - (zero + above), along.value + above, zero, bias});
      }
      if (session.control("phase-three-line"))
        slowest.add({mapped(phase_three, r.ratio) - r.speed, r.speed.value, zero, bias});
      else
        slowest.add({along - r.speed - (zero - below), r.speed.value, zero, bias});
    }
  session.evidence("phase-two-lower", fastest.evidence());
  session.evidence("phase-two-upper", slowest.evidence());
  phase_two_spread(session, s, far);
}

namespace {

/// a − b, with the bounds of what their time steps left in both.
struct AgainstSde {
  const Journey& journey;
  double refine;

  ArrayXd mean_bias(JourneyProcess rough, JourneyProcess sde) const {
    return discretisation_bias(journey.means(rough), journey.means(sde), refine);
  }
  ArrayXd variance_bias(JourneyProcess rough, JourneyProcess sde) const {
    return discretisation_bias(journey.variances(rough), journey.variances(sde), refine);
  }
  Evidence mean(JourneyProcess other, JourneyProcess rough, JourneyProcess sde,
                const ArrayXd& tolerance) const {
    const Estimate predicted = journey.means(sde);
    return {journey.means(other) - predicted, predicted.value, tolerance, mean_bias(rough, sde)};
  }
  Evidence variance(JourneyProcess other, JourneyProcess rough, JourneyProcess sde,
                    const ArrayXd& tolerance) const {
    const Estimate predicted = journey.variances(sde);
    return {journey.variances(other) - predicted, predicted.value, tolerance,
            variance_bias(rough, sde)};
  }
};

/// A third of the distance of Lemma 3.7's means to those with √(2/π) replaced by 1. Both are
/// proportional to the start, which may therefore be outside of where the SDE is defined.
ArrayXd mean_tolerance(const PhasesSetting& s, const Journey& journey) {
  const ArrayXd t = journey.compared_times();
  ArrayXXd third = third_of_distance(s.lemma(s.near, t).mean, s.lemma(s.near, t, slope_one).mean);
  third.rowwise() *= (journey.start() / s.near).abs().transpose();
  return Journey::flat(third);
}

/// SignSGD and the SDE (3) against the SDE of Phase 3, from the same start.
void near_evidence(Session& session, const PhasesSetting& s, const Journey& near) {
  const AgainstSde against{near, static_cast<double>(s.refine)};
  const ArrayXd mean = mean_tolerance(s, near);
  const ArrayXd variance =
      Journey::flat(third_of_distance(s.lemma(s.near, near.compared_times()).variance,
                                      s.lemma(s.near, near.compared_times(), slope_one).variance));
  session.evidence("phase-three-mean", against.mean(optimizer, linear_coarse, linear_fine, mean));
  session.evidence("phase-three-variance",
                   against.variance(optimizer, linear_coarse, linear_fine, variance));
  Evidence full_mean = against.mean(fine, linear_coarse, linear_fine, mean);
  full_mean.bias += against.mean_bias(coarse, fine);
  session.evidence("phase-three-mean-sde", std::move(full_mean));
  Evidence full_variance = against.variance(fine, linear_coarse, linear_fine, variance);
  full_variance.bias += against.variance_bias(coarse, fine);
  session.evidence("phase-three-variance-sde", std::move(full_variance));
}

/// Phase 3's stationary variance, at the end of a journey through all phases.
void stationary_evidence(Session& session, const PhasesSetting& s, const Journey& far) {
  const ArrayXd t = far.compared_times();
  const Index from = (t < s.settled()).count(), count = t.size() - from;
  require(count >= 1, "steps", "enough for Phase 3 to become stationary", std::to_string(s.steps));
  const ArrayXd late = t.tail(count), origin = ArrayXd::Zero(far.dimension());
  const ArrayXXd right = s.lemma(origin, late).variance;
  const ArrayXXd wrong = s.lemma(origin, late, slope_one).variance;
  const ArrayXXd third = third_of_distance(right, wrong);
  const ArrayXXd& predicted = session.control("phase-three-slope-one") ? wrong : right;
  std::vector<Index> places;
  for (const std::uint64_t tick : far.compared_ticks()) places.push_back(far.place_of(tick));
  EvidenceParts parts;
  for (Index i = 0; i < far.dimension(); ++i)
    parts.add(from_point(chosen(far.variance(optimizer, i), places), from), predicted.col(i),
              third(0, i));
  session.evidence("phase-three-stationary", parts.evidence());
}

}  // namespace

void phase_three_evidence(Session& session, const PhasesSetting& s, const PhasesJourneys& j) {
  near_evidence(session, s, j.near);
  const AgainstSde edge{j.edge, static_cast<double>(s.refine)};
  Evidence evidence = edge.mean(fine, linear_coarse, linear_fine, mean_tolerance(s, j.edge));
  evidence.bias += edge.mean_bias(coarse, fine);
  session.evidence("phase-three-edge", std::move(evidence));
  stationary_evidence(session, s, j.far);
}

void full_sde_evidence(Session& session, const PhasesSetting& s, const PhasesJourneys& j) {
  const auto distances = [&](const Journey& journey, const ProblemPointer& right,
                             const ProblemPointer& wrong) {
    const Eigen::VectorXd x0 = journey.start().matrix();
    return std::pair{sign_sgd_coordinate_laws(*right, s.eta, x0, journey.compared_ticks()),
                     sign_sgd_coordinate_laws(*wrong, s.eta, x0, journey.compared_ticks())};
  };
  const auto compare = [&](const std::string& name, const Journey& journey,
                           const std::pair<CoordinateMoments, CoordinateMoments>& laws) {
    const AgainstSde against{journey, static_cast<double>(s.refine)};
    const auto& [right, wrong] = laws;
    session.evidence(name + "-mean",
                     against.mean(optimizer, coarse, fine,
                                  Journey::flat(third_of_distance(right.mean, wrong.mean))));
    session.evidence(
        name + "-variance",
        against.variance(optimizer, coarse, fine,
                         Journey::flat(third_of_distance(right.variance, wrong.variance))));
  };
  compare("full", j.far, distances(j.far, s.quadratic(), s.quadratic(without_root_two)));
  const auto saddle = distances(j.saddle, s.saddle(), s.saddle(without_root_two));
  compare("saddle", j.saddle, saddle);

  const auto third = [](double right, double wrong) -> ArrayXd {
    return ArrayXd::Constant(1, std::abs(right - wrong) / 3.0);
  };
  const Estimate sde = j.saddle.right_of_zero(fine), measured = j.saddle.right_of_zero(optimizer);
  const Index last = saddle.first.positive.rows() - 1;
  session.evidence(
      "saddle-side",
      {measured - sde, sde.value,
       third(saddle.first.positive(last, 0), saddle.second.positive(last, 0)),
       discretisation_bias(j.saddle.right_of_zero(coarse), sde, static_cast<double>(s.refine))});
  const double right = s.side_of_saddle(1.0), wrong = s.side_of_saddle(without_root_two);
  const ArrayXd predicted =
      ArrayXd::Constant(1, session.control("side-without-root-two") ? wrong : right);
  session.evidence("saddle-side-phase-three",
                   {measured - predicted, predicted, third(right, wrong), ArrayXd::Zero(1)});
}

}  // namespace sdescent::adaptive
