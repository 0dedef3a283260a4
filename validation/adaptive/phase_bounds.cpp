// The inequalities of Lemmas 3.4, C.21, C.23 and C.24, one by one: where they hold, where not, and
// with which slack.
#include "validation/adaptive/phase_bounds.hpp"

#include "io/require.hpp"
#include "models/sign_sgd_phases.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/bound_evidence.hpp"
#include "validation/adaptive/loss_curves.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

BoundsSetting setting_of(const ParameterValues& p) {
  BoundsSetting s{{p.reals("hessian"), {}, p.reals("x0"), p.real("eta")},
                  p.real("slow-eta"),
                  p.real("slow-duration"),
                  p.real("phase-three-duration"),
                  p.real("margin"),
                  p.real("phase-two-ratio"),
                  p.real("phase-three-ratio"),
                  p.reals("slow-hessian"),
                  p.count("refine"),
                  p.count("paths"),
                  Schedule::power(p.real("exponent"))};
  require_equal("number of coordinates of x0", s.lemma.x0.size(), s.lemma.lambda.size());
  require_equal("number of values of slow-hessian", s.slow_lambda.size(), s.lemma.lambda.size());
  require(s.two_ratio > 1.0 && s.two_ratio < 1.5, "phase-two-ratio", "in (1, 3/2)",
          fmt::format("{}", s.two_ratio));
  s.lemma.sigma = ArrayXd::Constant(s.lemma.lambda.size(), p.real("sigma"));
  return s;
}

void pointwise_claims(Session& session, const BoundsSetting& s) {
  const ArrayXd y = phase_two_grid();
  const bool swapped = session.control("intercepts-swapped");
  const bool corrected = session.control("intercepts-corrected");
  const Intercept below = swapped ? Intercept::above : Intercept::below;
  const Intercept above = swapped ? Intercept::below : Intercept::above;
  session.evidence("secant-and-tangent", erf_between(y, below, above));
  session.evidence("variance-step", variance_step(y, below));
  session.evidence("variance-step-printed",
                   variance_step(y, corrected ? Intercept::below : Intercept::printed));
  session.evidence("drift-step", drift_step(y, below));
  // q̂ = max(q₁, q₂) is the tangent's for either sign.
  session.evidence("drift-step-printed",
                   drift_step(y, corrected ? Intercept::below : Intercept::above));
  session.evidence("cross-term-printed",
                   cross_term_step(y, s.lemma.eta * s.lemma.lambda.minCoeff(),
                                   session.control("cross-term-dropped") ? CrossTerm::dropped
                                                                         : CrossTerm::printed));
}

/// Sides of m|Y| + q_below <= |dE X/dt| and |dE X/dt| <= m|Y| + q_above, the rate being that of the
/// whole window and Y averaged over it: at the begins of steps for an optimizer, whose mean moves
/// by −η erf(Y_k); by the trapezoidal rule for an SDE.
Estimate drift_sides(const MomentRecorder& x, const DiagonalSetting& of, const Member& member,
                     bool swapped) {
  const Index d = of.lambda.size(), first = static_cast<Index>(member.process) * d;
  const auto n = static_cast<Index>(x.times().size());
  ArrayXd weight = ArrayXd::Constant(n, 1.0 / static_cast<double>(n - 1));
  if (member.coarse) weight(0) *= 0.5;
  weight(n - 1) *= member.coarse ? 0.5 : 0.0;
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  const double below = swapped ? line.tangent : line.secant;
  const double above = swapped ? line.secant : line.tangent;
  return jackknife(x, [&](const MomentCurves& m) {
    ArrayXd both(4 * d);
    for (Index i = 0; i < d; ++i) {
      const ArrayXd mean = m.mean.col(first + i) * (of.x0(i) > 0 ? 1.0 : -1.0);
      const double rate = (mean(0) - mean(n - 1)) / (x.times().back() - x.times().front());
      const double ratio =
          (weight * mean).sum() * of.lambda(i) / (std::numbers::sqrt2 * of.sigma(i));
      both(i) = line.slope * ratio + below;
      both(d + i) = rate;
      both(2 * d + i) = rate;
      both(3 * d + i) = line.slope * ratio + above;
    }
    return both;
  });
}

