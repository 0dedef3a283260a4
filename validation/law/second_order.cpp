// SDEs of second order for SignSGD and SGD: order 2 and the constant of the weak error, without
// sampling (docs/theory/second-order.md).
#include "validation/law/second_order.hpp"

#include "io/require.hpp"
#include "validation/abscissae.hpp"
#include "validation/exact_estimate.hpp"
#include "validation/law/law.hpp"
#include "validation/law/richardson.hpp"
#include "validation/limit.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Curves = std::vector<SecondOrderCurve>;

constexpr double order_tolerance = 1.0 / 3.0;

double single(const ParameterValues& p, const char* name) {
  require_equal(fmt::format("number of values of {}", name), p.reals(name).size(), 1);
  return p.reals(name)(0);
}

void require_whole(const char* name, double of, double part) {
  const double ratio = of / part;
  require(std::abs(ratio - std::round(ratio)) <= 1e-9 * ratio, name,
          fmt::format("a whole multiple of {}", part), fmt::format("{}", of));
}

SecondOrderMistakes mistakes_of(const Session& session) {
  SecondOrderMistakes m;
  if (session.control("correction-with-the-wrong-sign")) m.correction = -1.0;
  if (session.control("half-the-correction")) m.correction = 0.5;
  if (session.control("no-correction")) m.correction = 0.0;
  if (session.control("corrected-first-order")) m.first_correction = 1.0;
  if (session.control("linear-sign-mean")) m.mistake = Mistake::linear_sign;
  if (session.control("diffusion-without-mean")) m.mistake = Mistake::without_mean;
  return m;
}

SecondOrderSetting setting_of(const Session& session) {
  const ParameterValues& p = session.parameters();
  const auto levels = static_cast<Index>(p.count("levels"));
  ArrayXd eta(levels);
  for (Index i = 0; i < levels; ++i)
    eta(i) = std::ldexp(p.real("eta"), static_cast<int>(i + 1 - levels));
  const SecondOrderSetting s{eta,
                             p.real("duration"),
                             single(p, "x0"),
                             p.real("nu"),
                             single(p, "centre"),
                             p.real("width"),
                             p.real("laplace-x0"),
                             p.real("uniform-path"),
                             p.real("uniform-duration"),
                             mistakes_of(session)};
  require_whole("duration", s.duration, p.real("eta"));
  // Half a step more on the way to the kink must make no part of a step at T.
  require_whole("uniform-path", s.uniform_path, p.real("eta"));
  require_whole("uniform-duration", s.uniform_duration, 2.0 * s.uniform_path);
  return s;
}

Evidence orders(const Curves& curves, ArrayXd SecondOrderCurve::*error, double stated) {
  std::vector<PowerLaw> laws;
  for (const SecondOrderCurve& c : curves)
    laws.push_back({"error of E " + c.name(), c.eta, exact_estimate(c.*error), c.bias});
  return exponent_evidence(laws, stated, order_tolerance);
}

/// For curves that approach their limits in the same powers of η.
Evidence limits(const Curves& curves) {
  std::vector<Deviations> deviations;
  const auto n = static_cast<Index>(curves.size());
  ArrayXd predicted(n), tolerance(n);
  for (Index i = 0; i < n; ++i) {
    const SecondOrderCurve& c = curves[static_cast<std::size_t>(i)];
    const ArrayXd square = c.eta.square();
    deviations.push_back({"error over η² of E " + c.name(), c.eta,
                          exact_estimate(c.second / square - c.limit), c.bias / square});
    predicted(i) = c.limit;
    tolerance(i) = c.tolerance;
  }
  return limit_evidence(deviations, predicted, tolerance, curves.front().approach);
}

