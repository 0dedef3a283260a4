#include "models/sign_sgd_phases.hpp"
#include "validation/adaptive/phase_bounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Where slacks end: what is further out is drawn there.
constexpr double least_drawn = 0.1, most_drawn = 10.0;

/// A row for each inequality, the first on top: violated ones apart from those that hold.
Panel slack_panel(const std::vector<Slack>& slacks) {
  Panel panel{.title = "Slack of each inequality",
              .x = {.label = "bound / value", .log = true},
              .key = KeyPlace::below};
  const auto n = static_cast<Index>(slacks.size());
  panel.y.names.resize(slacks.size());
  const double gap = std::numeric_limits<double>::quiet_NaN();
  ArrayXd rows(n), holding = ArrayXd::Constant(n, gap), violated = holding;
  for (Index i = 0; i < n; ++i) {
    const Slack& s = slacks[static_cast<std::size_t>(i)];
    rows(i) = static_cast<double>(n - i);
    panel.y.names[static_cast<std::size_t>(n - i - 1)] =
        fmt::format("{}: {:.3g}", s.claim, s.slack);
    (s.slack < 1 ? violated : holding)(i) = std::clamp(s.slack, least_drawn, most_drawn);
  }
  panel.vertical(1.0);
  const auto add = [&](const ArrayXd& at, const char* label, const Style& look) {
    const auto shown = (at == at).cast<Index>().sum();
    ArrayXd x(shown), y(shown);
    for (Index i = 0, k = 0; i < n; ++i)
      if (!std::isnan(at(i))) {
        x(k) = at(i);
        y(k++) = rows(i);
      }
    if (shown > 0) panel.points(x, y, label, look);
  };
  add(holding, "holds", style::difference());
  add(violated, "violated", style::optimizer());
  return panel;
}

Panel tail_panel(const Spread& sign_sgd, const Spread& sde) {
  const ArrayXd& t = sde.times();
  const Index n = t.size();
  using Factor = Spread::Factor;
  const auto sides = [](const Spread& of, Intercept q, Factor factor) {
    return of.tail_sides(q, factor, false);
  };
  const Estimate measured = points(sides(sde, Intercept::printed, Factor::one), 0, n);
  const Estimate optimizer_tail = points(sides(sign_sgd, Intercept::printed, Factor::one), 0, n);
  const Band band = simultaneous_band(measured, 0.05);
  const auto larger = [&](Intercept q, Factor factor) -> ArrayXd {
    return sides(sde, q, factor).value.tail(n);
  };
  Panel panel{.title = "(2b): P[‖X_{t} − E X_{t}‖² > a], a = tr Var X_{t}",
              .x = {.label = "elapsed t", .log = true},
              .y = {.label = "probability and bounds", .log = true}};
  panel.vertical(1.0);
  panel.band(t, ArrayXd(band.lower), ArrayXd(band.upper), "SDE (3), 95 %", style::sde());
  panel.line(t, ArrayXd(optimizer_tail.value), "SignSGD", style::optimizer());
  panel.line(t, ArrayXd(measured.value), "SDE (3)", style::sde());
  panel.line(t, larger(Intercept::printed, Factor::one), "bound as printed", style::theory(0));
  panel.line(t, larger(Intercept::below, Factor::elapsed), "times t, with q₁", style::theory(1));
  return panel;
}

Panel erf_panel() {
  const ArrayXd y = phase_two_grid().head(phase_two_grid().size() / 2);
  const ArrayXd secant = line(y, Intercept::below);
  const ArrayXd above = y.unaryExpr([](double v) { return std::erf(v); }) - secant;
  Panel panel{.title = "erf between its lines",
              .x = {.label = "|Y|"},
              .y = {.label = "minus the secant m|Y| + q₁"}};
  panel.line(y, above, "erf(|Y|)", style::difference());
  panel.line(y, ArrayXd(0.0 * y), "secant, q₁", style::theory(0));
  panel.line(y, ArrayXd(line(y, Intercept::above) - secant), "tangent, q₂ = q̂ as printed",
             style::theory(1));
  return panel;
}

}  // namespace

void draw_phase_bounds(Session& session, const std::vector<Slack>& slacks, const Spread& sign_sgd,
                       const Spread& sde) {
  const ParameterValues& p = session.parameters();
  Figure slack{.name = "slack"};
  slack.panels = {slack_panel(slacks)};
  slack.caption = fmt::format(
      "Smallest bound over value of each inequality of the experiment, by its claim; below 1 it is "
      "violated. What is beyond {} or {} is drawn there. Steps of proofs on a grid of Y, exactly; "
      "the others from means of runs.",
      least_drawn, most_drawn);

  session.figure(std::move(slack));
  Figure spread{.name = "phase-two"};
  spread.panels = {tail_panel(sign_sgd, sde), erf_panel()};
  spread.caption = fmt::format(
      "Left: SignSGD and its SDE on f = ½xᵀHx, H = diag({}), σ = {}, η = {}, from |Y_{{i}}| = {} "
      "with gradients of either sign, {} runs, Δt = η/{}, Phase 2 throughout; a from the mean "
      "flow. Band: simultaneous 95 % confidence. At small t SignSGD, which lives on a lattice of "
      "width 2η, has few values. The bound as printed is one for t <= 1. Right: the proofs need a "
      "line below erf, q₁; q̂ as printed is that of the line above.",
      to_string(ParameterValue(p.reals("slow-hessian"))), p.real("sigma"), p.real("slow-eta"),
      p.real("phase-two-ratio"), p.count("paths"), p.count("refine"));
  session.figure(std::move(spread));
}

}  // namespace sdescent::adaptive
