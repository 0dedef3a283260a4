#include "validation/adaptive/weak_order.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive::adaptive_order {
namespace {

/// The function that is drawn: x₁².
constexpr Index drawn = 1;

/// Half-widths of bars: simultaneous 95 % over η, and the bound of the bias.
ArrayXd half_width(const Curve& curve) {
  return SupT(curve.value, Sides::two).critical(0.05) * curve.value.standard_error() + curve.bias;
}

void add_points(Panel& panel, const ArrayXd& eta, const Curve& curve, const std::string& label,
                const Style& look) {
  const ArrayXd& value = curve.value.value;
  const ArrayXd half = half_width(curve);
  panel.points(eta, value, ArrayXd(value - half), ArrayXd(value + half), label, look);
}

Style hollow(Style look) {
  constexpr Marker markers[] = {Marker::circle, Marker::open_square, Marker::open_triangle,
                                Marker::open_diamond};
  look.marker = markers[static_cast<std::size_t>(look.marker) % 4];
  return look;
}

/// A line at a limit derived, of the colour of its points.
void add_limit(Panel& panel, double limit, Style look) {
  look.dash = Dash::dashed;
  look.width = 1.0;
  panel.horizontal(limit, "", look);
}

Panel order_panel(const Setting& s, const std::vector<CaseResults>& all) {
  Panel panel{.title = "Weak error",
              .x = {.label = "η", .log = true},
              .y = {.label = "|E x_{1}² of the optimizer − E X_{1}²|", .log = true}};
  double largest = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const ArrayXd size = all[i].curve(of_sde + drawn).value.value.abs();
    panel.points(s.eta, size, all[i].what.name, style::member(i));
    largest = std::max(largest, size(size.size() - 1));
  }
  panel.line(s.eta, ArrayXd(1.5 * largest * s.eta / s.eta(s.eta.size() - 1)), "∝ η",
             style::theory());
  panel.key = KeyPlace::below;
  return panel;
}

Panel coefficient_panel(const Setting& s, const std::vector<CaseResults>& all) {
  Panel panel{.title = "Its coefficient, and that of Δt = η (hollow)",
              .x = {.label = "η", .min = 0.0},
              .y = {.label = "(E x_{1}² of the optimizer − E X_{1}²) / η"}};
  for (const bool euler : {false, true})
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      const Curve curve = all[i].curve((euler ? of_euler : of_sde) + drawn).over(s.eta);
      const Style look = style::member(i);
      add_points(panel, s.eta, curve, euler ? "" : all[i].what.name, euler ? hollow(look) : look);
    }
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    add_limit(panel, all[i].theory.coefficient(drawn), style::member(i));
    add_limit(panel, all[i].theory.euler_coefficient(drawn), style::member(i));
  }
  panel.key = KeyPlace::below;
  return panel;
}

Panel variance_panel(const Setting& s, const std::vector<CaseResults>& all) {
  Panel panel{.title = "Var x_{1}/η: optimizer (hollow) and SDE",
              .x = {.label = "η", .min = 0.0},
              .y = {.label = "Var x_{1} / η", .min = 0.0}};
  for (std::size_t i = 0; i + 1 < all.size(); i += 2) {
    const Style look = style::member(i);
    add_points(panel, s.eta, all[i].curve(of_sde_spread), all[i].what.name + ", SDE", look);
    add_points(panel, s.eta, all[i].curve(of_optimizer_spread), all[i].what.name, hollow(look));
  }
  for (std::size_t i = 0; i + 1 < all.size(); i += 2) {
    add_limit(panel, all[i].theory.sde(0), style::member(i));
    add_limit(panel, all[i].theory.optimizer(0), style::member(i));
  }
  panel.key = KeyPlace::below;
  return panel;
}

Panel start_panel(const Setting& setting) {
  const ArrayXd starts = ArrayXd::LinSpaced(16, 0.25, 4.0);
  Panel panel{.title = "Dependence on t_{0}, exact",
              .x = {.label = "t_{0}", .min = 0.0},
              .y = {.label = "lim (E x_{1}² of the optimizer − E X_{1}²) / η"}};
  const std::vector<Case> cases = setting.cases();
  for (std::size_t i = 0; i < cases.size(); i += 2) {
    ArrayXd right(starts.size()), without_lag(starts.size());
    for (Index k = 0; k < starts.size(); ++k) {
      Setting s = setting;
      s.start = starts(k);
      const Coefficients c = coefficients_of(s, cases[i]);
      right(k) = c.right(drawn);
      without_lag(k) = c.without_lag(drawn);
    }
    Style look = style::member(i);
    look.dash = Dash::solid;
    panel.line(starts, right, cases[i].name, look);
    look.dash = Dash::dotted;
    if (cases[i].kind == AdaptiveMethod::Kind::adam)
      panel.line(starts, without_lag, "Adam, SDE without ηρ_{1}(∇f − M)", look);
  }
  panel.key = KeyPlace::below;
  return panel;
}

}  // namespace

void draw(Session& session, const Setting& s, const std::vector<CaseResults>& all) {
  const ParameterValues& p = session.parameters();
  std::vector<Refinement> refinements;
  for (const CaseResults& r : all)
    for (const Comparison& c : r.at) refinements.push_back(c.refinement);
  Figure f{.name = "weak-order"};
  f.panels = {order_panel(s, all), coefficient_panel(s, all), variance_panel(s, all),
              start_panel(s)};
  f.caption = fmt::format(
      "RMSprop(W), Adam(W) and their SDEs, T = {} after t_{{0}} = {}, on f = ½xᵀHx, H of "
      "eigenvalues {} turned by {}, noise of σ = {}, both from x = ({}) and the m and v that "
      "relaxation there has at t_{{0}}; ρ_{{1}} = {}, ρ_{{2}} = {}, ε = {}, ϑ = {} with W. {} "
      "paths with control variates, the SDE at Δt → 0 from {} and twice that. Bars, smaller than "
      "most points: simultaneous 95 % over η, and the bound of what Δt left. Broken lines in the "
      "upper right and lower left panel: the limits derived. Var x_{{1}} of optimizer and SDE "
      "differ in the limit: the SDEs have no noise in V.",
      s.duration, s.start, to_string(ParameterValue(p.reals("hessian"))), p.real("angle"),
      to_string(ParameterValue(p.reals("sigma"))), to_string(ParameterValue(p.reals("x0"))), s.rho1,
      s.rho2, s.epsilon, s.decay, p.count("paths"), time_steps(refinements));
  session.figure(std::move(f));
}

}  // namespace sdescent::adaptive::adaptive_order