/// `errors`: a row for each η. `limits`: the limit derived, its tolerance, the limit by
/// Richardson's extrapolation and the bound of its error, a column for each curve.
void write_tables(Session& session, const SecondOrderResults& r) {
  Curves all = r.smooth;
  all.insert(all.end(), r.laplace.begin(), r.laplace.end());
  all.insert(all.end(), r.uniform.begin(), r.uniform.end());
  const Index n = all.front().eta.size();
  ResultTable errors{"errors", {}, Eigen::MatrixXd(n, 4 * static_cast<Index>(all.size()))};
  ResultTable constants{"limits", {}, Eigen::MatrixXd(4, static_cast<Index>(all.size()))};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const SecondOrderCurve& c = all[i];
    for (const char* column : {"eta: ", "first: ", "second: ", "bias: "})
      errors.columns.push_back(column + c.name());
    errors.values.middleCols(4 * static_cast<Index>(i), 4) << c.eta.matrix(), c.first.matrix(),
        c.second.matrix(), c.bias.matrix();
    const ArrayXd square = c.eta.square();
    const Richardson at_zero =
        richardson(c.eta.pow(c.approach), c.second / square, c.bias / square);
    constants.columns.push_back(c.name());
    constants.values.col(static_cast<Index>(i)) << c.limit, c.tolerance, at_zero.value,
        at_zero.bound;
  }
  session.table(std::move(errors));
  session.table(std::move(constants));
}

void measure(Session& session) {
  const SecondOrderSetting s = setting_of(session);
  const SecondOrderResults r{smooth_curves(s), laplace_curves(s), uniform_curves(s)};
  session.evidence("order-two", orders(r.smooth, &SecondOrderCurve::second, 2.0));
  session.evidence("order-one-uncorrected", orders(r.smooth, &SecondOrderCurve::first, 1.0));
  session.evidence("coefficient", limits(r.smooth));
  session.evidence("laplace-on-the-kink", limits(r.laplace));
  session.evidence("uniform-order", orders(r.uniform, &SecondOrderCurve::second, 2.0));
  session.evidence("uniform-phase", limits(r.uniform));
  write_tables(session, r);
  session.figure(second_order_figure(s, r));
}

std::vector<Claim> claims() {
  const std::string theory = "beyond the papers: docs/theory/second-order.md";
  const char* order_reason =
      "a third of the distance to order 1, which the SDE has without its correction, with half of "
      "it or with the wrong sign";
  return {
      {"order-two", theory + ", (7), (8)",
       "|E h(x_k) − E h(X_{kη})| falls as η² under the SDEs of second order, for SignSGD under "
       "Gaussian, Student's and Laplace noise (off its kink) and SGD, with and without a schedule.",
       ClaimKind::exponent, "exponent", order_reason, Verdict::holds,
       "one step of the optimizer and of the SDE over η differ by O(η³)"},
      {"order-one-uncorrected", "adaptive Definition 3.1, Corollary 3.3",
       "Without the correction of the drift the same errors fall as η.", ClaimKind::exponent,
       "exponent", "a third of the distance to order 2, which the corrected SDE has",
       Verdict::holds, "one step then differs by −½η²((∇b)b + ∂_t b)·∇h"},
      {"coefficient", theory + ", (9)",
       "Under the SDEs of second order the error over η² tends to the integral along the mean flow "
       "of what one step differs by at η³.",
       ClaimKind::limit, "h/η²",
       "a third of the distance to the nearer one of the constants without noise and, for SignSGD, "
       "of steps with Gaussian third moments",
       Verdict::holds,
       "the semigroups differ at η³ by τu'''/6 − Au in a step, and T/η steps add up"},
      {"laplace-on-the-kink", theory + ", (11)",
       "Under Laplace noise, from the kink of m', order 2 is kept: the error over η² tends to "
       "¼h''(0)(1 − e^{−2T}), as √η.",
       ClaimKind::limit, "h/η²",
       "a third of what half of the correction moves it by, by the same derivation", Verdict::holds,
       "on |x| ~ √η the derivatives that the kink makes large, u''' ~ η^{−1/2} and u'''' ~ η^{−1}, "
       "come with powers of η that make up for it"},
      {"uniform-order", theory + ", section 6",
       "Under uniform noise, across the kink of m, order 2 is kept if the phase of the step that "
       "crosses it is.",
       ClaimKind::exponent, "exponent", order_reason, Verdict::holds,
       "only one step of T/η sees the kink, and differs by O(η²) there"},
      {"uniform-phase", theory + ", (12), (13)",
       "Under uniform noise the error over η² has a limit for each phase θ of that step, which "
       "differ: ½θ(1 − θ)h'(x̄)e^{−s} is added, s the time after the kink. So it has no limit.",
       ClaimKind::limit, "h/η²", "a third of what phase ½ adds", Verdict::holds,
       "the chain is ahead by ½η²θ(1 − θ) after the step, and the linear flow carries it on"}};
}

}  // namespace

