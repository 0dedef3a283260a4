// The inequalities of Lemmas 3.4, C.21, C.23 and C.24, one by one: where they hold, where not, and
// with which slack.
#include "validation/adaptive/phase_bounds.hpp"

#include "io/require.hpp"
#include "models/gradient_norm_bounds.hpp"
#include "models/sign_sgd_phases.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/bound_evidence.hpp"
#include "validation/adaptive/gradient_averages.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

struct Setting {
  DiagonalSetting lemma;
  double slow_eta, slow_duration, duration, margin, two_ratio, three_ratio;
  ArrayXd slow_lambda;
  std::uint64_t refine, paths;
  Schedule power;
};

Setting setting_of(const ParameterValues& p) {
  Setting s{{p.reals("hessian"), {}, p.reals("x0"), p.real("eta")},
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

/// Where |Y_i| = ratio, with the signs of x0: both signs of the gradient.
DiagonalSetting started_at_ratio(const Setting& s, const ArrayXd& lambda, double ratio,
                                 double eta) {
  const ArrayXd x0 = s.lemma.x0.sign() * ratio * std::numbers::sqrt2 * s.lemma.sigma / lambda;
  return {lambda, s.lemma.sigma, x0, eta};
}

Course course_of(const Setting& s, const DiagonalSetting& of, bool linear = false,
                 Schedule schedule = {}) {
  return {gaussian_quadratic(of.lambda, of.sigma),
          of.x0.matrix(),
          of.eta,
          s.refine,
          linear,
          std::move(schedule)};
}

/// Hands in evidence and remembers its slack.
class Book {
 public:
  explicit Book(Session& session) : session_(session) {}
  void submit(const std::string& claim, Evidence evidence) {
    const ArrayXd measured = evidence.predicted + evidence.deviation.value;
    slacks_.push_back({claim, (evidence.predicted / measured).minCoeff()});
    session_.evidence(claim, std::move(evidence));
  }
  bool control(std::string_view name) const { return session_.control(name); }
  Session& session() const { return session_; }
  const std::vector<Slack>& slacks() const { return slacks_; }

 private:
  Session& session_;
  std::vector<Slack> slacks_;
};

// ---- Steps of the proofs, at a point.

void pointwise_claims(Book& book, const Setting& s) {
  const ArrayXd y = phase_two_grid();
  const bool swapped = book.control("intercepts-swapped");
  const bool corrected = book.control("intercepts-corrected");
  const Intercept below = swapped ? Intercept::above : Intercept::below;
  const Intercept above = swapped ? Intercept::below : Intercept::above;
  book.submit("secant-and-tangent", erf_between(y, below, above));
  book.submit("variance-step", variance_step(y, below));
  book.submit("variance-step-printed",
              variance_step(y, corrected ? Intercept::below : Intercept::printed));
  book.submit("drift-step", drift_step(y, below));
  // q̂ = max(q₁, q₂) is the tangent's for either sign.
  book.submit("drift-step-printed", drift_step(y, corrected ? Intercept::below : Intercept::above));
  book.submit("cross-term-printed",
              cross_term_step(
                  y, s.lemma.eta * s.lemma.lambda.minCoeff(),
                  book.control("cross-term-dropped") ? CrossTerm::dropped : CrossTerm::printed));
}

// ---- (2a) along a run.

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

void drift_claim(Book& book, const Setting& s) {
  const DiagonalSetting of = started_at_ratio(s, s.lemma.lambda, s.two_ratio, s.lemma.eta);
  const Course course = course_of(s, of);
  const auto all = course.processes();
  std::vector<Observable> states;
  for (std::size_t i = 0; i < all.size(); ++i) states.push_back(state_field(*all[i], i, "x"));
  MomentRecorder x("x", side_by_side(states));
  const double end = PhaseWindows(of, s.margin).phase_two().end;
  const Clock clock(of.eta, static_cast<std::uint64_t>(std::floor(end / of.eta)));
  book.session().run(all, clock, RecordTimes::every(clock, 1),
                     book.session().parameters().count("drift-paths"),
                     Philox(book.session().seed("drift")), {&x});
  const bool swapped = book.control("intercepts-swapped");
  const Estimate optimizers = drift_sides(x, of, of_optimizer, swapped);
  const Estimate fine = drift_sides(x, of, of_full, swapped);
  const Estimate coarse = drift_sides(x, of, {full_coarse, full_coarse}, swapped);
  const Index n = fine.points() / 2;
  ArrayXd bias = ArrayXd::Zero(2 * n);
  bias.tail(n) =
      discretisation_bias(difference(coarse), difference(fine), static_cast<double>(s.refine));
  book.submit("mean-between-lines", inequalities(joined_sides({optimizers, fine}), bias));
}

// ---- (2b) on the flat quadratic.

struct SpreadRun {
  SpreadRun(Session& session, const Setting& s)
      : setting(started_at_ratio(s, s.slow_lambda, s.two_ratio, s.slow_eta)),
        windows(setting, s.margin),
        x(run(session, s)),
        sign_sgd(x, optimizer, setting, windows),
        coarse(x, full_coarse, setting, windows),
        fine(x, full_fine, setting, windows) {}

  SampleRecorder run(Session& session, const Setting& s) const {
    const PhaseWindow phase = windows.phase_two();
    require(s.slow_duration > 1.0 && s.slow_duration <= phase.end, "slow-duration",
            fmt::format("in (1, {:.4g}], the end of Phase 2", phase.end),
            fmt::format("{}", s.slow_duration));
    const Course course = course_of(s, setting);
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
Evidence spread_evidence(const Setting& s, const SpreadRun& run, Sides sides, Use use) {
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

void spread_claims(Book& book, const Setting& s, const SpreadRun& run) {
  using Factor = Spread::Factor;
  const bool one = book.control("one-of-d"), swapped = book.control("elapsed-time-swapped");
  const auto tails = [&](Intercept q, Factor factor) {
    return [=](const Spread& spread) { return spread.tail_sides(q, factor, one); };
  };
  const auto always = [](double) { return true; };
  const auto by_one = [](double t) { return t <= 1.0 + 1e-9; };
  const auto later = [](double t) { return t > 1.0 + 1e-9; };
  book.submit("variance-elapsed", spread_evidence(
                                      s, run,
                                      [&](const Spread& spread) {
                                        return spread.variance_sides(Intercept::below, one);
                                      },
                                      always));
  book.submit("tail-short",
              spread_evidence(s, run, tails(Intercept::printed, Factor::one), by_one));
  book.submit(
      "tail-long",
      spread_evidence(s, run, tails(Intercept::printed, swapped ? Factor::elapsed : Factor::one),
                      later));
  book.submit(
      "tail-elapsed",
      spread_evidence(s, run, tails(Intercept::below, swapped ? Factor::one : Factor::elapsed),
                      always));
  const bool share = book.control("level-shared");
  book.submit(
      "union-printed",
      inequalities(joined_sides({run.sign_sgd.union_sides(share), run.fine.union_sides(share)}),
                   ArrayXd::Zero(2)));
}

// ---- C.23 on a function that is not strongly convex.

void pl_claims(Book& book, const Setting& s) {
  const Index d = s.lemma.lambda.size() + 1;
  ArrayXd lambda = ArrayXd::Zero(d);
  lambda.tail(d - 1) = s.lemma.lambda;
  const double largest = lambda.maxCoeff();
  const bool planted = book.control("pl-rate");
  const auto run = [&](const std::string& part, double ratio, double duration, bool linear) {
    const DiagonalSetting of = started_at_ratio(s, s.lemma.lambda, ratio, s.lemma.eta);
    Course course{gaussian_quadratic(lambda, ArrayXd::Constant(d, s.lemma.sigma(0))),
                  {},
                  of.eta,
                  s.refine,
                  linear};
    course.x0 = Eigen::VectorXd::Zero(d);
    course.x0.tail(d - 1) = of.x0.matrix();
    const auto all = course.processes();
    MomentRecorder loss(part, losses(all, course.problem));
    const Clock clock(of.eta, static_cast<std::uint64_t>(std::floor(duration / of.eta + 1e-9)));
    book.session().run(all, clock, RecordTimes::evenly(clock, 10), s.paths,
                       Philox(book.session().seed(part)), {&loss});
    return loss;
  };
  const LossBoundSetting of{s.lemma.lambda.minCoeff(),
                            largest * static_cast<double>(d),
                            s.lemma.sigma.maxCoeff(),
                            0.0,
                            s.lemma.eta,
                            d};
  const auto bound = [&](auto formula, double mu) -> LossBound {
    return [formula, setting = of, mu](double s0, const ArrayXd& t) mutable {
      setting.s0 = s0;
      setting.mu = mu;
      return formula(setting, t);
    };
  };
  const DiagonalSetting start = started_at_ratio(s, s.lemma.lambda, s.two_ratio, s.lemma.eta);
  const MomentRecorder two =
      run("pl-two", s.two_ratio, PhaseWindows(start, s.margin).phase_two().end, false);
  const MomentRecorder three = run("pl-three", s.three_ratio, 0.5 * s.duration, true);
  const LossCurves in_two(two, s.refine), in_three(three, s.refine);
  const auto all = [](const LossCurves& curves) {
    return curves.window(0.0, curves.times().tail(1)(0));
  };
  book.submit("pl-phase-two", in_two.evidence({of_optimizer, of_full}, all(in_two),
                                              bound(planted ? sign_sgd_phase_three_pl_loss_bound
                                                            : sign_sgd_phase_two_pl_loss_bound,
                                                    of.mu)));
  book.submit("pl-phase-three", in_three.evidence({of_linear}, all(in_three),
                                                  bound(sign_sgd_phase_three_pl_loss_bound,
                                                        planted ? largest : of.mu)));
}

// ---- C.24.

GradientBoundSetting gradient_setting(const DiagonalSetting& of) {
  return {of.lambda.maxCoeff(), of.sigma.maxCoeff(), 0.5 * (of.lambda * of.x0.square()).sum(),
          of.eta, of.lambda.size()};
}

/// The time at which φ¹ is reached.
double time_of(const Schedule& schedule, double phi) {
  double high = phi;
  while (schedule.integral(high) < phi) high *= 2.0;
  double low = 0.0;
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (schedule.integral(middle) < phi ? low : high) = middle;
  }
  return low;
}

ArrayXd at_end(const GradientAverages& run) { return ArrayXd::Constant(1, run.duration()); }

void gradient_phase_one(Book& book, const Setting& s) {
  const double phi = PhaseWindows(s.lemma, s.margin).phase_one().end;
  std::vector<Evidence> parts;
  for (const Schedule& schedule : {Schedule(), s.power}) {
    const GradientAverages run(book.session(), "gradient-one-" + schedule.name(),
                               course_of(s, s.lemma, false, schedule), time_of(schedule, phi),
                               s.paths);
    double bound =
        sign_sgd_phase_one_gradient_bound(gradient_setting(s.lemma), schedule, at_end(run))(0);
    if (book.control("gradient-doubled")) bound *= 0.5;
    parts.push_back(run.evidence({of_optimizer, of_full}, 1.0, 0.0, bound));
  }
  book.submit("gradient-phase-one", joined_evidence(parts));
}

/// The factor σ_max of the right side, squared where planted.
double planted_sigma(const Book& book, const Setting& s) {
  return book.control("gradient-sigma-squared") ? s.lemma.sigma.maxCoeff() : 1.0;
}

void gradient_phase_two(Book& book, const Setting& s) {
  const DiagonalSetting of = started_at_ratio(s, s.slow_lambda, s.two_ratio, s.slow_eta);
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  std::vector<Evidence> proved, printed;
  for (const Schedule& schedule : {Schedule(), s.power}) {
    const GradientAverages run(book.session(), "gradient-two-" + schedule.name(),
                               course_of(s, of, false, schedule), s.slow_duration, s.paths / 4);
    const double bound =
        sign_sgd_phase_two_gradient_bound(gradient_setting(of), schedule, at_end(run))(0) *
        planted_sigma(book, s);
    const auto with = [&](double q) {
      return run.evidence({of_optimizer, of_full}, q * of.sigma.maxCoeff(),
                          line.slope / std::numbers::sqrt2, bound);
    };
    proved.push_back(with(line.secant));
    printed.push_back(with(line.tangent));
  }
  book.submit("gradient-phase-two", joined_evidence(proved));
  book.submit("gradient-phase-two-printed", joined_evidence(printed));
}

void gradient_phase_three(Book& book, const Setting& s) {
  const DiagonalSetting of = started_at_ratio(s, s.lemma.lambda, s.three_ratio, s.lemma.eta);
  std::vector<Evidence> parts;
  for (const Schedule& schedule : {Schedule(), s.power}) {
    const GradientAverages run(book.session(), "gradient-three-" + schedule.name(),
                               course_of(s, of, true, schedule), s.duration, s.paths);
    const double bound =
        sign_sgd_phase_three_gradient_bound(gradient_setting(of), schedule, at_end(run))(0) *
        planted_sigma(book, s);
    parts.push_back(run.evidence({of_linear}, 0.0, 1.0, bound));
  }
  book.submit("gradient-phase-three", joined_evidence(parts));

  const ArrayXd round = ArrayXd::Constant(s.lemma.lambda.size(), s.lemma.lambda.minCoeff());
  const DiagonalSetting isotropic = started_at_ratio(s, round, s.three_ratio, s.lemma.eta);
  const GradientAverages run(book.session(), "gradient-isotropic", course_of(s, isotropic),
                             0.5 * s.duration, s.paths);
  double bound =
      sign_sgd_phase_three_gradient_bound(gradient_setting(isotropic), Schedule(), at_end(run))(0);
  // 2/√π, erf's slope at 0, over erf(1), that of its secant on [0, 1].
  if (book.control("gradient-secant")) bound *= 2.0 * std::numbers::inv_sqrtpi / std::erf(1.0);
  book.submit("gradient-phase-three-full", run.evidence({of_optimizer, of_full}, 0.0, 1.0, bound));
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
  const Setting s = setting_of(session.parameters());
  Book book(session);
  const SpreadRun spread(session, s);
  pointwise_claims(book, s);
  drift_claim(book, s);
  spread_claims(book, s, spread);
  pl_claims(book, s);
  gradient_phase_one(book, s);
  gradient_phase_two(book, s);
  gradient_phase_three(book, s);
  write_slacks(session, book.slacks());
  draw_phase_bounds(session, book.slacks(), spread.sign_sgd, spread.fine);
}

std::vector<Parameter> parameters() {
  const Eigen::Array2d lambda(1, 2), x0(1.6, -1.5), slow(0.005, 0.005);
  return {
      positives("hessian", lambda, "eigenvalues of H", "adaptive F.2"),
      positive("sigma", 0.1, "noise standard deviation σ", "adaptive F.2"),
      positive("eta", 1e-3, "learning rate η", "adaptive F.2"),
      reals("x0", x0, "start in Phase 1, and the signs of all other starts",
            "chosen, as in adaptive/fig2-loss: of either sign, since (2b) depends on it"),
      positive("phase-two-ratio", 1.45, "|Y_i| where runs of Phase 2 start",
               "chosen: as high as the noise leaves it below 3/2"),
      positive("phase-three-ratio", 0.7, "|Y_i| where runs of Phase 3 start",
               "chosen: below √π/2, beyond which the SDE of Phase 3 has no diffusion"),
      positive("phase-three-duration", 0.6, "length of the runs of Phase 3",
               "chosen: ten relaxation times of the loss"),
      positives("slow-hessian", slow, "eigenvalues where Phase 2 is to last",
                "chosen: F.2's Phase 2 lasts for t = 0.02, this one for t > 10; (2b) is about "
                "t beyond 1"),
      positive("slow-eta", 0.01, "learning rate there",
               "chosen: (2b) and (106) scale with η, and a step is one of a thousand"),
      positive("slow-duration", 10.0, "length of the runs there",
               "chosen: Chebyshev's inequality is loose by e for two normal coordinates, so that "
               "a violation needs t well above e"),
      positive("exponent", 0.5, "ϑ of the schedule (t + 1)^{−ϑ} beside the constant one",
               "adaptive F.2 (one of three); φ² grows as a logarithm"),
      positive("margin", 5.0, "standard deviations of Y that keep a window within its phase",
               "chosen: leaves out a fraction of 6e-7 of the paths"),
      count("refine", {4, 4, 8}, "SDE steps for each optimizer step", "chosen"),
      runs("paths", {2048, 8192, 65'536}, "runs of each part",
           "chosen: the tightest, gradient-phase-one, has a slack of 1 % and a deviation of 0.1 % "
           "for one run; tail-long is wrong by a factor near 2 and probabilities of 0.3 are "
           "known to 0.01 at quick effort"),
      runs("drift-paths", {65'536, 262'144, 262'144}, "runs of mean-between-lines",
           "chosen: the rate of one run has a deviation of 0.09 and the mean of erf is 0.002 from "
           "the nearer line, eleven standard errors at standard effort")};
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
      .parameters = parameters(),
      .claims = phase_bounds_claims(),
      .controls = phase_bounds_controls(),
      .measure = measure};
}

}  // namespace sdescent::adaptive
