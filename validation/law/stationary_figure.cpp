// The figure of law/stationary.
#include "solvers/law_distance.hpp"
#include "validation/law/stationary_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr StationaryModel models[] = {sde, phase_three, lemma};
constexpr StationaryShift (*shifts[])(const SignMean&) = {sde_shift, phase_three_shift,
                                                          lemma_shift};

Style look_of(StationaryModel model) {
  return model == lemma ? style::difference(0) : style::sde(model);
}

/// Points of one colour for each model, of one marker for each σ; those of equal ε coincide.
Panel variation_panel(const StationaryResults& results) {
  constexpr Marker markers[] = {Marker::disc, Marker::open_square, Marker::open_triangle,
                                Marker::open_diamond};
  Panel panel{.title = "Total variation from SignSGD, on its sites",
              .x = {.label = "ε = ηλ/σ", .log = true},
              .y = {.label = "total variation", .log = true}};
  for (const StationaryModel model : models)
    for (std::size_t i = 0; i < results.by_sigma.size(); ++i) {
      const StationaryCurve& curve = results.by_sigma[i];
      Style look = look_of(model);
      look.marker = markers[i % std::size(markers)];
      panel.points(
          epsilons(curve),
          along(curve, [=](const StationaryDistances& d) { return d.total_variation[model]; }),
          i == 0 ? std::string(stationary_model_names[model]) : "", look);
    }
  const ArrayXd range = epsilons(results.same_epsilon);
  const Eigen::Array2d ends(range.minCoeff(), range.maxCoeff());
  for (const StationaryModel model : models)
    panel.line(ends, ArrayXd(ends * shifts[model](gaussian_sign_mean(1.0, 1.0)).total_variation()),
               model == lemma ? "ε → 0, by theory" : "", style::theory());
  return panel;
}

Panel transport_panel(const StationaryResults& results) {
  Panel panel{.title = "W_{1} between SignSGD and the SDE (3)",
              .x = {.label = "ε = ηλ/σ", .log = true},
              .y = {.label = "W_{1}/√(η/2c)", .log = true}};
  const StationaryCurve& curve = results.by_sigma.front();
  const auto add = [&](const std::string& name, auto number, Style look) {
    panel.line(epsilons(curve), along(curve, number), name, look);
  };
  using D = StationaryDistances;
  add(
      "lattice as it is, one parity", [](const D& d) { return d.raw_wasserstein[1]; },
      style::optimizer(1));
  add(
      "lattice as it is, all sites", [](const D& d) { return d.raw_wasserstein[0]; },
      style::optimizer(0));
  add(
      "on cells of one parity", [](const D& d) { return d.cell_wasserstein[1]; },
      style::difference(1));
  add(
      "on cells of all sites", [](const D& d) { return d.cell_wasserstein[0]; },
      style::difference(2));
  add(
      "on sites", [](const D& d) { return d.wasserstein[sde]; }, style::sde());
  return panel;
}

/// Differences of CDFs between sites, all models on SignSGD's, at some of them.
Panel shift_panel(const StationarySetting& setting) {
  constexpr double shown = 4.5, points = 45.0;
  Panel panel{.title = fmt::format("CDF less SignSGD's, over ε, at ε = {:.3g}", setting.epsilon()),
              .x = {.label = "u = x/√(η/2c)", .min = -shown, .max = shown},
              .y = {.label = "difference/ε"}};
  const AtomicLaw lattice = chain_law(setting);
  StationarySetting unit = setting;
  unit.lambda = unit.sigma = 1.0;
  const double site = setting.eta / setting.scale();
  const auto stride = static_cast<Index>(std::max(1.0, 2.0 * shown / points / site));
  const auto some = Eigen::seqN(0, (lattice.size() - 1) / stride + 1, stride);
  const ArrayXd u = lattice.points() / setting.scale() + 0.5 * site;
  for (const StationaryModel model : models) {
    const AtomicLaw law = on_sites(*model_law(setting, model), lattice);
    const ArrayXd difference = (law.at_or_below() - lattice.at_or_below()) / setting.epsilon();
    panel.points(ArrayXd(u(some)), ArrayXd(difference(some)),
                 std::string(stationary_model_names[model]), look_of(model));
  }
  for (const StationaryModel model : models)
    panel.line(u, u.unaryExpr([&](double at) { return shifts[model](unit.sign_mean()).at(at); }),
               model == lemma ? "ε → 0, by theory" : "", style::theory());
  return panel;
}

}  // namespace

void stationary_figure(Session& session, const StationaryResults& results) {
  const StationarySetting& shown = results.by_sigma.front().back().setting;
  std::string sigmas;
  for (const StationaryCurve& curve : results.by_sigma)
    sigmas += fmt::format("{}{}", sigmas.empty() ? "" : ", ", curve.front().setting.sigma);
  session.figure(
      {.name = "stationary-distances",
       .caption = fmt::format(
           "Stationary laws of SignSGD and of its models, f = ½λx², λ = {}, Gaussian noise of σ = "
           "{} (one marker each). Nothing is sampled: SignSGD by detailed balance on its lattice, "
           "the SDEs by their stationary densities. On sites: the density at SignSGD's sites. "
           "Centre: σ = {}; W_{{1}} of the lattice as it is sees a quarter of its spacing (η, or "
           "2η "
           "for one parity), of order ½; cells add (their width)²/12 to the variance.",
           shown.lambda, sigmas, shown.sigma),
       .panels = {variation_panel(results), transport_panel(results), shift_panel(shown)}});
}

}  // namespace sdescent::law
