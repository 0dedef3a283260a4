// Figures and tables of adaptive/fig5-stationary.
#include "solvers/sup_t.hpp"
#include "validation/adaptive/fig5_stationary.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr Index windows = Variances::windows;

/// A process and what the figure calls it.
struct Shown {
  std::size_t process;
  std::string name;
};

/// The average variance over time, relative to the formula's.
Panel evolution_panel(const StationarySetting& s, const AdaptiveMethod& method,
                      const Variances& optimizers, std::size_t optimizer, const Variances& sdes,
                      const std::vector<Shown>& shown) {
  Panel panel{.title = method.label(),
              .x = {.label = "t = kη"},
              .y = {.label = "average variance / formula"},
              .key = KeyPlace::below};
  const double formula = adaptive_stationary_variance(quadratic_of(s, method)).mean();
  const auto relative = [&](const Variances& of, std::size_t process) {
    return relative_to(of.average(process), ArrayXd::Constant(windows, formula));
  };
  const Band band = simultaneous_band(relative(optimizers, optimizer), 0.05);
  const ArrayXd t = optimizers.window_times();
  panel.horizontal(1.0, "formula", style::theory(0))
      .band(t, band.lower, band.upper, "", style::optimizer(0))
      .line(t, band.value, method.label(), style::optimizer(0));
  for (std::size_t i = 0; i < shown.size(); ++i)
    panel.line(sdes.window_times(), relative(sdes, shown[i].process).value, shown[i].name,
               style::sde(i));
  return panel;
}

/// A measured stationary variance with what it is compared with.
struct Level {
  const char* name;
  Estimate measured;
  ArrayXd formula, linearised;
};

std::vector<Level> levels_of(const StationarySetting& s, const Variances& optimizers,
                             const Variances& sdes) {
  const auto discrete = [&](const char* name, std::size_t process, const AdaptiveMethod& method) {
    return Level{name, optimizers.stationary(process),
                 adaptive_stationary_variance(quadratic_of(s, method)),
                 optimizer_stationary_covariance(linearisation_of(s, method)).diagonal().array()};
  };
  const auto sde = [&](const char* name, std::size_t process, const AdaptiveMethod& method,
                       SecondMomentModel model) {
    return Level{name, sdes.stationary(process),
                 adaptive_stationary_variance(quadratic_of(s, method)),
                 sde_stationary_covariance(linearisation_of(s, method), model).diagonal().array()};
  };
  return {discrete("RMSpropW", rmspropw, s.rmsprop),
          sde("RMSpropW's SDE", rmspropw_fine, s.rmsprop, SecondMomentModel::full),
          discrete("AdamW", adamw, s.adam),
          sde("AdamW's SDE", adamw_fine, s.adam, SecondMomentModel::full),
          sde("Malladi's SDE", malladi_fine, s.adam, SecondMomentModel::noise_only)};
}

/// Time averages over the formula, by process and coordinate.
Panel level_panel(const StationarySetting& s, const std::vector<Level>& levels) {
  Panel panel{.title = "Stationary variances over the formula",
              .x = {.label = "ratio"},
              .y = {.names = {}},
              .key = KeyPlace::below};
  const auto n = static_cast<Index>(levels.size());
  const ArrayXd y = ArrayXd::LinSpaced(n, 1.0, static_cast<double>(n));
  panel.vertical(1.0);
  for (const Level& level : levels) panel.y.names.push_back(level.name);
  for (Index i = 0; i < s.lambda.size(); ++i) {
    ArrayXd measured(n), linear(n);
    for (Index r = 0; r < n; ++r) {
      const Level& level = levels[static_cast<std::size_t>(r)];
      measured(r) = level.measured.value(i) / level.formula(i);
      linear(r) = level.linearised(i) / level.formula(i);
    }
    const auto k = static_cast<std::size_t>(i);
    panel.points(measured, y, fmt::format("λ = {}, measured", s.lambda(i)), style::optimizer(k))
        .points(linear, y, fmt::format("λ = {}, linearised", s.lambda(i)), style::theory(k));
  }
  return panel;
}

ResultTable level_table(const StationarySetting& s, const std::vector<Level>& levels) {
  const Index d = s.lambda.size();
  ResultTable table{"variances",
                    {"process", "lambda", "variance", "se", "formula", "linearised"},
                    Eigen::MatrixXd(d * static_cast<Index>(levels.size()), 6)};
  for (std::size_t k = 0; k < levels.size(); ++k) {
    const ArrayXd error = levels[k].measured.standard_error();
    for (Index i = 0; i < d; ++i)
      table.values.row(static_cast<Index>(k) * d + i) << static_cast<double>(k), s.lambda(i),
          levels[k].measured.value(i), error(i), levels[k].formula(i), levels[k].linearised(i);
  }
  return table;
}

}  // namespace

void show_fig5_stationary(Session& session, const StationarySetting& s, const Variances& optimizers,
                          const Variances& sdes) {
  const std::vector<Level> levels = levels_of(s, optimizers, sdes);
  session.table(level_table(s, levels));
  Figure figure{.name = "variances"};
  figure.panels = {
      evolution_panel(s, s.rmsprop, optimizers, rmspropw, sdes,
                      {{rmspropw_fine, fmt::format("its SDE, Δt = η/{}", s.refine)},
                       {rmspropw_coarse, "its SDE, Δt = η"}}),
      evolution_panel(s, s.adam, optimizers, adamw, sdes,
                      {{adamw_fine, fmt::format("its SDE, Δt = η/{}", s.refine)},
                       {adamw_coarse, "its SDE, Δt = η"},
                       {malladi_fine, fmt::format("Malladi's SDE, Δt = η/{}", s.refine)}}),
      level_panel(s, levels)};
  figure.caption = fmt::format(
      "f = ½xᵀHx, H = diag({}), noise N(0, σ²I), σ = {}, η = {}, ϑ = {}, {} runs of the "
      "optimizers, "
      "{} of the SDEs. Formula: (η/2)/(λ/σ + ϑ). The SDEs start from their optimizer's own states "
      "at t = {}, which nothing stationary remembers; both Δt follow one Brownian path. Left and "
      "middle: averages over {} windows; bands: simultaneous 95 % confidence. Right: averages over "
      "the last half of each run; linearised values without sampling.",
      to_string(ParameterValue(s.lambda)), s.sigma(0), s.adam.eta, s.adam.decay, s.paths,
      s.sde_paths, s.t0, windows);
  session.figure(std::move(figure));
}

}  // namespace sdescent::adaptive
