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

Panel error_panel(const StationaryResults& results, std::size_t number_of_case, Index entry,
                  const char* what, KeyPlace key) {
  const StationaryGrid& grid = results.grid;
  Panel panel{.title = fmt::format("{}\n{}", what, grid.cases[number_of_case].label()),
              .x = {.label = "η", .log = true},
              .y = {.label = "relative error of the formula"},
              .key = key};
  for (std::size_t m = 0; m < grid.methods.size(); ++m) {
    const Band band = simultaneous_band(relative_entry(results, number_of_case, m, entry), 0.05);
    const Style look = style::member(m);
    panel.line(grid.etas, band.value, grid.methods[m].label(), look)
        .points(grid.etas, band.value, band.lower, band.upper, "", look);
  }
  panel.horizontal(0.0);
  return panel;
}

ResultTable covariance_table(const StationaryResults& results) {
  const StationaryGrid& grid = results.grid;
  ResultTable table{
      "covariances",
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

void show_stationary(Session& session, const StationaryResults& results) {
  const StationaryGrid& grid = results.grid;
  session.table(covariance_table(results));
  Figure figure{.name = "relative-error", .columns = 3};
  for (std::size_t c = 0; c < grid.cases.size(); ++c)
    figure.panels.push_back(
        error_panel(results, c, 0, "Var x_{1}", c == 0 ? KeyPlace::below : KeyPlace::none));
  figure.caption = fmt::format(
      "Var x_{{1}} over the printed formula, minus 1, for f = ½xᵀHx, noise N(0, diag σ²): {} runs "
      "of each method, averages over the second half of t <= {}. ρ_{{1}} = {}, ρ_{{2}} = {}, fixed "
      "β_{{1}} = {}. Bars: simultaneous 95 % confidence; the sampling error of each method's "
      "linear chain on the same noise, whose covariance is known, is taken off.",
      grid.paths, grid.end, grid.rho1, grid.rho2, grid.beta1);
  session.figure(std::move(figure));
}

}  // namespace sdescent::adaptive