Estimate difference(const Estimate& sides) {
  const Index n = sides.points() / 2;
  return points(sides, 0, n) - points(sides, n, n);
}

void drift_claim(Session& session, const BoundsSetting& s) {
  const DiagonalSetting of = from_ratio(s, s.two_ratio);
  const Course course = course_of(of, s.refine);
  const auto all = course.processes();
  std::vector<Observable> states;
  for (std::size_t i = 0; i < all.size(); ++i) states.push_back(state_field(*all[i], i, "x"));
  MomentRecorder x("x", side_by_side(states));
  const double end = PhaseWindows(of, s.margin).phase_two().end;
  const Clock clock(of.eta, static_cast<std::uint64_t>(std::floor(end / of.eta)));
  session.run(all, clock, RecordTimes::every(clock, 1), session.parameters().count("drift-paths"),
              Philox(session.seed("drift")), {&x});
  const bool swapped = session.control("intercepts-swapped");
  const Estimate optimizers = drift_sides(x, of, of_optimizer, swapped);
  const Estimate fine = drift_sides(x, of, of_full, swapped);
  const Estimate coarse = drift_sides(x, of, {full_coarse, full_coarse}, swapped);
  const Index n = fine.points() / 2;
  ArrayXd bias = ArrayXd::Zero(2 * n);
  bias.tail(n) =
      discretisation_bias(difference(coarse), difference(fine), static_cast<double>(s.refine));
  session.evidence("mean-between-lines", inequalities(joined_sides({optimizers, fine}), bias));
}

struct SpreadRun {
  SpreadRun(Session& session, const BoundsSetting& s)
      : setting(flat(s)),
        windows(setting, s.margin),
        x(run(session, s)),
        sign_sgd(x, optimizer, setting, windows),
        coarse(x, full_coarse, setting, windows),
        fine(x, full_fine, setting, windows) {}

  SampleRecorder run(Session& session, const BoundsSetting& s) const {
    const PhaseWindow phase = windows.phase_two();
    require(s.slow_duration > 1.0 && s.slow_duration <= phase.end, "slow-duration",
            fmt::format("in (1, {:.4g}], the end of Phase 2", phase.end),
            fmt::format("{}", s.slow_duration));
    const Course course = course_of(setting, s.refine);
    const auto all = course.processes();
    std::vector<Observable> states;
    for (std::size_t i = 0; i < all.size(); ++i) states.push_back(state_field(*all[i], i, "x"));
    SampleRecorder recorder("x", side_by_side(states), s.paths);
    const Clock clock(s.slow_eta, static_cast<std::uint64_t>(s.slow_duration / s.slow_eta + 1e-9));
    std::vector<std::uint64_t> ticks{0};
    const auto add = [&](double from, double to, std::uint64_t count) {
      for (const std::uint64_t k : ticks_within(from, to, s.slow_eta, count))
        if (k > ticks.back()) ticks.push_back(k);
    };
    add(0.25, 1.0, 3);
    add(1.0, s.slow_duration, 5);
    session.run(all, clock, RecordTimes::at(clock, ticks), s.paths, Philox(session.seed("spread")),
                {&recorder});
    return recorder;
  }

  DiagonalSetting setting;
  PhaseWindows windows;
  SampleRecorder x;
  Spread sign_sgd, coarse, fine;
};

/// SignSGD and its SDE at those of the times for which `use` is true.
template <class Sides, class Use>
Evidence spread_evidence(const BoundsSetting& s, const SpreadRun& run, Sides sides, Use use) {
  const ArrayXd& t = run.fine.times();
  const Index n = t.size();
  const auto chosen = [&](const Estimate& all) {
    std::vector<Estimate> parts;
    for (const Index half : {Index{0}, n})
      for (Index i = 0; i < n; ++i)
        if (use(t(i))) parts.push_back(points(all, half + i, 1));
    return joined(parts);
  };
  const Estimate fine = chosen(sides(run.fine)), coarse = chosen(sides(run.coarse));
  const Index count = fine.points() / 2;
  ArrayXd bias = ArrayXd::Zero(2 * count);
  bias.tail(count) =
      discretisation_bias(difference(coarse), difference(fine), static_cast<double>(s.refine));
  return inequalities(joined_sides({chosen(sides(run.sign_sgd)), fine}), bias);
}

