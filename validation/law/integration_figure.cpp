// The figure of law/euler-is-not-the-sde.
#include "validation/law/integration_results.hpp"

#include <fmt/format.h>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Means = IntegrationMeans;

constexpr Index shown = 1;  // x²

/// |differences| over η.
Panel over_eta(const IntegrationResults& r) {
  const std::string& h = r.functions[static_cast<std::size_t>(shown)].symbol;
  Panel panel{.title = fmt::format("What is there and what is seen, h = {}", h),
              .x = {.label = "η", .log = true},
              .y = {.label = "|difference of E h|", .log = true}};
  const auto add = [&](const std::string& name, auto number, Style look) {
    panel.points(r.eta, ArrayXd(r.along(number).abs()), name, look);
  };
  add(
      "SignSGD − SDE", [](const Means& m) { return m.chain(shown) - m.exact(shown); },
      style::optimizer());
  add(
      "Euler–Maruyama (Δt = η) − SDE",
      [](const Means& m) { return m.euler(shown) - m.exact(shown); },
      [] {
        Style look = style::sde(0);
        look.marker = Marker::open_square;
        return look;
      }());
  add(
      "SignSGD − Euler–Maruyama (Δt = η)",
      [](const Means& m) { return m.chain(shown) - m.euler(shown); }, style::difference());
  panel.line(r.eta, ArrayXd(std::abs(r.theory.modelling(shown)) * r.eta), "|c|η, by theory",
             style::theory(0));
  panel.line(r.eta, ArrayXd(std::abs(r.theory.hidden(shown)) * r.eta.square()), "|C|η², by theory",
             style::theory(1));
  return panel;
}

/// What a comparison shows of the modelling error, over Δt.
Panel over_step(const IntegrationResults& r) {
  const Means& finest = r.at_eta.front();
  Panel panel{.title = fmt::format("What is seen, over what is there, η = {}", r.eta(0)),
              .x = {.label = "η/Δt", .log = true},
              .y = {.label = "seen/there", .min = -0.1, .max = 1.1}};
  const Index n = r.refine.size() + 1;
  ArrayXd step(n);
  step << 1.0, r.refine;
  for (std::size_t h = 0; h < r.functions.size(); ++h) {
    const auto at = static_cast<Index>(h);
    const double there = finest.chain(at) - finest.exact(at);
    ArrayXd seen(n);
    seen(0) = (finest.chain(at) - finest.euler(at)) / there;
    for (Index i = 1; i < n; ++i)
      seen(i) = (finest.chain(at) - finest.refined[static_cast<std::size_t>(i - 1)](at)) / there;
    panel.points(step, seen, "h = " + r.functions[h].symbol, style::member(h));
  }
  const ArrayXd curve = ArrayXd::LinSpaced(100, 0.0, std::log(step(n - 1))).exp();
  panel.line(curve, ArrayXd(1.0 - 1.0 / curve), "1 − Δt/η, by theory", style::theory());
  panel.horizontal(1.0, "Δt → 0");
  return panel;
}

}  // namespace

void integration_figure(Session& session, const IntegrationResults& r) {
  session.figure(
      {.name = "euler-is-not-the-sde",
       .caption = fmt::format(
           "SignSGD, its SDE (3) and Euler–Maruyama on that SDE, f = ½λx², λ = {}, σ = {}, from x "
           "= "
           "{} to t = kη = {}. Nothing is sampled: SignSGD's law on its lattice, the SDE's by its "
           "Kolmogorov equation, Euler–Maruyama's by quadrature. Theory: leading orders in η. At "
           "Δt "
           "= η the integrator is as far from the SDE as SignSGD is, on the same side.",
           r.descent.lambda, r.descent.sigma, r.descent.x0, r.descent.duration),
       .panels = {over_eta(r), over_step(r)}});
}

}  // namespace sdescent::law
