// Lemma 3.5 on a quadratic: the loss of SignSGD, of its SDE and of that of Phase 3 against the
// bounds of the three phases and the exact loss (114) (Figure 2, top right).
#include "validation/adaptive/fig2_loss.hpp"

#include "io/require.hpp"
#include "models/embedded_saddle.hpp"
#include "models/gaussian_noise.hpp"
#include "models/relaxation.hpp"
#include "solvers/first_passage_recorder.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/fig2_loss_claims.hpp"
#include "validation/tolerance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {

using Eigen::ArrayXd;
using Eigen::Index;

LossBound phase_one_bound(const DiagonalSetting& lemma, PhaseOneConstant constant) {
  return [s = loss_bound_setting(lemma), constant](double s0, const ArrayXd& t) mutable {
    s.s0 = s0;
    return sign_sgd_phase_one_loss_bound(s, t, constant);
  };
}

LossBound phase_two_bound(const DiagonalSetting& lemma, PhaseTwoIntercept intercept) {
  return [s = loss_bound_setting(lemma), intercept](double s0, const ArrayXd& t) mutable {
    s.s0 = s0;
    return sign_sgd_phase_two_loss_bound(s, t, intercept);
  };
}

LossBound phase_three_bound(const DiagonalSetting& lemma) {
  return [s = loss_bound_setting(lemma)](double s0, const ArrayXd& t) mutable {
    s.s0 = s0;
    return sign_sgd_phase_three_loss_bound(s, t);
  };
}

LossBound phase_three_secant_bound(const DiagonalSetting& lemma) {
  return [s = loss_bound_setting(lemma)](double s0, const ArrayXd& t) mutable {
    s.s0 = s0;
    return sign_sgd_phase_three_secant_loss_bound(s, t);
  };
}

