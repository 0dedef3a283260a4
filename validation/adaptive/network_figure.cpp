#include "validation/adaptive/network_figure.hpp"

#include "solvers/sup_t.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using enum NetworkMember;

struct NamedWalk {
  std::string name;
  const NetworkWalk& walk;
};

struct Drawn {
  const NetworkSetting& setting;
  const ContestNames& names;
  std::vector<NamedWalk> sdes;  // this paper's first

  const NetworkCurves& curves() const { return sdes[0].walk.curves; }
  Axis time() const { return {.label = "t = kη", .log = setting.t0 > 0.0}; }
};

Panel loss_panel(const Drawn& d) {
  const ArrayXd& t = d.curves().times();
  Panel panel{.title = "Loss", .x = d.time(), .y = {.label = "E f(x_{t})", .log = true}};
  panel.line(t, d.curves().loss(optimizer).value, d.names.optimizer, style::optimizer(0));
  for (std::size_t i = 0; i < d.sdes.size(); ++i)
    panel.line(t, d.sdes[i].walk.curves.loss(fine).value, d.sdes[i].name, style::sde(i));
  return panel;
}

Panel difference_panel(const Drawn& d) {
  const ArrayXd& t = d.curves().times();
  Panel panel{.title = "Logarithm of the loss: SDE minus optimizer",
              .x = d.time(),
              .y = {.label = "E log f(X_{t}) − E log f(x_{t})"}};
  for (std::size_t i = 0; i < d.sdes.size(); ++i) {
    const NetworkCurves& curves = d.sdes[i].walk.curves;
    const Estimate difference = curves.log_loss(fine) - curves.log_loss(optimizer);
    const ArrayXd half = SupT(difference, Sides::two).critical(0.05) * difference.standard_error();
    if (half.allFinite())
      panel.band(t, ArrayXd(difference.value - half), ArrayXd(difference.value + half), "",
                 style::sde(i));
    panel.line(t, difference.value, d.sdes[i].name, style::sde(i));
  }
  panel.line(t, (d.curves().log_loss(coarse) - d.curves().log_loss(optimizer)).value,
             d.sdes[0].name + ", Δt = η", style::difference(0));
  panel.horizontal(0.0);
  return panel;
}

Panel spread_panel(const Drawn& d) {
  const ArrayXd& t = d.curves().times();
  const double eta = d.setting.eta;
  Panel panel{.title = d.setting.t0 > 0.0 ? "Spread since t_{0}" : "Spread",
              .x = d.time(),
              .y = {.label = "Var(x_{t,i} − x_{t_{0},i}) / η"}};
  panel.line(t, d.curves().spread(optimizer, eta), d.names.optimizer, style::optimizer(0));
  for (std::size_t i = 0; i < d.sdes.size(); ++i)
    panel.line(t, d.sdes[i].walk.curves.spread(fine, eta), d.sdes[i].name, style::sde(i));
  return panel;
}

Panel start_panel(const Drawn& d) {
  Panel panel{.title = "Distance in mean loss",
              .x = {.label = "t_{0}", .log = true},
              .y = {.label = "root mean square over t", .log = true}};
  for (std::size_t i = 0; i < d.sdes.size(); ++i) {
    panel.line(d.setting.starts, d.sdes[i].walk.distance_by_start, d.sdes[i].name, style::sde(i));
    panel.points(d.setting.starts, d.sdes[i].walk.distance_by_start, "", style::sde(i));
  }
  return panel;
}

std::string caption(const Drawn& d) {
  const NetworkSetting& s = d.setting;
  std::string text = fmt::format(
      "{} on the paper's network and the Breast Cancer data, d = {}, full gradient with noise "
      "N(0, σ²I), σ = {}, η = {}, {} runs; SDEs with Δt = η/{} unless Δt = η is said, on the "
      "optimizer's Brownian path. Bands: simultaneous 95 % confidence. Spread: geometric mean over "
      "{} coordinates evenly taken.",
      d.names.optimizer, s.network->dimension(), s.sigma, s.eta, s.paths, s.refine,
      d.curves().coordinates());
  if (s.t0 > 0.0)
    text += fmt::format(
        " SDEs begin at the optimizer's own state at t_{{0}} = {}; last panel: E f of SDEs begun "
        "at "
        "other t_{{0}} minus that of the optimizer, {} runs of other seeds, times after the last "
        "t_{{0}}.",
        s.t0, s.start_paths);
  return text;
}

}  // namespace

Figure network_figure(const NetworkSetting& s, const ContestNames& names, const NetworkWalk& ours,
                      const NetworkWalk* rival) {
  Drawn d{s, names, {{fmt::format("SDE {}", names.sde), ours}}};
  if (rival) d.sdes.push_back({fmt::format("Malladi {}", names.rival), *rival});
  Figure figure{.name = names.id, .caption = caption(d)};
  figure.panels = {loss_panel(d), difference_panel(d), spread_panel(d)};
  if (s.starts.size() > 0) figure.panels.push_back(start_panel(d));
  return figure;
}

}  // namespace sdescent::adaptive
