// Lemma 3.5 on a quadratic: the loss of SignSGD, of its SDE and of that of Phase 3 against the
// bounds of the three phases and the exact loss (114) (Figure 2, top right).
#include "validation/adaptive/fig2_loss.hpp"

#include "io/require.hpp"
#include "solvers/first_passage_recorder.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/fig2_loss_claims.hpp"
#include "validation/measure_refined.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::adaptive {

using Eigen::ArrayXd;
using Eigen::Index;

void phase_three_claims(Session& session, const std::string& name, const LossCurves& losses,
                        const RecordWindow& window, const DiagonalSetting& lemma) {
  const bool swapped = session.control("secant-and-tangent-swapped");
  const LossBound tangent = phase_three_bound(lemma), secant = phase_three_secant_bound(lemma);
  session.evidence(name + "-full",
                   losses.evidence({of_optimizer, of_full}, window, swapped ? secant : tangent));
  session.evidence(name + "-secant",
                   losses.evidence({of_optimizer, of_full}, window, swapped ? tangent : secant));
}

namespace {

LossSetting setting_of(const ParameterValues& p) {
  LossSetting s{{p.reals("hessian"), {}, p.reals("x0"), p.real("eta")},
                p.count("steps"),
                refinement_range(p).start,
                p.count("paths"),
                p.real("margin"),
                p.real("phase-three-duration")};
  require_equal("number of coordinates of x0", s.lemma.x0.size(), s.lemma.lambda.size());
  require_equal("number of eigenvalues of hessian", s.lemma.lambda.size(), 2);
  require(s.refine % 4 == 0, "refine", "a multiple of 4", fmt::format("{}", s.refine));
  s.lemma.sigma = ArrayXd::Constant(2, p.real("sigma"));
  return s;
}

std::vector<std::uint64_t> descent_ticks(const LossSetting& s, const PhaseWindows& windows) {
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
  add(eta, one.end, 24);
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
  const double censored = 1.0 - exit.distribution(static_cast<Index>(optimizer))
                                    .value(static_cast<Index>(exit.times().size()) - 1);
  session.evidence("phase-one-duration",
                   {measured - longest,
                    longest,
                    ArrayXd::Zero(2),
                    ArrayXd::Constant(2, d.lemma.eta),
                    {},
                    fmt::format("{:.3g} of the runs of SignSGD never left", censored)});
}

void alone_claim(Session& session, const LossSetting& s, const LossCurves& alone,
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

void stationary_claim(Session& session, const LossSetting& s, const LossCurves& losses) {
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

void run_descent(Session& session, const LossSetting& s, const PhaseThreeRuns& starts) {
  const PhaseWindows windows(s.lemma, s.margin);
  const Clock clock(s.lemma.eta, s.steps);
  const Course course = course_of(s.lemma, s.refine);
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
  // Where erfc(Y) is between 2e-10 and 7e-3, so few runs have taken a step against their gradient
  // that a mean over them has no normal interval.
  const RecordWindow sampled =
      curves.without(curves.window(0.0, one.end), windows.first_at(4.5), windows.first_at(1.9));
  const Descent descent{s.lemma, curves, sampled, curves.window(two.begin, two.end),
                        curves.window(three, three + s.duration)};
  phase_one_claims(session, descent);
  duration_claim(session, descent, exit);
  alone_claim(session, s, LossCurves(alone, s.refine), descent.one);
  phase_two_claims(session, descent);
  phase_three_claims(session, "phase-three", curves, descent.three, s.lemma);
  stationary_claim(session, s, curves);
  session.table(moment_table("descent", loss));
  draw_fig2_loss(session, descent, starts, s.refine, s.paths);
}

void measure(Session& session) {
  const LossSetting setting = setting_of(session.parameters());
  descent_ticks(setting, PhaseWindows(setting.lemma, setting.margin));  // refuse before any work
  measure_refined(session, setting, [](Session& part, const LossSetting& s) {
    saddle_claim(part, s);
    run_descent(part, s, phase_three_from_starts(part, s));
  });
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
      .parameters = fig2_loss_parameters(),
      .claims = fig2_loss_claims(),
      .controls = fig2_loss_controls(),
      .measure = measure};
}

}  // namespace sdescent::adaptive
