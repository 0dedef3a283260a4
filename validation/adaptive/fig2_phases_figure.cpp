#include "validation/adaptive/fig2_phases_figure.hpp"

#include "models/sign_sgd_phases.hpp"
#include "solvers/ode.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Eigen::MatrixXd;

ArrayXd half_width(const Estimate& e) {
  return SupT(e, Sides::two).critical(0.05) * e.standard_error();
}

Axis time_axis() { return {.label = "t = kη"}; }

/// Both coordinates of a journey: SignSGD, and the SDE with ± one standard deviation.
void add_states(Panel& panel, const Journey& journey, const ArrayXd& scale, Index shown) {
  const ArrayXd t = journey.times().head(shown);
  for (Index i = 0; i < 2; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const ArrayXd sde = scale(i) * journey.mean(fine, i).value.head(shown);
    const ArrayXd deviation = scale(i) * journey.variance(fine, i).value.head(shown).sqrt();
    panel.band(t, ArrayXd(sde - deviation), ArrayXd(sde + deviation), "", style::sde(k));
    panel.line(t, ArrayXd(scale(i) * journey.mean(optimizer, i).value.head(shown)),
               fmt::format("SignSGD, i = {}", i + 1), style::optimizer(k));
    panel.line(t, sde, fmt::format("SDE (3), i = {}", i + 1), style::sde(k));
  }
}

Panel phases_panel(const PhasesSetting& s, const Journey& far) {
  const Index shown = (far.times() <= 0.5 * (s.settled() + s.phase_one_ends().maxCoeff())).count();
  Panel panel{.title = "Through all phases",
              .x = time_axis(),
              .y = {.label = "Y_{i} = λ_{i} E x_{i}/(σ√2)"}};
  add_states(panel, far, s.ratio(), shown);
  const OdeSolution phases(SignSgdPhases(s.quadratic(), SignSgdPhases::Bound::lower),
                           s.far.matrix(), 0.0, s.end());
  const ArrayXd t = far.times().head(shown);
  for (Index i = 0; i < 2; ++i) {
    const ArrayXd y = t.unaryExpr([&](double time) { return s.ratio()(i) * phases.at(time)(i); });
    panel.line(t, y, i == 0 ? "ODE of Lemma 3.4" : "", style::theory());
  }
  panel.horizontal(phase_one_border, "borders of Phase 2");
  panel.horizontal(1.0);
  return panel;
}

/// Speeds −dE x_i/dt of SignSGD over `stride` looks, at the average of E Y_i as its steps see it:
/// half a step before the middle.
struct Speeds {
  ArrayXd y;
  Estimate speed;
};
Speeds speeds_of(const PhasesSetting& s, const Journey& far, Index i, Index first, Index last,
                 Index stride) {
  const Estimate mean = far.mean(optimizer, i);
  const Index n = (last - first) / stride;
  MatrixXd speed = MatrixXd::Zero(n, mean.points());
  ArrayXd y(n);
  for (Index j = 0; j < n; ++j) {
    const Index a = first + j * stride, b = a + stride;
    const double elapsed = far.times()(b) - far.times()(a);
    speed(j, a) = 1.0 / elapsed;
    speed(j, b) = -1.0 / elapsed;
    const double ya = s.ratio()(i) * mean.value(a), yb = s.ratio()(i) * mean.value(b);
    y(j) = 0.5 * (ya + yb) + 0.5 * (ya - yb) * s.eta / elapsed;
  }
  return {y, mapped(speed, mean)};
}

Panel speed_panel(const PhasesSetting& s, const Journey& far) {
  Panel panel{.title = "Speed against signal-to-noise",
              .x = {.label = "E Y_{i}", .min = 0.0, .max = 2.5},
              .y = {.label = "−dE x_{i}/dt", .min = 0.0, .max = 1.2}};
  for (Index i = 0; i < 2; ++i) {
    const Speeds v = speeds_of(s, far, i, 0, far.times().size() - 1, 1);
    panel.points(v.y, v.speed.value, fmt::format("SignSGD, i = {}", i + 1),
                 style::member(static_cast<std::size_t>(i)));
  }
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  const ArrayXd three = ArrayXd::LinSpaced(2, 0.0, 1.0), two = ArrayXd::LinSpaced(2, 1.0, 1.5),
                one = ArrayXd::LinSpaced(2, 1.5, 2.5), all = ArrayXd::LinSpaced(101, 0.0, 2.5);
  panel.line(all, ArrayXd(all.unaryExpr([](double y) { return std::erf(y); })), "erf(Y), SDE (3)",
             style::sde());
  panel.line(one, ArrayXd(ArrayXd::Ones(2)), "Lemma 3.4", style::theory());
  panel.line(two, ArrayXd(line.slope * two + line.secant), "", style::theory());
  panel.line(two, ArrayXd(line.slope * two + line.tangent), "", style::theory());
  panel.line(three, ArrayXd(2.0 * std::numbers::inv_sqrtpi * three), "", style::theory());
  return panel;
}

