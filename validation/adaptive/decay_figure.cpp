#include "validation/adaptive/decay_trajectories.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Error bars end here, in values, where they reach 0 on a logarithm.
constexpr double lowest_bar = 0.2;

/// E x of every coordinate that is compared.
Panel mean_panel(const Comparison& cell, const DecayLandscape& on) {
  const std::string method = cell.setting().method.label();
  Panel panel{
      .title = method + ": mean trajectory", .x = {.label = "t = kη"}, .y = {.label = "E x_{i}"}};
  const Trajectories& runs = cell.refined();
  std::size_t place = 0;
  for (const Index i : on.coordinates) {
    const std::string x = fmt::format("x_{{{}}}, ", i + 1);
    panel.line(runs.times(), runs.mean(Trajectories::optimizer, i).value, x + method,
               style::optimizer(place));
    panel.line(runs.times(), runs.mean(runs.sde(0, Comparison::fine), i).value, x + "SDE",
               style::sde(place));
    ++place;
  }
  return panel;
}

/// E f with the deviation of runs.
Panel loss_panel(const Comparison& cell) {
  const std::string method = cell.setting().method.label();
  const Trajectories& runs = cell.refined();
  const ArrayXd t = runs.times(), loss = runs.loss(Trajectories::optimizer).value;
  const ArrayXd spread = runs.loss_deviation(Trajectories::optimizer);
  Panel panel{.title = method + ": mean loss", .x = {.label = "t = kη"}, .y = {.label = "E f"}};
  panel.y.log = loss.minCoeff() > 0;
  const ArrayXd lower =
      panel.y.log ? ArrayXd((loss - spread).max(lowest_bar * loss)) : ArrayXd(loss - spread);
  panel.band(t, lower, ArrayXd(loss + spread), "± deviation of runs", style::optimizer())
      .line(t, loss, method, style::optimizer())
      .line(t, runs.loss(runs.sde(0, Comparison::fine)).value, "SDE", style::sde())
      .line(t, cell.at_eta().loss(cell.at_eta().sde(0, 0)).value, "SDE, Δt = η", style::sde(1));
  return panel;
}

/// Differences of mean losses from the SDE's: the optimizer, and what wrong decay would do.
Panel difference_panel(const Comparison& cell) {
  const std::string method = cell.setting().method.label();
  const Trajectories &runs = cell.refined(), &pilot = cell.pilot();
  const Estimate all =
      runs.loss(Trajectories::optimizer) - runs.loss(runs.sde(0, Comparison::fine));
  const Estimate later = from_point(all, 1);
  const ArrayXd t = runs.times().tail(later.points());
  const Band band = simultaneous_band(later, 0.05);
  const ArrayXd planted = (pilot.loss(pilot.sde(1, 0)) - pilot.loss(pilot.sde(0, 0))).value;
  Panel panel{.title = method + ": minus the SDE's mean loss",
              .x = {.label = "t = kη"},
              .y = {.label = "difference of E f"}};
  panel.band(t, band.lower, band.upper, method + ", 95 % simultaneous", style::optimizer())
      .line(t, band.value, "", style::optimizer())
      .line(t, ArrayXd(planted.tail(t.size())), "SDE of coupled decay", style::difference())
      .horizontal(0.0);
  return panel;
}

/// |E f − E f of the optimizer| at the last time compared against t_0.
Panel start_panel(const Session& session, const DecayResults& results, DecayMethod which) {
  const std::vector<DecayResults::Start>& starts = results.starts[which];
  const auto n = static_cast<Index>(starts.size());
  ArrayXd t0(n), distance(n), error(n);
  for (Index i = 0; i < n; ++i) {
    const DecayResults::Start& start = starts[static_cast<std::size_t>(i)];
    const Estimate all =
        start.runs.loss(start.runs.sde(0, 0)) - start.runs.loss(Trajectories::optimizer);
    t0(i) = start.t0;
    distance(i) = std::abs(all.value(all.points() - 1));
    error(i) = 2.0 * all.standard_error()(all.points() - 1);
  }
  const std::string method = results.comparisons[which].setting().method.label();
  Panel panel{.title = fmt::format("{}: mean loss at t = {} against the SDE's start", method,
                                   session.parameters().real("to")),
              .x = {.label = "t_{0}", .log = true},
              .y = {.label = "|E f − E f of the optimizer|", .log = true}};
  panel.points(t0, distance, ArrayXd((distance - error).max(lowest_bar * distance)),
               ArrayXd(distance + error), "SDE", style::sde());
  return panel;
}

}  // namespace

void show_decay(Session& session, const DecayLandscape& on, const DecayResults& results) {
  Figure figure{.name = "trajectories"}, starts{.name = "start"};
  std::vector<std::pair<std::string, Refinement>> refinements;
  std::vector<Refinement> used;
  for (const DecayMethod which : {rmspropw, adamw}) {
    const Comparison& cell = results.comparisons[which];
    for (const Panel& panel : {mean_panel(cell, on), loss_panel(cell), difference_panel(cell)})
      figure.panels.push_back(panel);
    starts.panels.push_back(start_panel(session, results, which));
    const std::string name = which == adamw ? "adamw" : "rmspropw";
    session.table(moment_table(name + "-states", cell.refined().states()));
    session.table(moment_table(name + "-losses", cell.refined().losses()));
    session.table(moment_table(name + "-losses-at-eta", cell.at_eta().losses()));
    refinements.emplace_back(name, cell.refinement());
    used.push_back(cell.refinement());
  }
  const ParameterValues& p = session.parameters();
  figure.columns = 3;
  const ArrayXd x0 = p.reals("x0");
  figure.caption = fmt::format(
      "RMSpropW (η = {}, σ = {}, SDE from t₀ = {}) and AdamW (η = {}, σ = {}, SDE from t₀ = {}) on "
      "the {} from ({}), ϑ = {}, {} runs each. SDEs are solved with Δt = {} unless Δt = η is said, "
      "on one Brownian path. Right: a claim holds where the optimizer is within a third of the "
      "other curve.{}",
      p.real("rmsprop_eta"), p.real("rmsprop_sigma"), p.real("rmsprop_t0"), p.real("adam_eta"),
      p.real("adam_sigma"), p.real("adam_t0"), on.name, to_string(ParameterValue(x0)),
      p.real("decay"), p.count("paths"), time_steps(used),
      on.coordinates.size() > 1 && (x0 == x0(0)).all()
          ? " Left: coordinates that start alike coincide, as the scale of ∇f drops out."
          : "");
  starts.caption = fmt::format(
      "SDEs started from the optimizer's own states at t₀, {} runs, ± 2 standard errors, Δt = "
      "η/{}.",
      p.count("t0_paths"), refinement_range(p).start);
  session.figure(std::move(figure));
  session.figure(std::move(starts));
  session.table(refinement_table(refinements));
}

}  // namespace sdescent::adaptive
