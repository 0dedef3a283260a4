#include "validation/exact/fig6_figure.hpp"

#include "solvers/sup_t.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

/// An estimate of every cell at the last time over a known number of the cell.
template <class Of, class Known>
Estimate last_over(const std::vector<ConcentrationCell>& cells, Of of, Known known) {
  std::vector<Estimate> parts;
  ArrayXd scale(static_cast<Index>(cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Estimate all = of(cells[i]);
    parts.push_back(points(all, all.points() - 1, 1));
    scale(static_cast<Index>(i)) = known(cells[i]);
  }
  return relative_to(joined(parts), scale);
}

double last_risk(const ConcentrationCell& cell) { return cell.curve().value.tail<1>()(0); }
double last_square(const ConcentrationCell& cell) { return last_risk(cell) * last_risk(cell); }
double one(const ConcentrationCell&) { return 1.0; }

void add_points(Panel& panel, const ArrayXd& d, const Estimate& e, const char* label,
                const Style& look) {
  const Band band = simultaneous_band(e, 0.05);
  panel.points(d, band.value, band.lower, band.upper, label, look);
}

Panel variance_panel(const ArrayXd& d, const std::vector<ConcentrationCell>& cells,
                     const ArrayXd& sde, const ArrayXd& optimizer) {
  Panel panel{.title = "Variance of R",
              .x = {.label = "d", .log = true},
              .y = {.label = "Var R / R^{2} of signODE", .log = true}};
  const auto of_sde = [](const auto& c) { return c.variance_of_sde(); };
  const auto of_optimizer = [](const auto& c) { return c.variance_of_optimizer(); };
  panel.line(d, sde, "signHSGD, linearised", style::theory(0));
  panel.line(d, optimizer, "signSGD, linearised", style::theory(1));
  add_points(panel, d, last_over(cells, of_optimizer, last_square), "signSGD", style::optimizer(0));
  add_points(panel, d, last_over(cells, of_sde, last_square), "signHSGD", style::sde(0));
  return panel;
}

Panel ratio_panel(const ArrayXd& d, const std::vector<ConcentrationCell>& cells,
                  const ArrayXd& ratio) {
  Panel panel{.title = "Variance of signSGD over signHSGD's",
              .x = {.label = "d", .log = true},
              .y = {.label = "ratio"}};
  panel.line(d, ratio, "linearised", style::theory(0));
  add_points(panel, d,
             last_over(
                 cells, [](const auto& c) { return c.variance_ratio(); }, one),
             "measured", style::difference(0));
  panel.horizontal(1.0);
  return panel;
}

Panel mean_panel(const ArrayXd& d, const std::vector<ConcentrationCell>& cells) {
  Panel panel{.title = "Mean of R over signODE, less 1",
              .x = {.label = "d", .log = true},
              .y = {.label = "relative deviation"}};
  const ArrayXd ones = ArrayXd::Ones(d.size());
  const auto of_sde = [](const auto& c) { return c.mean_of_sde(); };
  const auto of_optimizer = [](const auto& c) { return c.mean_of_optimizer(); };
  add_points(panel, d, last_over(cells, of_optimizer, last_risk) - ones, "signSGD",
             style::optimizer(0));
  add_points(panel, d, last_over(cells, of_sde, last_risk) - ones, "signHSGD", style::sde(0));
  panel.horizontal(0.0);
  return panel;
}

ResultTable moments(const ConcentrationSetting& s, const std::vector<ConcentrationCell>& cells) {
  ResultTable table{
      "concentration",
      {"d", "t", "runs", "sign_ode", "sign_sgd.mean", "sign_sgd.variance", "sign_hsgd.mean",
       "sign_hsgd.variance", "sign_sgd.linearised_variance", "sign_hsgd.linearised_variance"},
      {}};
  const Index times = s.times.size();
  table.values.resize(static_cast<Index>(cells.size()) * times, 10);
  Index row = 0;
  for (const ConcentrationCell& cell : cells) {
    const ArrayXd ode = cell.curve().value;
    const auto linearised = cell.variances();
    const Estimate mean = cell.mean_of_optimizer(), variance = cell.variance_of_optimizer();
    const Estimate sde_mean = cell.mean_of_sde(), sde_variance = cell.variance_of_sde();
    for (Index k = 0; k < times; ++k) {
      const RiskVariance& known = linearised[static_cast<std::size_t>(k)];
      table.values.row(row++) << static_cast<double>(cell.dimension()), s.times(k), mean.runs,
          ode(k), mean.value(k), variance.value(k), sde_mean.value(k), sde_variance.value(k),
          known.optimizer, known.sde;
    }
  }
  return table;
}

}  // namespace

void give_concentration(Session& session, const ConcentrationSetting& s,
                        const std::vector<ConcentrationCell>& cells) {
  session.table(moments(s, cells));
  const auto n = static_cast<Index>(cells.size());
  ArrayXd sde(n), optimizer(n), ratio(n);
  for (Index i = 0; i < n; ++i) {
    const ConcentrationCell& cell = cells[static_cast<std::size_t>(i)];
    const RiskVariance known = cell.variances().back();
    sde(i) = known.sde / last_square(cell);
    optimizer(i) = known.optimizer / last_square(cell);
    ratio(i) = known.optimizer / known.sde;
  }
  Figure figure{.name = "concentration"};
  figure.panels = {variance_panel(s.dimensions, cells, sde, optimizer),
                   ratio_panel(s.dimensions, cells, ratio), mean_panel(s.dimensions, cells)};
  figure.caption = fmt::format(
      "At t = {}; diagonal K with eigenvalues log-spaced from {} to {}, η = {}, label noise of "
      "standard deviation {}, Δt of signHSGD {}; {} runs of each at d = {}, {} elsewhere. "
      "Bars: 95 % confidence, "
      "simultaneous over d. Linearised: fluctuations around signODE to leading order in 1/d, "
      "without sampling.",
      s.times(s.times.size() - 1), s.lowest, s.highest, s.eta, s.noise, s.sde_step,
      s.variance_paths, s.variance_dimension, s.paths);
  session.figure(std::move(figure));
}

}  // namespace sdescent::exact
