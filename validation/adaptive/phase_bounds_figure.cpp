#include "models/sign_sgd_phases.hpp"
#include "validation/adaptive/phase_bounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Slacks from 0.01 to 100; what is further out is drawn at the end.
Panel slack_panel(const std::vector<Slack>& slacks) {
  Panel panel{.title = "Slack of each inequality",
              .x = {.label = "number of the inequality"},
              .y = {.label = "bound / value", .log = true},
              .key = KeyPlace::below};
  for (std::size_t i = 0; i < slacks.size(); ++i) {
    const double drawn = std::clamp(slacks[i].slack, 0.1, 10.0);
    panel.points({static_cast<double>(i + 1)}, {drawn},
                 fmt::format("{} {}: {:.4g}", i + 1, slacks[i].claim, slacks[i].slack),
                 style::member(i));
  }
  panel.horizontal(1.0);
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
  slack.caption =
      "Smallest bound over value of each inequality of the experiment, by its claim; below 1 it is "
      "violated. What is beyond 0.1 or 10 is drawn there; the key has the numbers. Steps of proofs "
      "on a grid of Y, exactly; the others from means of runs.";
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
