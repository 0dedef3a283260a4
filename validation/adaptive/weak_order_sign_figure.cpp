#include "validation/adaptive/weak_order_sign.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent::adaptive::weak_order {
namespace {

constexpr const char* symbols[tested] = {"x_{1}", "x_{1}²", "x_{1}x_{2}", "cos x_{1}"};

/// Half-widths of bars: simultaneous 95 % over η, and the bound of the bias.
ArrayXd half_width(const Curve& curve) {
  return SupT(curve.value, Sides::two).critical(0.05) * curve.value.standard_error() + curve.bias;
}

Style hollow(Style look) {
  constexpr Marker markers[] = {Marker::circle, Marker::open_square, Marker::open_triangle,
                                Marker::open_diamond};
  look.marker = markers[static_cast<std::size_t>(look.marker) % 4];
  return look;
}

Panel order_panel(const Setting& s, const std::vector<Comparison>& all) {
  Panel panel{.title = "Weak error",
              .x = {.label = "η", .log = true},
              .y = {.label = "|E h(x_{T/η}) − E h(X_{T})|", .log = true}};
  double largest[2] = {0, 0};
  for (const bool euler : {false, true})
    for (Index h = 0; h < tested; ++h) {
      const Curve curve = curve_of(all, h, euler);
      const ArrayXd size = curve.value.value.abs(), half = half_width(curve);
      const Style look = style::member(static_cast<std::size_t>(h));
      const ArrayXd lower = (half < size).select(size - half, size);
      panel.points(s.eta, size, lower, ArrayXd(size + half),
                   fmt::format("{}, {}", symbols[h], euler ? "Δt = η" : "SDE"),
                   euler ? hollow(look) : look);
      largest[euler ? 1 : 0] = std::max(largest[euler ? 1 : 0], size(size.size() - 1));
    }
  const ArrayXd relative = s.eta / s.eta(s.eta.size() - 1);
  panel.line(s.eta, ArrayXd(1.5 * largest[0] * relative), "∝ η", style::theory(0));
  panel.line(s.eta, ArrayXd(1.5 * largest[1] * relative.square()), "∝ η²", style::theory(1));
  panel.key = KeyPlace::below;
  return panel;
}

Panel coefficient_panel(const Setting& s, const std::vector<Comparison>& all,
                        const Theory& theory) {
  Panel panel{.title = "Coefficient of the weak error",
              .x = {.label = "η", .min = 0.0},
              .y = {.label = "(E h(x_{T/η}) − E h(X_{T})) / η"}};
  for (Index h = 0; h < tested; ++h) {
    const Curve ratio = curve_of(all, h).over(s.eta);
    const ArrayXd half = half_width(ratio), value = ratio.value.value;
    const Style look = style::member(static_cast<std::size_t>(h));
    panel.points(s.eta, value, ArrayXd(value - half), ArrayXd(value + half), symbols[h], look);
  }
  for (Index h = 0; h < tested; ++h)
    panel.horizontal(theory.coefficient(h), h == 0 ? "limits derived" : "", style::theory());
  panel.key = KeyPlace::below;
  return panel;
}

}  // namespace

void draw(Session& session, const Setting& s, const std::vector<Comparison>& all,
          const Theory& theory) {
  const ParameterValues& p = session.parameters();
  std::vector<Refinement> refinements;
  for (const Comparison& c : all) refinements.push_back(c.refinement);
  Figure f{.name = "weak-order"};
  f.panels = {order_panel(s, all), coefficient_panel(s, all, theory)};
  f.caption = fmt::format(
      "SignSGD and its SDE (3) at T = {} on f = ½xᵀHx, H of eigenvalues {} turned by {}, noise of "
      "σ "
      "= "
      "{}, from x_{{0}} = ({}). SignSGD by its law on the lattice, the SDE by {} paths with "
      "control "
      "variates and Δt → 0 from {} and twice that; hollow: Euler–Maruyama at Δt = η, which has "
      "SignSGD's own conditional moments. Bars: simultaneous 95 % over η, and the bound of what Δt "
      "left.",
      s.duration, to_string(ParameterValue(p.reals("hessian"))), p.real("angle"),
      to_string(ParameterValue(p.reals("sigma"))), to_string(ParameterValue(p.reals("x0"))),
      p.count("paths"), time_steps(refinements));
  session.figure(std::move(f));
}

}  // namespace sdescent::adaptive::weak_order
