// Figures and tables of adaptive/stationary.
#include "solvers/sup_t.hpp"
#include "validation/adaptive/stationary.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// An entry of Cov/η over η, relative to what is printed.
Estimate relative_entry(const StationaryResults& results, std::size_t number_of_case,
                        std::size_t method, Index entry) {
  const CovarianceEntries limit =
      printed_limit(results.grid.cases[number_of_case], results.grid.methods[method]);
  const double scale = scale_of(limit)(entry);
  std::vector<Estimate> all;
  for (Index i = 0; i < results.grid.etas.size(); ++i) {
    const Estimate measured = points(results.at(number_of_case, i).covariance(method), entry, 1);
    all.push_back(
        relative_to(measured - ArrayXd::Constant(1, limit(entry)), ArrayXd::Constant(1, scale)));
  }
  return joined(all);
}

/// The curves of all methods of a run, in the styles from `first` on.
void add_methods(Panel& panel, const StationaryResults& results, std::size_t number_of_case,
                 Index entry, std::size_t first) {
  const StationaryGrid& grid = results.grid;
  for (std::size_t m = 0; m < grid.methods.size(); ++m) {
    const Band band = simultaneous_band(relative_entry(results, number_of_case, m, entry), 0.05);
    const Style look = style::member(first + m);
    panel.line(grid.etas, band.value, grid.methods[m].label(), look)
        .points(grid.etas, band.value, band.lower, band.upper, "", look);
  }
}

Panel error_panel(const StationaryResults& results, const StationaryResults& sign,
                  std::size_t number_of_case, Index entry, const char* what, KeyPlace key) {
  Panel panel{.title = fmt::format("{}\n{}", what, results.grid.cases[number_of_case].label()),
              .x = {.label = "η", .log = true},
              .y = {.label = "relative error of the formula"},
              .key = key};
  add_methods(panel, results, number_of_case, entry, 0);
  add_methods(panel, sign, number_of_case, entry, results.grid.methods.size());
  panel.horizontal(0.0);
  return panel;
}

ResultTable covariance_table(const char* name, const StationaryResults& results) {
  const StationaryGrid& grid = results.grid;
  ResultTable table{
      name,
      {"case", "method", "eta", "entry", "over_eta", "se", "printed", "lyapunov"},
      Eigen::MatrixXd(
          static_cast<Index>(grid.cases.size() * grid.methods.size()) * grid.etas.size() * 3, 8)};
  Index row = 0;
  for (std::size_t c = 0; c < grid.cases.size(); ++c)
    for (std::size_t m = 0; m < grid.methods.size(); ++m) {
      const CovarianceEntries printed = printed_limit(grid.cases[c], grid.methods[m]),
                              lyapunov = lyapunov_limit(grid, grid.cases[c], grid.methods[m]);
      for (Index i = 0; i < grid.etas.size(); ++i) {
        const Estimate measured = results.at(c, i).covariance(m);
        const ArrayXd error = measured.standard_error();
        for (Index entry = 0; entry < 3; ++entry)
          table.values.row(row++) << static_cast<double>(c), static_cast<double>(m), grid.etas(i),
              static_cast<double>(entry), measured.value(entry), error(entry), printed(entry),
              lyapunov(entry);
      }
    }
  return table;
}

}  // namespace

void show_stationary(Session& session, const StationaryResults& results,
                     const StationaryResults& sign) {
  const StationaryGrid& grid = results.grid;
  session.table(covariance_table("covariances", results));
  session.table(covariance_table("covariances_sign", sign));
  Figure figure{.name = "relative-error", .columns = 3};
  // The first case, entry by entry, and the case whose Σ^{1/2} and H do not commute.
  figure.panels.push_back(error_panel(results, sign, 0, 0, "Var x_{1}", KeyPlace::below));
  figure.panels.push_back(error_panel(results, sign, 0, 1, "Cov(x_{1}, x_{2})", KeyPlace::none));
  for (std::size_t c = 0; c < grid.cases.size(); ++c)
    if (!grid.cases[c].commutes())
      figure.panels.push_back(
          error_panel(results, sign, c, 1, "Cov(x_{1}, x_{2})", KeyPlace::none));
  figure.caption = fmt::format(
      "Stationary covariances against the printed formulas, relative to √(C_{{ii}}C_{{jj}}), for f "
      "= ½xᵀHx, noise N(0, diag σ²): {} runs of each method, {} of SignSGD, averages over the "
      "second half of t <= {}. ρ₁ = {}, ρ₂ = {}, fixed β₁ = {}. Bars: simultaneous 95 % "
      "confidence; "
      "the sampling error of each method's linear chain on the same noise, whose covariance is "
      "known, is taken off. Right: Σ^{{1/2}} and H do not commute.",
      grid.paths, sign.grid.paths, grid.end, grid.rho1, grid.rho2, grid.beta1);
  session.figure(std::move(figure));
}

}  // namespace sdescent::adaptive
