#include "validation/adaptive/svag.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive::svag {
namespace {

Panel panel_of(const Setting& s, const Results& r, Index number) {
  Panel panel{.title = fmt::format("{}: {}", name_of(r.method), tested_symbols[number]),
              .x = {.label = "1/ℓ", .min = 0.0},
              .y = {.label = tested_symbols[number]}};
  std::vector<Estimate> at;
  for (const Estimate& level : r.levels) at.push_back(points(level, number, 1));
  const Estimate curve = joined(at);
  const ArrayXd half = SupT(curve, Sides::two).critical(0.05) * curve.standard_error();
  panel.horizontal(r.own.value.value(number), fmt::format("SDE of {}", name_of(r.method)),
                   style::sde(0));
  panel.horizontal(r.own.at_eta.value(number), "the same, Δt = η", style::reference());
  if (r.method != Method::sgd) {
    panel.horizontal(r.malladi.value.value(number), "Malladi's SDE", style::sde(1));
    panel.horizontal(r.malladi.at_eta.value(number), "", style::reference());
  }
  panel.points(s.levels.inverse(), curve.value, ArrayXd(curve.value - half),
               ArrayXd(curve.value + half), "SVAG", style::optimizer());
  panel.key = KeyPlace::below;
  return panel;
}

/// What is between the limits of SVAG and of the optimizers, over t₀.
Panel start_panel(const Setting& setting) {
  const ArrayXd starts = ArrayXd::LinSpaced(16, 0.25, 4.0);
  Panel panel{.title = "E f of Malladi's SDE less that of this paper's",
              .x = {.label = "t_{0}", .min = 0.0},
              .y = {.label = "difference of E f at t_{0} + T"}};
  for (const Method m : {Method::rmsprop, Method::adam}) {
    ArrayXd apart(starts.size());
    for (Index k = 0; k < starts.size(); ++k) {
      Setting s = setting;
      s.start = starts(k);
      apart(k) = expanded(s, m, Model::malladi)(0) - expanded(s, m, Model::own)(0);
    }
    panel.line(starts, apart, name_of(m), style::difference(m == Method::adam ? 1 : 0));
  }
  return panel;
}

}  // namespace

void draw(Session& session, const Setting& s, const std::vector<Results>& all) {
  const ParameterValues& p = session.parameters();
  Figure f{.name = "svag"};
  for (const Index number : {Index{0}, Index{2}})
    for (const Results& r : all) f.panels.push_back(panel_of(s, r, number));
  f.columns = 3;
  f.caption = fmt::format(
      "SVAG at T = {} after t_{{0}} = {} (SGD: 0) over 1/ℓ, 1 the optimizer itself, η = {}, on "
      "f = ½xᵀHx, H of eigenvalues {} turned by {}, noise of σ = {} (SGD: Laplace, else Gaussian), "
      "from x = ({}); ρ_{{1}} = {}, ρ_{{2}} = {}, ε = {}. {} paths with control variates; SDEs at "
      "Δt → 0 from η/{} and twice that, and at Δt = η (dotted). Bars, smaller than most points: "
      "simultaneous 95 % over ℓ.",
      s.duration, s.start, s.eta, to_string(ParameterValue(p.reals("hessian"))), p.real("angle"),
      to_string(ParameterValue(p.reals("sigma"))), to_string(ParameterValue(p.reals("x0"))), s.rho1,
      s.rho2, s.epsilon, p.count("paths"), s.refine);
  session.figure(std::move(f));
  Figure start{.name = "start"};
  start.panels = {start_panel(s)};
  start.caption = fmt::format(
      "Where SVAG of large ℓ and the optimizer end, over the time t_{{0}} at which both start, "
      "with "
      "the m and v that relaxation at x_{{0}} has then: expansions to first order in η = {}, no "
      "sampling.",
      s.eta);
  session.figure(std::move(start));
}

}  // namespace sdescent::adaptive::svag
