// Tables and figure of exact/fig3-psi.
#include "models/compression.hpp"
#include "solvers/sup_t.hpp"
#include "validation/exact/fig3_psi.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

const ArrayXd risks = ArrayXd::LinSpaced(91, std::log(1e-3), std::log(30.0)).exp();

ArrayXd psi_of(const NoiseFamily& family) {
  return risks.unaryExpr([&](double risk) { return compression(*family.law, risk); });
}

Panel psi_panel(const char* title, const std::vector<NoiseFamily>& families) {
  Panel panel{.title = title,
              .x = {.label = "R/s²", .log = true},
              .y = {.label = "ψ", .min = 0.0},
              .key = KeyPlace::below};
  panel.horizontal(0.5 * std::numbers::pi, "π/2");
  for (std::size_t i = 0; i < families.size(); ++i)
    panel.line(risks, psi_of(families[i]), families[i].name, style::member(i));
  return panel;
}

Panel floor_panel(const FloorRun& run) {
  Panel panel{.title = "E R under Rademacher's law",
              .x = {.label = "t = k/d"},
              .y = {.label = "R", .log = true},
              .key = KeyPlace::below};
  const auto add = [&](const Estimate& mean, const KnownCurve& ode, const char* name,
                       const char* ode_name, std::size_t i) {
    const Band band = simultaneous_band(mean, 0.05);
    panel.band(run.times, band.lower, band.upper, "", style::optimizer(i));
    panel.line(run.times, mean.value, name, style::optimizer(i));
    panel.line(run.times, ode.value, ode_name, style::theory(i));
  };
  add(run.sign, run.sign_ode, "signSGD", "signODE", 0);
  add(run.sgd, run.sgd_ode, "SGD, matched", "vanillaODE", 1);
  panel.line(run.times, run.gaussian_ode.value, "signODE, Gaussian noise", style::theory(2));
  panel.horizontal(run.floor, "signODE at rest");
  return panel;
}

ResultTable psi_table(const std::vector<NoiseFamily>& families) {
  ResultTable table{"psi", {"R"}, Eigen::MatrixXd(risks.size(), 1)};
  table.values.col(0) = risks.matrix();
  for (const NoiseFamily& family : families) {
    table.columns.push_back(family.name);
    table.values.conservativeResize(Eigen::NoChange, table.values.cols() + 1);
    table.values.rightCols(1) = psi_of(family).matrix();
  }
  return table;
}

}  // namespace

void show_psi(Session& session, const PsiLaws& laws, const FloorRun& run) {
  std::vector<NoiseFamily> all = laws.student;
  all.insert(all.end(), laws.other.begin(), laws.other.end());
  session.table(psi_table(all));
  Figure figure{.name = "psi"};
  figure.panels = {psi_panel("Student's laws", laws.student), psi_panel("Others", laws.other),
                   floor_panel(run)};
  figure.caption = fmt::format(
      "Left, middle: ψ(R) = ½πφ(R)√(2P)/√(2R) of laws of variance s² = 1, without sampling; above "
      "π/2 the best signSGD beats the best SGD on isotropic data. Right: mean risk over {} runs "
      "with simultaneous 95 % bands, K = I, d = {}, η = {}, ε = ±1; SGD has the matched rate. With "
      "Gaussian noise of the same variance signODE rests at {:.3g}, not at {:.3g}.",
      static_cast<std::uint64_t>(run.sign.runs), session.parameters().count("dimension"),
      session.parameters().real("eta"), run.gaussian, run.floor);
  session.figure(std::move(figure));
}

}  // namespace sdescent::exact
