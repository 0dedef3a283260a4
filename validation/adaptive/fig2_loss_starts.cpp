// The parts of adaptive/fig2-loss that start within a phase, and on the embedded saddle.
#include "io/require.hpp"
#include "models/embedded_saddle.hpp"
#include "models/gaussian_noise.hpp"
#include "models/relaxation.hpp"
#include "solvers/first_passage_recorder.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/fig2_loss.hpp"
#include "validation/tolerance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// √(2/π), the slope of E sign(g + Z) at g = 0 for σ = 1.
const double slope_at_zero = std::sqrt(2.0 * std::numbers::inv_pi);

Clock clock_over(double duration, double eta) {
  return {eta, static_cast<std::uint64_t>(std::ceil(duration / eta - 1e-9))};
}

/// (114) without λ_iη/(πσ_i²).
ArrayXd expected_loss_without_ito(const DiagonalSetting& lemma, const ArrayXd& t) {
  ArrayXd sum = ArrayXd::Zero(t.size());
  for (Index i = 0; i < lemma.lambda.size(); ++i) {
    const double slope = slope_at_zero * lemma.lambda(i) / lemma.sigma(i);
    const double weight = 0.5 * lemma.lambda(i);
    Relaxation of = Relaxation::of_linear_sign(slope, lemma.eta, weight);
    of.quadratic = 0.0;
    sum += of(weight * lemma.x0(i) * lemma.x0(i), t);
  }
  return sum;
}

void linear_claims(Session& session, const LossSetting& s, const DiagonalSetting& lemma) {
  const Course course = course_of(lemma, s.refine, true);
  const auto all = linear_levels(course);
  MomentRecorder loss("linear.loss", losses(all, course.problem));
  const Clock clock = clock_over(s.duration, lemma.eta);
  session.run(all, clock, RecordTimes::evenly(clock, 12),
              session.parameters().count("linear-paths"), Philox(session.seed("linear")), {&loss});
  const Index n = static_cast<Index>(loss.times().size()) - 1;
  const ArrayXd t = Eigen::Map<const ArrayXd>(loss.times().data(), n + 1).tail(n);
  const auto level = [&](Index i) { return from_point(loss.mean(i), 1); };
  const Extrapolated measured = extrapolated(level(0), level(1), level(2));
  const ArrayXd right = sign_sgd_expected_loss(lemma, t);
  const ArrayXd wrong = expected_loss_without_ito(lemma, t);
  const ArrayXd exact = session.control("without-ito-term") ? wrong : right;
  session.evidence("exact-loss-sde",
                   {measured.value - exact, exact, third_of_distance(right, wrong), measured.bias});
  const DiagonalSetting planted = session.control("slope-one") ? with_slope_one(lemma) : lemma;
  const ArrayXd bound = phase_three_bound(planted)(loss_bound_setting(lemma).s0, t);
  session.evidence("phase-three-bound",
                   {measured.value - bound, bound, ArrayXd::Zero(n), measured.bias});
}

/// All dynamics in Phase 3, for phase-three-duration.
PhaseThreeRun phase_three_run(Session& session, const LossSetting& s, const DiagonalSetting& lemma,
                              const std::string& part) {
  const Course course = course_of(lemma, s.refine, true);
  const auto all = course.processes();
  PhaseThreeRun run{lemma, {part + ".loss", losses(all, course.problem)}};
  const Clock clock = clock_over(s.duration, lemma.eta);
  session.run(all, clock, RecordTimes::evenly(clock, 30), s.paths, Philox(session.seed(part)),
              {&run.loss});
  return run;
}

/// SignSGD against (114), with the tolerance that tells √(2/π) from 1.
Evidence exact_loss_evidence(const LossCurves& losses, const DiagonalSetting& lemma,
                             bool slope_one) {
  const Index n = losses.times().size() - 1;
  const ArrayXd t = losses.times().tail(n);
  const ArrayXd right = sign_sgd_expected_loss(lemma, t);
  const ArrayXd wrong = sign_sgd_expected_loss(with_slope_one(lemma), t);
  const ArrayXd exact = slope_one ? wrong : right;
  return {from_point(losses.excess(optimizer), 1) - exact, exact, third_of_distance(right, wrong),
          ArrayXd::Zero(n)};
}

