#include "solvers/diffusion_law.hpp"
#include "solvers/diffusion_mean.hpp"
#include "validation/law/weak_error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// What is drawn: all functions of one case, or x² of several.
struct Curve {
  std::size_t of, h;
  std::string label;
  Style look;
};

constexpr std::size_t square = 1;

std::vector<Curve> drawn(const WeakErrorSetting& s) {
  std::vector<Curve> curves;
  const bool one = s.cases.size() == 1;
  for (std::size_t i = 0; i < (one ? s.functions.size() : s.cases.size()); ++i)
    curves.push_back({one ? 0 : i, one ? i : square, one ? s.functions[i].symbol : s.cases[i].name,
                      style::member(i)});
  return curves;
}

ArrayXd sde_error(const WeakErrorResults& r, const Curve& c) {
  const auto h = static_cast<Index>(c.h);
  return r.curves[c.of].chain.col(h) - r.curves[c.of].sde.col(h);
}

Panel order_panel(const WeakErrorSetting& s, const WeakErrorResults& r) {
  Panel panel{.title = s.cases.size() == 1 ? "Weak error" : "Weak error, h = x²",
              .x = {.label = "η", .log = true},
              .y = {.label = "|E h(x_{T/η}) − E h(X_{T})|", .log = true}};
  double largest = 0.0;
  for (const Curve& c : drawn(s)) {
    const ArrayXd error = sde_error(r, c).abs();
    panel.points(s.eta, error, "SDE, " + c.label, c.look);
    largest = std::max(largest, error(error.size() - 1));
    if (c.h != square) continue;
    Style hollow = c.look;
    hollow.marker = Marker::open_square;
    const auto h = static_cast<Index>(c.h);
    const ArrayXd ode = (r.curves[c.of].chain.col(h) - r.curves[c.of].ode.col(h)).abs();
    panel.points(s.eta, ode, "ODE, " + c.label, hollow);
    largest = std::max(largest, ode(ode.size() - 1));
  }
  const ArrayXd line = 1.6 * largest * s.eta / s.eta(s.eta.size() - 1);
  panel.line(s.eta, line, "∝ η", style::theory());
  panel.key = KeyPlace::below;
  return panel;
}

Panel coefficient_panel(const WeakErrorSetting& s, const WeakErrorResults& r) {
  Panel panel{.title = s.cases.size() == 1 ? "Its coefficient" : "Its coefficient, h = x²",
              .x = {.label = "η", .log = true},
              .y = {.label = "(E h(x_{T/η}) − E h(X_{T})) / η"}};
  for (const Curve& c : drawn(s)) {
    panel.line(s.eta, ArrayXd(sde_error(r, c) / s.eta), "", c.look);
    panel.points(s.eta, ArrayXd(sde_error(r, c) / s.eta), c.label, c.look);
  }
  bool first = true;
  for (const Curve& c : drawn(s)) {
    panel.horizontal(r.theory[c.of].coefficient(static_cast<Index>(c.h)),
                     first ? "limits derived" : "", style::theory());
    first = false;
  }
  panel.key = KeyPlace::below;
  return panel;
}

Panel variance_panel(const WeakErrorSetting& s, const WeakErrorResults& r) {
  Panel panel{.title = "Variance at T",
              .x = {.label = "η", .log = true},
              .y = {.label = "Var / η", .min = 0.0}};
  for (std::size_t c = 0; c < s.cases.size(); ++c) {
    const std::string end = s.cases[c].name.empty() ? "" : ", " + s.cases[c].name;
    panel.line(s.eta, ArrayXd(r.curves[c].chain_variance / s.eta), "SignSGD" + end,
               style::optimizer(c));
    panel.line(s.eta, ArrayXd(r.curves[c].sde_variance / s.eta), "SDE" + end, style::sde(c));
  }
  panel.line(s.eta, ArrayXd(r.curves.front().ode_variance / s.eta), "noise-free ODE",
             style::difference());
  for (std::size_t c = 0; c < s.cases.size(); ++c)
    panel.horizontal(r.theory[c].spread, c == 0 ? "V derived" : "", style::theory());
  panel.key = KeyPlace::below;
  return panel;
}

/// |E x² by the forward equation on coarse grids − by the backward one| of the first case at the
/// largest η, against the number of nodes.
Panel convergence_panel(const WeakErrorSetting& s, const WeakErrorResults& r) {
  const WeakErrorCase& of = s.cases.front();
  const double eta = s.eta(s.eta.size() - 1);
  const MistakenSde sde(of, eta, Mistake::none);
  const RealFunction& h = s.functions[square].h;
  DiffusionResolution backward;
  backward.kinks = sde.kinks();
  const double reference = diffusion_mean(sde, s.x0, s.duration, h, backward);
  constexpr double unrefined = std::numeric_limits<double>::infinity();
  const auto error = [&](double spacing, double reach) {
    const DiffusionResolution grid{spacing, reach, unrefined, 1e-14, sde.kinks()};
    const double value = diffusion_law(sde, s.x0, s.duration, grid).mean(h);
    return std::max(std::abs(value - reference), 1e-16);
  };
  const ArrayXd spacings{{0.8, 0.7, 0.6, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25}};
  const ArrayXd reaches{{4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0}};
  const double reach = 12.0, spacing = 0.25;
  const std::string end = of.name.empty() ? "" : ", " + of.name;
  Panel panel{.title = fmt::format("Numerical error of E x² of the SDE, η = {}{}", eta, end),
              .x = {.label = "nodes of the grid"},
              .y = {.label = "|forward − backward equation|", .log = true}};
  panel.points(
      ArrayXd(2.0 * (reach / spacings).ceil() + 1.0),
      ArrayXd(spacings.unaryExpr([&](double d) { return error(d, reach); })),
      fmt::format("δ from {} to {}, L = {}", spacings(0), spacings(spacings.size() - 1), reach),
      style::sde());
  Style hollow = style::sde(1);
  hollow.marker = Marker::open_square;
  panel.points(
      ArrayXd(2.0 * (reaches / spacing).ceil() + 1.0),
      ArrayXd(reaches.unaryExpr([&](double l) { return error(spacing, l); })),
      fmt::format("L from {} to {}, δ = {}", reaches(0), reaches(reaches.size() - 1), spacing),
      hollow);
  panel.horizontal(std::abs(sde_error(r, drawn(s)[s.cases.size() == 1 ? square : 0])(0)),
                   fmt::format("weak error at η = {}", s.eta(0)), style::theory());
  panel.key = KeyPlace::below;
  return panel;
}

}  // namespace

void weak_error_figure(Session& session, const WeakErrorSetting& s, const WeakErrorResults& r) {
  const ParameterValues& p = session.parameters();
  Figure f{.name = "weak-error"};
  f.panels = {order_panel(s, r), coefficient_panel(s, r), variance_panel(s, r),
              convergence_panel(s, r)};
  f.columns = 2;
  f.caption = fmt::format(
      "SignSGD and its SDE at T = {} on f = λx²/2, λ = {}, noise of scale σ = {}, from x_{{0}} = "
      "{}; c = {}, w = {}. Nothing is sampled: SignSGD by the law of its chain, the SDE by its "
      "forward Kolmogorov equation on a grid of spacing δ and reach L standard deviations; both to "
      "{:.0e}. Dashed in the second and third panel: limits η → 0 by an expansion that knows "
      "neither "
      "law.",
      s.duration, p.real("lambda"), p.real("sigma"), s.x0, s.centre, s.width,
      r.curves.front().bound);
  session.figure(std::move(f));
}

}  // namespace sdescent::law