Experiment second_order() {
  const std::vector<std::string> corrected{"order-two", "coefficient", "laplace-on-the-kink",
                                           "uniform-order", "uniform-phase"};
  return {
      .id = "law/second-order",
      .title = "SDEs of second order for SignSGD and SGD, certified without sampling",
      .reference = "beyond the papers: docs/theory/second-order.md",
      .statement =
          "A drift correction of order η, −½η(η_t²(∇φ)φ − η_t'φ) for a step of mean −ηη_tφ, makes "
          "the SDEs of SignSGD and SGD weak approximations of order 2; their diffusions need none. "
          "On f = ½x² the errors of E h for h = x², cos x and a smoothed indicator are computed "
          "without sampling: they fall as η² and over η² tend to the constant derived. Under "
          "Laplace noise order 2 is kept on the kink of m', under uniform noise across the kink of "
          "m, where the constant depends on how the lattice meets it.",
      .parameters =
          {positive("eta", 0.02, "largest learning rate η; the others are its halves",
                    "chosen: ηV <= w²/10 with V = lim Var/η < ½ and w the indicator's width, so "
                    "that the next order is small"),
           count("levels", {3, 5, 5}, "number of learning rates",
                 "chosen: down to 0.00125, where numerical errors are 10⁻⁵ of the error", 3),
           positive("duration", 1.0, "time T", "chosen: of the order of the relaxation time"),
           reals("x0", ArrayXd::Ones(1), "start",
                 "chosen: |∇f| of the order of σ, where the sign's mean is neither linear nor "
                 "saturated"),
           positive("nu", 3.5, "degrees of freedom of Student's noise",
                    "chosen: heavy tails, third moments exist"),
           reals("centre", ArrayXd::Constant(1, 0.5), "c of the smoothed indicator Φ((x − c)/w)",
                 "chosen: where x is at T"),
           positive("width", 0.4, "w of the smoothed indicator",
                    "chosen: several times the spread at T"),
           positive("laplace-x0", 2.0, "start under Laplace noise, off the kink at 0",
                    "chosen: at T still six standard deviations from the kink"),
           positive("uniform-path", 0.5, "distance of the start from the kink under uniform noise",
                    "chosen: half a unit"),
           positive("uniform-duration", 2.0, "time T under uniform noise",
                    "chosen: longer than the path to the kink by the relaxation time and more")},
      .claims = claims(),
      .controls =
          {{"correction-with-the-wrong-sign", "the drift's correction with the other sign",
            corrected, Effort::quick},
           {"half-the-correction", "half of the drift's correction", corrected, Effort::quick},
           {"no-correction", "SDEs of first order in place of the second", corrected,
            Effort::quick},
           {"corrected-first-order",
            "the correction in the SDEs of first order, too",
            {"order-one-uncorrected"},
            Effort::quick},
           {"linear-sign-mean",
            "the sign's mean (erf, 2Ξ) replaced by a linear function in the drift of both SDEs",
            {"order-two", "order-one-uncorrected", "coefficient", "laplace-on-the-kink"},
            Effort::quick},
           {"diffusion-without-mean",
            "diffusion √η, without −m²; the SDE of first order keeps order 1",
            {"coefficient", "laplace-on-the-kink"},
            Effort::quick}},
      .measure = measure};
}

}  // namespace sdescent::law