void isotropic_claims(Session& session, const DiagonalSetting& lemma, const LossCurves& losses) {
  const RecordWindow all = losses.window(0.0, losses.times().tail(1)(0));
  phase_three_claims(session, "isotropic", losses, all, lemma);
  const DiagonalSetting other = with_slope_one(lemma);
  const ArrayXd right = losses.bound(linear_fine, all, phase_three_bound(lemma));
  const ArrayXd wrong = losses.bound(linear_fine, all, phase_three_bound(other));
  Evidence evidence = losses.evidence(
      {of_linear}, all, phase_three_bound(session.control("slope-one") ? other : lemma));
  evidence.tolerance = third_of_distance(right, wrong);
  session.evidence("isotropic-equality", std::move(evidence));
}

}  // namespace

DiagonalSetting with_slope_one(DiagonalSetting lemma) {
  lemma.sigma *= slope_at_zero;
  return lemma;
}

PhaseThreeRuns phase_three_from_starts(Session& session, const LossSetting& s) {
  const ParameterValues& p = session.parameters();
  const DiagonalSetting far = started_at_ratio(s.lemma, p.real("far-ratio"));
  const DiagonalSetting near = started_at_ratio(s.lemma, p.real("near-ratio"));
  DiagonalSetting round = s.lemma;
  round.lambda.setConstant(s.lemma.lambda.minCoeff());
  round = started_at_ratio(round, p.real("far-ratio"));

  linear_claims(session, s, far);
  const PhaseThreeRun from_near = phase_three_run(session, s, near, "near");
  PhaseThreeRuns runs{phase_three_run(session, s, far, "far"),
                      phase_three_run(session, s, round, "isotropic")};
  const LossCurves near_curves(from_near.loss, s.refine), far_curves(runs.far.loss, s.refine);
  session.evidence("exact-loss-near",
                   exact_loss_evidence(near_curves, near, session.control("slope-one")));
  session.evidence("exact-loss-far", session.control("far-start-near")
                                         ? exact_loss_evidence(near_curves, near, false)
                                         : exact_loss_evidence(far_curves, far, false));
  isotropic_claims(session, round, LossCurves(runs.isotropic.loss, s.refine));
  session.table(moment_table("phase-three", runs.far.loss));
  session.table(moment_table("isotropic", runs.isotropic.loss));
  return runs;
}

void saddle_claim(Session& session, const LossSetting& s) {
  const ParameterValues& p = session.parameters();
  const auto saddle = std::make_shared<EmbeddedSaddle>(p.reals("saddle-hessian").matrix(),
                                                       p.real("quartic"), p.real("cubic"));
  require_equal("number of eigenvalues of saddle-hessian", saddle->dimension(), 2);
  const Index d = saddle->dimension();
  const ArrayXd sigma = ArrayXd::Constant(d, p.real("saddle-sigma"));
  // Beyond the minimum, mirrored, f is more convex than at it.
  ArrayXd x0 = p.reals("saddle-x0");
  require_equal("number of coordinates of saddle-x0", x0.size(), d);
  const ArrayXd minimum = saddle->minimum().array();
  if (session.control("saddle-start-beyond")) x0(0) = 2.0 * minimum(0) - x0(0);
  Scratch scratch;
  Block at_minimum = minimum.transpose(), value(1, 1), curvature(1, d);
  saddle->loss(at_minimum, value, scratch);
  saddle->hessian_diagonal(at_minimum, curvature, scratch);
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      saddle, std::make_shared<GaussianNoise>(sigma.matrix()));
  const Course course{problem, x0.matrix(), s.lemma.eta, s.refine};
  const auto all = course.processes();
  MomentRecorder loss("saddle.loss", losses(all, problem));
  FirstPassageRecorder exit("saddle.exit", least_ratio(all, problem, sigma), at_or_below(1.5));
  const Clock clock(s.lemma.eta, p.count("saddle-steps"));
  session.run(all, clock, RecordTimes::evenly(clock, 14), s.paths, Philox(session.seed("saddle")),
              {&loss, &exit});
  const LossCurves curves(loss, s.refine, value(0, 0));
  LossBoundSetting at{curvature.minCoeff(), curvature.sum(), sigma.maxCoeff(), 0.0, s.lemma.eta, d};
  const LossBound bound = [at](double s0, const ArrayXd& t) mutable {
    at.s0 = s0;
    return sign_sgd_phase_one_loss_bound(at, t);
  };
  Evidence evidence = curves.evidence({of_optimizer, of_full},
                                      curves.window(0.0, curves.times().tail(1)(0)), bound);
  evidence.remark += fmt::format(
      "; {:.3g} of the runs of SignSGD left Phase 1",
      exit.distribution(static_cast<Index>(optimizer)).value(curves.times().size() - 1));
  session.evidence("saddle-phase-one", std::move(evidence));
}

}  // namespace sdescent::adaptive
