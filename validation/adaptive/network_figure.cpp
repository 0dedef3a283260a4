#include "validation/adaptive/network_figure.hpp"

#include "solvers/sup_t.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;

struct Drawn {
  const NetworkSetting& setting;
  const NetworkContest& contest;
  const NetworkCurves& curves;

  std::size_t sdes() const { return contest.rival ? 2 : 1; }
  std::string name(std::size_t sde) const {
    return sde == 0 ? fmt::format("SDE {}", contest.names.sde)
                    : fmt::format("Malladi {}", contest.names.rival);
  }
};

Panel loss_panel(const Drawn& d) {
  const ArrayXd& t = d.curves.times();
  Panel panel{.title = "Loss", .x = {.label = "t = kη"}, .y = {.label = "E f(x_{t})"}};
  const auto band = [&](std::size_t process, Style look) {
    const ArrayXd mean = d.curves.mean_loss(process).value, sd = d.curves.loss_deviation(process);
    panel.band(t, ArrayXd(mean - sd), ArrayXd(mean + sd), "", look);
  };
  band(NetworkCurves::optimizer, style::optimizer(0));
  for (std::size_t i = 0; i < d.sdes(); ++i) band(NetworkCurves::fine(i), style::sde(i));
  panel.line(t, d.curves.mean_loss(NetworkCurves::optimizer).value, d.contest.names.optimizer,
             style::optimizer(0));
  for (std::size_t i = 0; i < d.sdes(); ++i)
    panel.line(t, d.curves.mean_loss(NetworkCurves::fine(i)).value, d.name(i), style::sde(i));
  return panel;
}

Panel difference_panel(const Drawn& d) {
  const ArrayXd& t = d.curves.times();
  Panel panel{.title = "Loss: SDE minus optimizer", .x = {.label = "t = kη"}, .y = {.label = "f"}};
  const Estimate optimizer = d.curves.mean_loss(NetworkCurves::optimizer);
  for (std::size_t i = 0; i < d.sdes(); ++i) {
    const Estimate difference = d.curves.mean_loss(NetworkCurves::fine(i)) - optimizer;
    const ArrayXd half = SupT(difference, Sides::two).critical(0.05) * difference.standard_error();
    if (half.allFinite())
      panel.band(t, ArrayXd(difference.value - half), ArrayXd(difference.value + half), "",
                 style::sde(i));
    panel.line(t, difference.value, d.name(i), style::sde(i));
  }
  panel.line(t, (d.curves.mean_loss(NetworkCurves::coarse(0)) - optimizer).value,
             d.name(0) + ", Δt = η", style::difference(0));
  panel.horizontal(0.0);
  return panel;
}

Panel spread_panel(const Drawn& d) {
  const ArrayXd& t = d.curves.times();
  Panel panel{.title = "Spread since t_{0}",
              .x = {.label = "t = kη"},
              .y = {.label = "tr Cov(x_{t} − x_{t_{0}}) / (ηd)"}};
  const double unit = d.setting.eta * static_cast<double>(d.curves.coordinates());
  panel.line(t, ArrayXd(d.curves.spread(NetworkCurves::optimizer) / unit),
             d.contest.names.optimizer, style::optimizer(0));
  for (std::size_t i = 0; i < d.sdes(); ++i)
    panel.line(t, ArrayXd(d.curves.spread(NetworkCurves::fine(i)) / unit), d.name(i),
               style::sde(i));
  return panel;
}

Panel start_panel(const Drawn& d, const StartDistances& starts) {
  Panel panel{.title = "Distance in mean loss by t_{0}",
              .x = {.label = "t_{0}", .log = true},
              .y = {.label = "root mean square over t", .log = true}};
  for (std::size_t i = 0; i < d.sdes(); ++i) {
    const ArrayXd distance = starts.distance.col(static_cast<Index>(i));
    panel.line(starts.t0, distance, "", style::sde(i));
    panel.points(starts.t0, distance, d.name(i), style::sde(i));
  }
  return panel;
}

}  // namespace

Figure network_figure(const NetworkSetting& s, const NetworkContest& contest,
                      const NetworkCurves& curves, const StartDistances& starts) {
  const Drawn d{s, contest, curves};
  Figure figure{.name = contest.names.id};
  figure.panels = {loss_panel(d), difference_panel(d), spread_panel(d)};
  figure.caption = fmt::format(
      "{} on the paper's network and the Breast Cancer data, d = {}, full gradient with noise "
      "N(0, σ²I), σ = {}, η = {}, {} runs; SDEs at Δt = η/{} unless Δt = η is said, on the "
      "optimizer's Brownian path. Bands: of losses ± one standard deviation over runs, of "
      "differences simultaneous 95 % confidence. Spread in {} evenly taken coordinates.",
      contest.names.optimizer, s.network->dimension(), s.sigma, s.eta, s.paths, s.refine,
      curves.coordinates());
  if (starts.t0.size() > 0) {
    figure.panels.push_back(start_panel(d, starts));
    figure.caption += fmt::format(
        " SDEs start at the optimizer's own state at t_{{0}} = {}; last panel: {} runs of other "
        "seeds, times after the last t_{{0}}.",
        s.t0, s.start_paths);
  }
  return figure;
}

}  // namespace sdescent::adaptive
