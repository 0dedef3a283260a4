// Table and figure of exact/fig2-phi.
#include "models/batch_label_noise.hpp"
#include "models/risk_equation.hpp"
#include "validation/exact/fig2_phi_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

void table(Session& session, const PhiSetting& s, const Estimate& single) {
  ResultTable t{"phi",
                {"law", "R", "phi", "phi.finite_d", "measured", "standard_error"},
                Eigen::MatrixXd(single.points(), 6)};
  const ArrayXd errors = single.standard_error();
  const double rho = 1.0 / std::sqrt(static_cast<double>(s.dimension));
  for (Index i = 0; i < single.points(); ++i) {
    const Index law = i / s.risks.size();
    const double risk = s.risks(i % s.risks.size());
    const LabelNoise& noise = *s.single[static_cast<std::size_t>(law)].family.law;
    t.values.row(i) << static_cast<double>(law + 1), risk, noise.phi(risk),
        drift_at_correlation(noise, risk, rho), single.value(i), errors(i);
  }
  session.table(std::move(t));
}

ArrayXd log_grid(double first, double last, Index count) {
  return ArrayXd::LinSpaced(count, std::log(first), std::log(last)).exp();
}

Panel curve_panel(const PhiSetting& s, const std::vector<PhiCase>& cases, std::size_t first,
                  std::size_t count, const Estimate& measured, const char* title) {
  const ArrayXd grid = log_grid(0.02, 5.0, 80);
  Panel panel{.title = title,
              .x = {.label = "R", .log = true},
              .y = {.label = "drift of signSGD, φ", .min = 0.0},
              .key = KeyPlace::below};
  for (std::size_t i = first; i < first + count; ++i) {
    const LabelNoise& law = *cases[i].family.law;
    const Style look = style::member(i - first);
    panel.line(grid, grid.unaryExpr([&](double risk) { return law.phi(risk); }),
               cases[i].family.name, look);
    const Index n = s.risks.size();
    const Estimate points = sdescent::points(measured, static_cast<Index>(i) * n, n);
    const ArrayXd half = 1.96 * points.standard_error();
    panel.points(s.risks, points.value, ArrayXd(points.value - half), ArrayXd(points.value + half),
                 "", look);
  }
  return panel;
}

Panel batch_panel(const PhiSetting& s, const Estimate& measured) {
  const ArrayXd grid = log_grid(1e-3, 5.0, 80);
  Panel panel{.title = "Rademacher's law in batches of B",
              .x = {.label = "R", .log = true},
              .y = {.label = "φ^{(B)}", .log = true, .min = 1e-3, .max = 1.0},
              .key = KeyPlace::below};
  const NoiseFamily rademacher = rademacher_family(1.0);
  panel.line(grid,
             grid.unaryExpr([&](double risk) { return std::max(rademacher.law->phi(risk), 1e-5); }),
             "B = 1", style::member(0));
  for (std::size_t i = 0; i < s.batches.size(); ++i) {
    if (s.batches[i].family.name != rademacher.name) continue;
    const auto law = for_batch(rademacher.law, s.batches[i].batch);
    const Style look = style::member(1 + i % static_cast<std::size_t>(s.batches.size() / 2));
    panel.line(grid, grid.unaryExpr([&](double risk) { return law->phi(risk); }),
               fmt::format("B = {}", s.batches[i].batch), look);
    const Index n = s.risks.size();
    const Estimate points = sdescent::points(measured, static_cast<Index>(i) * n, n);
    panel.points(s.risks, ArrayXd(points.value / batch_drift_factor(s.batches[i].batch)), "", look);
  }
  return panel;
}

}  // namespace

void show_phi(Session& session, const PhiSetting& s, const Estimate& single,
              const Estimate& batches) {
  table(session, s, single);
  Figure f{.name = "phi"};
  f.panels = {
      curve_panel(s, s.single, 0, 5, single, "φ of laws with a variance"),
      curve_panel(s, s.single, 5, s.single.size() - 5, single, "φ of heavy tails and of a mixture"),
      batch_panel(s, batches)};
  f.caption = fmt::format(
      "Lines: φ(R) = (2/π) E exp(−ε²/(4R)) by closed form or quadrature. Points: the mean drift of "
      "one step of signSGD, ⟨v, θ_{{0}} − θ_{{1}}⟩ d/(η√(2R)), over {} runs at d = {}, on the "
      "right divided by c_{{B}}; error bars (95 %) are smaller than most points. Scales: Gaussian "
      "0.8, Rademacher ±1, uniform on [−1.5, 1.5], Laplace, Student and Cauchy 1, stable 0.6.",
      static_cast<std::uint64_t>(single.runs), s.dimension);
  session.figure(std::move(f));
}

}  // namespace sdescent::exact