/// Where lines and erf can be told from each other.
Panel phase_two_panel(const PhasesSetting& s, const Journey& far) {
  Panel panel{.title = "Phase 2: bounds (2a)",
              .x = {.label = "E Y_{i}"},
              .y = {.label = "−dE x_{i}/dt − erf(E Y_{i})"}};
  const auto windows = s.phase_two();
  const Index stride = 8;
  for (Index i = 0; i < 2; ++i) {
    const auto& w = windows[static_cast<std::size_t>(i)];
    const Speeds v = speeds_of(s, far, i, far.place_of(w.first), far.place_of(w.last), stride);
    const ArrayXd erf = v.y.unaryExpr([](double y) { return std::erf(y); });
    const ArrayXd half = half_width(v.speed), value = v.speed.value - erf;
    panel.points(v.y, value, ArrayXd(value - half), ArrayXd(value + half),
                 fmt::format("SignSGD, i = {}", i + 1), style::member(static_cast<std::size_t>(i)));
  }
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  const ArrayXd y = ArrayXd::LinSpaced(51, 1.0, 1.5);
  const ArrayXd erf = y.unaryExpr([](double v) { return std::erf(v); });
  panel.line(y, ArrayXd(line.slope * y + line.tangent - erf), "mY + q_{2}", style::theory());
  panel.line(y, ArrayXd(line.slope * y + line.secant - erf), "mY + q_{1}", style::theory(1));
  panel.horizontal(0.0, "erf(Y)");
  return panel;
}

/// E X of (3) minus that of (5), relative to the start, in the first coordinate.
Panel linear_panel(const PhasesSetting& s, const PhasesJourneys& j) {
  Panel panel{.title = "Phase 3: SDE (3) minus SDE (5)",
              .x = time_axis(),
              .y = {.label = "difference of E X_{1}, relative to the start"}};
  const auto add = [&](const Journey& journey, std::size_t k) {
    const double x0 = journey.start()(0);
    const ArrayXd t = journey.compared_times(), start = ArrayXd::Constant(t.size(), x0);
    const Index n = t.size();
    std::vector<Index> first;
    for (Index p = 0; p < n; ++p) first.push_back(p);
    const Estimate gap =
        relative_to(chosen(journey.means(fine) - journey.means(linear_fine), first), start);
    const ArrayXd half = half_width(gap);
    panel.band(t, ArrayXd(gap.value - half), ArrayXd(gap.value + half), "", style::sde(k));
    panel.line(t, gap.value, fmt::format("from Y = {:.2f}", s.ratio()(0) * x0), style::sde(k));
    const ArrayXd flow = mean_flow(s.quadratic(), s.eta, journey.start(), t).col(0);
    panel.line(t, ArrayXd((flow - x0 * (-s.rate()(0) * t).exp()) / x0),
               k == 0 ? "drifts alone" : "", style::theory());
  };
  add(j.edge, 0);
  add(j.near, 1);
  const ArrayXd t = j.near.compared_times();
  const ArrayXd both = (s.lemma(s.near, t).mean - s.lemma(s.near, t, slope_one).mean).col(0).abs();
  panel.horizontal(both.maxCoeff() / 3.0 / s.near(0), "tolerance");
  return panel;
}

Panel variance_panel(const PhasesSetting& s, const Journey& journey, const char* title,
                     bool quadratic) {
  Panel panel{.title = title, .x = time_axis(), .y = {.label = "Var x_{i} / η", .log = true}};
  const ArrayXd t = journey.compared_times();
  const Estimate sde = journey.variances(fine), measured = journey.variances(optimizer);
  const ArrayXd half = half_width(sde);
  for (Index i = 0; i < 2; ++i) {
    const auto k = static_cast<std::size_t>(i);
    const auto of = [&](const ArrayXd& all) -> ArrayXd {
      return all.segment(i * t.size(), t.size()) / s.eta;
    };
    panel.band(t, of(sde.value - half), of(sde.value + half), "", style::sde(k));
    panel.line(t, of(measured.value), fmt::format("SignSGD, i = {}", i + 1), style::optimizer(k));
    panel.line(t, of(sde.value), fmt::format("SDE (3), i = {}", i + 1), style::sde(k));
    if (quadratic)
      panel.line(t, of(Journey::flat(s.lemma(ArrayXd::Zero(2), ArrayXd(t + 1e3)).variance)),
                 i == 0 ? "Phase 3, stationary" : "", style::theory());
  }
  return panel;
}

