#include "validation/law/second_order.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;

Style hollow(Style look) {
  constexpr Marker markers[] = {Marker::circle, Marker::open_square, Marker::open_triangle,
                                Marker::open_diamond};
  look.marker = markers[static_cast<std::size_t>(look.marker) % 4];
  return look;
}

/// Those of x² with a constant learning rate.
std::vector<SecondOrderCurve> shown(const std::vector<SecondOrderCurve>& curves) {
  std::vector<SecondOrderCurve> some;
  for (const SecondOrderCurve& c : curves)
    if (c.function.name == "x^2" && c.setting.find("schedule") == std::string::npos)
      some.push_back(c);
  return some;
}

Panel order_panel(const std::vector<SecondOrderCurve>& curves) {
  Panel panel{.title = "Weak error, h = x²",
              .x = {.label = "η", .log = true},
              .y = {.label = "|E h(x_{T/η}) − E h(X_{T})|", .log = true}};
  double largest[2] = {0, 0};
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const SecondOrderCurve& c = curves[i];
    panel.points(c.eta, ArrayXd(c.first.abs()), c.setting + ", order 1", hollow(style::member(i)));
    panel.points(c.eta, ArrayXd(c.second.abs()), c.setting + ", order 2", style::member(i));
    largest[0] = std::max(largest[0], (c.first / c.eta).abs().maxCoeff());
    largest[1] = std::max(largest[1], (c.second / c.eta.square()).abs().maxCoeff());
  }
  const ArrayXd& eta = curves.front().eta;
  panel.line(eta, ArrayXd(1.5 * largest[0] * eta), "∝ η", style::theory(0));
  panel.line(eta, ArrayXd(1.5 * largest[1] * eta.square()), "∝ η²", style::theory(1));
  panel.key = KeyPlace::below;
  return panel;
}

Panel coefficient_panel(std::string title, const std::vector<SecondOrderCurve>& curves) {
  Panel panel{.title = std::move(title),
              .x = {.label = "η", .min = 0.0},
              .y = {.label = "(E h(x_{T/η}) − E h(X_{T}))/η², order 2"}};
  for (std::size_t i = 0; i < curves.size(); ++i)
    panel.points(curves[i].eta, ArrayXd(curves[i].second / curves[i].eta.square()),
                 curves[i].setting, style::member(i));
  for (std::size_t i = 0; i < curves.size(); ++i)
    panel.horizontal(curves[i].limit, i == 0 ? "limits derived" : "", style::theory());
  panel.key = KeyPlace::below;
  return panel;
}

}  // namespace

Figure second_order_figure(const SecondOrderSetting& s, const SecondOrderResults& r) {
  std::vector<SecondOrderCurve> rough = shown(r.laplace);
  for (SecondOrderCurve& c : shown(r.uniform)) rough.push_back(std::move(c));
  Figure f{.name = "second-order"};
  f.panels = {order_panel(shown(r.smooth)),
              coefficient_panel("Coefficient of η², h = x²", shown(r.smooth)),
              coefficient_panel("Where noise is not smooth, h = x²", rough)};
  f.caption = fmt::format(
      "Optimizers and their SDEs on f = ½x² with noise of scale 1, no sampling: SignSGD by its law "
      "on the lattice, SGD by its Gaussian law, SDEs by their forward equations; uniform noise in "
      "closed form. Hollow: SDE of first order; filled: with the drift corrected to second order. "
      "From x_{{0}} = {} to T = {}; Laplace from {} (off the kink of m') and 0 (on "
      "it); "
      "uniform from {} to T = {}, the step across the kink of m at x = 1 beginning on it (phase 0) "
      "or "
      "half a step before (phase ½).",
      s.x0, s.duration, s.laplace_x0, 1.0 + s.uniform_path, s.uniform_duration);
  return f;
}

}  // namespace sdescent::law