namespace {

/// √(2/π), the slope of E sign(g + Z) at g = 0 for σ = 1.
const double slope_at_zero = std::sqrt(2.0 * std::numbers::inv_pi);

struct Setting {
  DiagonalSetting lemma;
  std::uint64_t steps, refine, paths;
  double margin, duration;
};

Setting setting_of(const ParameterValues& p) {
  Setting s{{p.reals("hessian"), {}, p.reals("x0"), p.real("eta")},
            p.count("steps"),
            p.count("refine"),
            p.count("paths"),
            p.real("margin"),
            p.real("phase-three-duration")};
  require_equal("number of coordinates of x0", s.lemma.x0.size(), s.lemma.lambda.size());
  require_equal("number of eigenvalues of hessian", s.lemma.lambda.size(), 2);
  s.lemma.sigma = ArrayXd::Constant(2, p.real("sigma"));
  return s;
}

/// With √(2/π) replaced by 1: σ enters the lemmas of Phase 3 in this combination only.
DiagonalSetting with_slope_one(DiagonalSetting lemma) {
  lemma.sigma *= slope_at_zero;
  return lemma;
}

/// Where every |Y_i| is the same.
DiagonalSetting started_at_ratio(DiagonalSetting lemma, double ratio) {
  lemma.x0 = ratio * std::numbers::sqrt2 * lemma.sigma / lemma.lambda;
  return lemma;
}

Course course_of(const Setting& s, const DiagonalSetting& lemma, bool linear) {
  return {gaussian_quadratic(lemma.lambda, lemma.sigma), lemma.x0.matrix(), lemma.eta, s.refine,
          linear};
}

Clock clock_over(double duration, double eta) {
  return {eta, static_cast<std::uint64_t>(std::ceil(duration / eta - 1e-9))};
}

// ---- The descent through all phases.

std::vector<std::uint64_t> descent_ticks(const Setting& s, const PhaseWindows& windows) {
  const double eta = s.lemma.eta, end = eta * static_cast<double>(s.steps);
  const PhaseWindow one = windows.phase_one(), two = windows.phase_two();
  std::vector<std::uint64_t> all{0, s.steps};
  const auto add = [&](double from, double to, std::uint64_t count) {
    const auto more = ticks_within(from, to, eta, count);
    all.insert(all.end(), more.begin(), more.end());
  };
  const double three = windows.below(1.0);
  require(three < end, "steps", fmt::format("> {:.0f}, the begin of Phase 3", three / eta),
          fmt::format("{}", s.steps));
  // Between the two, so few runs have taken a step against their gradient that a mean over them has
  // no normal interval: erfc(4.5) = 2e-10, erfc(1.9) = 7e-3.
  add(eta, windows.first_at(4.5), 12);
  add(windows.first_at(1.9), one.end, 4);
  add(one.end, two.begin, s.steps);
  add(two.begin, two.end, 8);
  add(two.end, three, 10);
  add(three, std::min(end, three + s.duration), 15);
  add(std::min(end, three + s.duration), end, 20);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// √S <= √S₀ − √(c/4) t with c = 8μ, as if d√S were dS/√S.
DiagonalSetting with_constant_times(DiagonalSetting lemma, double factor) {
  lemma.lambda *= factor;
  lemma.x0 /= std::sqrt(factor);
  return lemma;
}

void phase_one_claims(Session& session, const Descent& d) {
  const bool planted = session.control("phase-one-root");
  const auto bound = [&](PhaseOneConstant constant, double to_eight) {
    return phase_one_bound(with_constant_times(d.lemma, planted ? to_eight : 1.0), constant);
  };
  session.evidence("phase-one-bound", d.losses.evidence({of_optimizer, of_full}, d.one,
                                                        bound(PhaseOneConstant::printed, 8.0)));
  session.evidence("phase-one-sharp", d.losses.evidence({of_optimizer, of_full}, d.one,
                                                        bound(PhaseOneConstant::sharp, 4.0)));
}

/// E τ, τ the first time seen outside Phase 1: the integral of P(τ > t), not below the true one.
Estimate mean_duration(const FirstPassageRecorder& exit, Dynamics process) {
  const Estimate out = exit.distribution(static_cast<Index>(process));
  const auto n = out.points();
  const ArrayXd t = Eigen::Map<const ArrayXd>(exit.times().data(), n);
  const ArrayXd dt = t.tail(n - 1) - t.head(n - 1);
  Estimate mean{ArrayXd(1), Eigen::ArrayXXd(out.batches(), 1), out.runs};
  mean.value(0) = ((1.0 - out.value.head(n - 1)) * dt).sum();
  mean.pseudo_values.col(0) =
      ((1.0 - out.pseudo_values.leftCols(n - 1)).rowwise() * dt.transpose()).rowwise().sum();
  return mean;
}

void duration_claim(Session& session, const Descent& d, const FirstPassageRecorder& exit) {
  const double factor = session.control("phase-one-root") ? 8.0 : 1.0;
  const ArrayXd longest = ArrayXd::Constant(
      2, sign_sgd_phase_one_duration(loss_bound_setting(with_constant_times(d.lemma, factor))));
  const Estimate measured =
      joined({mean_duration(exit, optimizer), mean_duration(exit, full_fine)});
  const double censored =
      1.0 - exit.distribution(static_cast<Index>(optimizer)).value(exit.times().size() - 1);
  session.evidence("phase-one-duration",
                   {measured - longest,
                    longest,
                    ArrayXd::Zero(2),
                    ArrayXd::Constant(2, d.lemma.eta),
                    {},
                    fmt::format("{:.3g} of the runs of SignSGD never left", censored)});
}

void alone_claim(Session& session, const Setting& s, const LossCurves& alone,
                 const RecordWindow& window) {
  const DiagonalSetting first{s.lemma.lambda.head(1), s.lemma.sigma.head(1), s.lemma.x0.head(1),
                              s.lemma.eta};
  const auto constant = session.control("alone-printed-constant") ? PhaseOneConstant::printed
                                                                  : PhaseOneConstant::sharp;
  session.evidence("phase-one-alone", alone.evidence({of_optimizer, of_full}, window,
                                                     phase_one_bound(first, constant)));
}

void phase_two_claims(Session& session, const Descent& d) {
  const bool planted = session.control("phase-two-tangent-at-zero");
  const auto bound = [&](PhaseTwoIntercept intercept) {
    return planted ? phase_three_bound(d.lemma) : phase_two_bound(d.lemma, intercept);
  };
  session.evidence("phase-two-bound", d.losses.evidence({of_optimizer, of_full}, d.two,
                                                        bound(PhaseTwoIntercept::secant)));
  session.evidence("phase-two-printed", d.losses.evidence({of_optimizer, of_full}, d.two,
                                                          bound(PhaseTwoIntercept::largest)));
}

void phase_three_claims(Session& session, const std::string& name, const LossCurves& losses,
                        const RecordWindow& window, const DiagonalSetting& lemma) {
  const bool swapped = session.control("secant-and-tangent-swapped");
  const LossBound tangent = phase_three_bound(lemma), secant = phase_three_secant_bound(lemma);
  session.evidence(name + "-full",
                   losses.evidence({of_optimizer, of_full}, window, swapped ? secant : tangent));
  session.evidence(name + "-secant",
                   losses.evidence({of_optimizer, of_full}, window, swapped ? tangent : secant));
}

void stationary_claim(Session& session, const Setting& s, const LossCurves& losses) {
  DiagonalSetting at_minimum = s.lemma;
  at_minimum.x0.setZero();
  const ArrayXd end = losses.times().tail(1);
  const double right = sign_sgd_expected_loss(at_minimum, end)(0);
  const double wrong = sign_sgd_expected_loss(with_slope_one(at_minimum), end)(0);
  const double predicted = session.control("slope-one") ? wrong : right;
  const Index last = losses.times().size() - 1;
  const auto both = joined(
      {points(losses.excess(optimizer), last, 1), points(losses.excess(full_fine), last, 1)});
  ArrayXd bias = ArrayXd::Zero(2);
  bias(1) = losses.bias(of_full)(last);
  session.evidence("stationary-loss",
                   {both - ArrayXd::Constant(2, predicted), ArrayXd::Constant(2, predicted),
                    ArrayXd::Constant(2, std::abs(right - wrong) / 3.0), bias});
}

// ---- Phase 3 from fixed starts.

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

void linear_claims(Session& session, const Setting& s, const DiagonalSetting& lemma) {
  const Course course = course_of(s, lemma, true);
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

/// A run of all dynamics in Phase 3.
struct PhaseThreeRun {
  PhaseThreeRun(Session& session, const Setting& s, const DiagonalSetting& lemma,
                const std::string& part)
      : course(course_of(s, lemma, true)),
        loss(part + ".loss", losses(course.processes(), course.problem)) {
    const Clock clock = clock_over(s.duration, lemma.eta);
    session.run(course.processes(), clock, RecordTimes::evenly(clock, 30), s.paths,
                Philox(session.seed(part)), {&loss});
  }
  Course course;
  MomentRecorder loss;
};

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

// ---- The embedded saddle.

void saddle_claim(Session& session, const Setting& s) {
  const ParameterValues& p = session.parameters();
  const auto saddle = std::make_shared<EmbeddedSaddle>(p.reals("saddle-hessian").matrix(),
                                                       p.real("quartic"), p.real("cubic"));
  require_equal("number of eigenvalues of saddle-hessian", saddle->dimension(), 2);
  const Eigen::Index d = saddle->dimension();
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

// ---- All together.

void run_descent(Session& session, const Setting& s, const PhaseThreeCourse& far,
                 const PhaseThreeCourse& isotropic) {
  const PhaseWindows windows(s.lemma, s.margin);
  const Clock clock(s.lemma.eta, s.steps);
  const Course course = course_of(s, s.lemma, false);
  const auto all = course.processes();
  ArrayXd first = s.lemma.lambda;
  first(1) = 0.0;
  MomentRecorder loss("loss", losses(all, course.problem));
  MomentRecorder alone("alone", losses(all, gaussian_quadratic(first, s.lemma.sigma)));
  FirstPassageRecorder exit("exit", least_ratio(all, course.problem, s.lemma.sigma),
                            at_or_below(1.5));
  session.run(all, clock, RecordTimes::at(clock, descent_ticks(s, windows)), s.paths,
              Philox(session.seed("descent")), {&loss, &alone, &exit});

  const LossCurves curves(loss, s.refine);
  const PhaseWindow one = windows.phase_one(), two = windows.phase_two();
  const double three = windows.below(1.0);
  const Descent descent{s.lemma, curves, curves.window(0.0, one.end),
                        curves.window(two.begin, two.end),
                        curves.window(three, three + s.duration)};
  phase_one_claims(session, descent);
  duration_claim(session, descent, exit);
  alone_claim(session, s, LossCurves(alone, s.refine), descent.one);
  phase_two_claims(session, descent);
  phase_three_claims(session, "phase-three", curves, descent.three, s.lemma);
  stationary_claim(session, s, curves);
  session.table(moment_table("descent", loss));
  draw_fig2_loss(session, descent, far, isotropic, s.refine, s.paths);
}

void measure(Session& session) {
  const Setting s = setting_of(session.parameters());
  descent_ticks(s, PhaseWindows(s.lemma, s.margin));  // refuse before any work
  const double far_ratio = session.parameters().real("far-ratio");
  const DiagonalSetting far = started_at_ratio(s.lemma, far_ratio);
  const DiagonalSetting near = started_at_ratio(s.lemma, session.parameters().real("near-ratio"));
  DiagonalSetting round = s.lemma;
  round.lambda.setConstant(s.lemma.lambda.minCoeff());
  round = started_at_ratio(round, far_ratio);

  linear_claims(session, s, far);
  const PhaseThreeRun from_far(session, s, far, "far"), from_near(session, s, near, "near"),
      from_round(session, s, round, "isotropic");
  const LossCurves far_curves(from_far.loss, s.refine), near_curves(from_near.loss, s.refine),
      round_curves(from_round.loss, s.refine);
  session.evidence("exact-loss-near",
                   exact_loss_evidence(near_curves, near, session.control("slope-one")));
  session.evidence("exact-loss-far", session.control("far-start-near")
                                         ? exact_loss_evidence(near_curves, near, false)
                                         : exact_loss_evidence(far_curves, far, false));
  isotropic_claims(session, round, round_curves);
  saddle_claim(session, s);
  session.table(moment_table("phase-three", from_far.loss));
  session.table(moment_table("isotropic", from_round.loss));
  run_descent(session, s, {far, far_curves}, {round, round_curves});
}

std::vector<Parameter> parameters() {
  const Eigen::Array2d lambda(1, 2), x0(1.6, -1.5), saddle(-1, 2), saddle_x0(0.08, 0.3);
  const char* in_phase_three =
      "chosen: as far as (114) with √(2/π) → 1, which sets the tolerances, has a diffusion (1/√2)";
  return {
      positives("hessian", lambda, "eigenvalues of H", "adaptive F.2"),
      positive("sigma", 0.1, "noise standard deviation σ", "adaptive F.2"),
      positive("eta", 1e-3, "learning rate η", "adaptive F.2"),
      reals("x0", x0, "start of the descent",
            "chosen: F.2 fixes one draw of N(0, I) and does not say which; this one, of either "
            "sign, leaves Phase 1 in both coordinates at about the same time, so that there is a "
            "Phase 2 of all of them"),
      count("steps", {2200, 3000, 3000}, "optimizer steps of the descent", "adaptive F.2"),
      count("refine", {4, 4, 8}, "SDE steps for each optimizer step",
            "chosen: F.2 uses 1, where the integrator is the optimizer"),
      positive("margin", 5.0, "standard deviations of Y that keep a window within its phase",
               "chosen: leaves out a fraction of 6e-7 of the paths"),
      runs("paths", {4096, 16'384, 500}, "runs of every part but exact-loss-sde",
           "adaptive F.2 (500); at standard effort the tolerance of stationary-loss, 7 % of a "
           "loss whose deviation is about its mean, is 8 standard errors (1/√16384 = 0.8 %)"),
      positive("phase-three-duration", 0.15, "length of the runs that start in Phase 3",
               "chosen: 2.4 relaxation times σ√(π/2)/(2μ) of the loss"),
      positive("far-ratio", 0.7, "|Y_i| at the start of these", in_phase_three),
      positive("near-ratio", 0.2, "|Y_i| at the start where erf is to be linear",
               "chosen: erf(Y) is 1.3 % below 2Y/√π there"),
      runs("linear-paths", {65'536, 1'048'576, 1'048'576}, "runs of exact-loss-sde",
           "chosen: the tolerance of exact-loss-sde is 0.4 ‰ of S₀ and the deviation of S at "
           "its place 7 % of S₀, so that 10⁶ runs make it 6 standard errors, of which bias takes "
           "one"),
      reals("saddle-hessian", saddle, "H of the embedded saddle", "adaptive F.3"),
      positive("quartic", 1.0, "λ of the embedded saddle", "adaptive F.3"),
      non_negative("cubic", 0.1, "ξ of the embedded saddle", "adaptive F.3"),
      positive("saddle-sigma", 0.01, "noise on the embedded saddle", "adaptive F.3"),
      reals("saddle-x0", saddle_x0, "start on it",
            "chosen: near the saddle and yet far into Phase 1 (|Y_i| > 5)"),
      count("saddle-steps", {260, 260, 260}, "steps on it",
            "chosen: ends while |Y₂| is still above 5")};
}

}  // namespace

Experiment fig2_loss() {
  return {
      .id = "adaptive/fig2-loss",
      .title = "Loss of SignSGD through its phases: bounds and the exact loss",
      .reference = "Lemmas 3.5, C.22, C.27; Figure 2 top right; F.2",
      .statement =
          "On f = ½xᵀHx the expected loss of SignSGD and of its SDE (3) obeys the bounds of Phases "
          "1 and 2, each from the loss at which the phase is entered; the bound of Phase 3 is one "
          "for the linearised SDE (5) alone, whose loss is (114). Bounds are tested only while all "
          "coordinates are in the phase, at times known from the mean flow and the noise it can "
          "have gathered. SDEs are solved at Δt = η and refined on the same Brownian path; the "
          "difference bounds what is left.",
      .parameters = parameters(),
      .claims = fig2_loss_claims(),
      .controls = fig2_loss_controls(),
      .measure = measure};
}

}  // namespace sdescent::adaptive