Panel saddle_panel(const PhasesSetting& s, const Journey& saddle) {
  Panel panel{
      .title = fmt::format("Embedded saddle: P(x_{{1}} > 0) → {:.3f}, SDE {:.3f}, Phase 3 {:.3f}",
                           saddle.right_of_zero(optimizer).value(0),
                           saddle.right_of_zero(fine).value(0), s.side_of_saddle(1.0)),
      .x = time_axis(),
      .y = {.label = "x_{i}"}};
  add_states(panel, saddle, ArrayXd::Ones(2), saddle.times().size());
  return panel;
}

/// SignSGD minus the SDE, relative to the largest value of the SDE's.
Panel difference_panel(const PhasesJourneys& j) {
  Panel panel{.title = "SignSGD minus SDE (3), i = 1",
              .x = time_axis(),
              .y = {.label = "relative to the largest value"}};
  const auto add = [&](const Estimate& difference, const ArrayXd& all, const ArrayXd& t,
                       const char* label, std::size_t k) {
    const Index n = t.size();
    std::vector<Index> first;
    for (Index p = 0; p < n; ++p) first.push_back(p);
    const double scale = all.head(n).abs().maxCoeff();
    const Estimate d = relative_to(chosen(difference, first), ArrayXd::Constant(n, scale));
    const ArrayXd half = half_width(d);
    panel.band(t, ArrayXd(d.value - half), ArrayXd(d.value + half), "", style::difference(k));
    panel.line(t, d.value, label, style::difference(k));
  };
  const Estimate far = j.far.variances(fine), mean = j.saddle.means(fine),
                 saddle = j.saddle.variances(fine);
  add(j.far.variances(optimizer) - far, far.value, j.far.compared_times(), "variance, quadratic",
      0);
  add(j.saddle.means(optimizer) - mean, mean.value, j.saddle.compared_times(), "mean, saddle", 1);
  add(j.saddle.variances(optimizer) - saddle, saddle.value, j.saddle.compared_times(),
      "variance, saddle", 2);
  panel.horizontal(0.0);
  return panel;
}

std::string setting_in_words(const PhasesSetting& s) {
  return fmt::format("σ = {}, η = {}, {} runs of each, SDEs at Δt = η/{}", s.sigma, s.eta, s.paths,
                     s.refine);
}

}  // namespace

void phases_figure(Session& session, const PhasesSetting& s, const PhasesJourneys& j) {
  Figure phases{.name = "phases"};
  phases.panels = {phases_panel(s, j.far), speed_panel(s, j.far), phase_two_panel(s, j.far),
                   linear_panel(s, j)};
  phases.caption = fmt::format(
      "Lemma 3.4 on f = ½xᵀHx, H = diag({}), from x_{{0}} = ({}); {}. Top left: bands are ± one "
      "standard deviation of the SDE; the ODE takes Phase 2's lower bound for dE X/dt. Bottom "
      "left: "
      "rates over eight steps, bars simultaneous 95 % confidence. Bottom right: bands simultaneous "
      "95 % confidence, both SDEs on one Brownian path.",
      to_string(ParameterValue(s.lambda)), to_string(ParameterValue(s.far)), setting_in_words(s));
  session.figure(std::move(phases));

  Figure full{.name = "full-sde"};
  full.panels = {variance_panel(s, j.far, "Quadratic", true), saddle_panel(s, j.saddle),
                 variance_panel(s, j.saddle, "Embedded saddle", false), difference_panel(j)};
  full.caption = fmt::format(
      "SignSGD and the SDE (3) through all phases, on the quadratic (after Phase 1) and on the "
      "embedded saddle of F.3, left from x_{{0}} = ({}); {}. Bands: top right ± one standard "
      "deviation of the SDE, else simultaneous 95 % confidence over all times shown.",
      to_string(ParameterValue(s.saddle_start)), setting_in_words(s));
  session.figure(std::move(full));
}

}  // namespace sdescent::adaptive