void spread_claims(Session& session, const BoundsSetting& s, const SpreadRun& run) {
  using Factor = Spread::Factor;
  const bool one = session.control("one-of-d"), swapped = session.control("elapsed-time-swapped");
  const auto tails = [&](Intercept q, Factor factor) {
    return [=](const Spread& spread) { return spread.tail_sides(q, factor, one); };
  };
  const auto always = [](double) { return true; };
  const auto by_one = [](double t) { return t <= 1.0 + 1e-9; };
  const auto later = [](double t) { return t > 1.0 + 1e-9; };
  session.evidence("variance-elapsed", spread_evidence(
                                           s, run,
                                           [&](const Spread& spread) {
                                             return spread.variance_sides(Intercept::below, one);
                                           },
                                           always));
  session.evidence("tail-short",
                   spread_evidence(s, run, tails(Intercept::printed, Factor::one), by_one));
  session.evidence(
      "tail-long",
      spread_evidence(s, run, tails(Intercept::printed, swapped ? Factor::elapsed : Factor::one),
                      later));
  session.evidence(
      "tail-elapsed",
      spread_evidence(s, run, tails(Intercept::below, swapped ? Factor::one : Factor::elapsed),
                      always));
  const bool share = session.control("level-shared");
  session.evidence(
      "union-printed",
      inequalities(joined_sides({run.sign_sgd.union_sides(share), run.fine.union_sides(share)}),
                   ArrayXd::Zero(2)));
}

std::vector<Slack> slacks_of(const Session& session) {
  std::vector<Slack> slacks;
  constexpr double any_level = 0.01;  // the slack does not depend on it
  for (const Assessment& assessment : session.assessments())
    slacks.push_back({assessment.claim().id, *assessment.read(any_level).slack});
  return slacks;
}

void write_slacks(Session& session, const std::vector<Slack>& slacks) {
  ResultTable table{"slack", {}, Eigen::MatrixXd(1, static_cast<Index>(slacks.size()))};
  for (std::size_t i = 0; i < slacks.size(); ++i) {
    table.columns.push_back(slacks[i].claim);
    table.values(0, static_cast<Index>(i)) = slacks[i].slack;
  }
  session.table(std::move(table));
}

void measure(Session& session) {
  const BoundsSetting s = setting_of(session.parameters());
  const SpreadRun spread(session, s);
  pointwise_claims(session, s);
  drift_claim(session, s);
  spread_claims(session, s, spread);
  loss_claims(session, s);
  gradient_claims(session, s);
  const std::vector<Slack> slacks = slacks_of(session);
  write_slacks(session, slacks);
  draw_phase_bounds(session, slacks, spread.sign_sgd, spread.fine);
}

}  // namespace

Experiment phase_bounds() {
  return {
      .id = "adaptive/phase-bounds",
      .title = "The inequalities behind the phases of SignSGD: which hold, with which slack",
      .reference = "Lemmas 3.4, C.21, C.22, C.23, C.24 with their proofs",
      .statement =
          "Phase 2 puts erf between a secant and a tangent; from that follow bounds on the mean "
          "(2a), the spread (2b), the loss (C.22, C.23) and the gradient at random times (C.24). "
          "Steps of the proofs are tested at a point on a grid, exactly; what follows from them on "
          "runs of SignSGD, of its SDE (3) and of the linearised SDE (5), while all coordinates "
          "are in the phase, at times known before. Where a printed step is false, the corrected "
          "one is tested beside it. The bounds of C.22 are those of Lemma 3.5: adaptive/fig2-loss.",
      .parameters = phase_bounds_parameters(),
      .claims = phase_bounds_claims(),
      .controls = phase_bounds_controls(),
      .measure = measure};
}

}  // namespace sdescent::adaptive
