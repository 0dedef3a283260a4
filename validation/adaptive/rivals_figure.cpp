#include "validation/adaptive/rivals.hpp"
#include "validation/adaptive/stationary_level.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Highest variance shown, in stationary ones: an unstable scheme leaves the panel.
constexpr double highest = 20.0;

/// Error bars end here, in values, where they reach 0 on a logarithm.
constexpr double lowest_bar = 0.2;

const char* rival_name(Rival rival) {
  return rival == paper_rival ? "this paper's SDE" : "Malladi's SDE";
}

/// Both SDEs, solved and with Δt = η: f(rival, runs, process, look, what Δt is).
template <class F>
void for_each_sde(const Comparison& cell, F f) {
  for (const Rival rival : {paper_rival, malladi_rival}) {
    const auto place = static_cast<std::size_t>(rival);
    Style at_eta = style::sde(2 * place + 1);
    if (rival == malladi_rival) at_eta.color = style::sde(2 * place).color;
    f(rival, cell.refined(), cell.refined().sde(rival, Comparison::fine), style::sde(2 * place),
      "");
    f(rival, cell.at_eta(), cell.at_eta().sde(rival, 0), at_eta, ", Δt = η");
  }
}

std::vector<Index> all_times(const Trajectories& runs) {
  std::vector<Index> all(static_cast<std::size_t>(runs.times().size()));
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

/// E x of a coordinate.
Panel mean_panel(const Comparison& cell, Index coordinate) {
  Panel panel{.title = fmt::format("Far start: mean of x_{{{}}}", coordinate + 1),
              .x = {.label = "t = kη"},
              .y = {.label = fmt::format("E x_{{{}}}", coordinate + 1)}};
  const ArrayXd t = cell.refined().times();
  panel.line(t, cell.refined().mean(Trajectories::optimizer, coordinate).value,
             cell.setting().method.label(), style::optimizer());
  for (const Rival rival : {paper_rival, malladi_rival})
    panel.line(t,
               cell.refined().mean(cell.refined().sde(rival, Comparison::fine), coordinate).value,
               rival_name(rival), style::sde(2 * static_cast<std::size_t>(rival)));
  return panel;
}

/// E f above its least recorded value, so that a logarithm shows the approach.
Panel loss_panel(const Comparison& cell) {
  const Trajectories& runs = cell.refined();
  const ArrayXd t = runs.times();
  Panel panel{.title = "Far start: mean loss", .x = {.label = "t = kη"}, .y = {.label = "E f(x)"}};
  const ArrayXd loss = runs.loss(Trajectories::optimizer).value;
  const ArrayXd spread = runs.loss_deviation(Trajectories::optimizer);
  panel.y.log = loss.minCoeff() > 0;
  panel.line(t, loss, cell.setting().method.label(), style::optimizer());
  if (!panel.y.log)
    panel.band(t, ArrayXd(loss - spread), ArrayXd(loss + spread), "± deviation of runs",
               style::optimizer());
  for_each_sde(cell, [&](Rival rival, const Trajectories& of, std::size_t process, Style look,
                         const char* step) {
    panel.line(t, of.loss(process).value, std::string(rival_name(rival)) + step, look);
  });
  return panel;
}

/// Energy distance from the optimizer, on a logarithm: no less than two standard errors of it.
Panel law_panel(const Comparison& cell) {
  Panel panel{.title = "Far start: distance in law",
              .x = {.label = "t = kη"},
              .y = {.label = "energy distance from the optimizer", .log = true}};
  for_each_sde(cell, [&](Rival rival, const Trajectories& runs, std::size_t process, Style look,
                         const char* step) {
    std::vector<Index> after_start = all_times(runs);
    after_start.erase(after_start.begin());
    const Estimate all = runs.distance_in_law(process, after_start);
    panel.line(ArrayXd(runs.times().tail(all.points())),
               ArrayXd(all.value.max(2.0 * all.standard_error())),
               std::string(rival_name(rival)) + step, look);
  });
  return panel;
}

/// |E f − E f of the optimizer| at the end of the far window against t_0.
Panel start_panel(const RivalResults& results, Landscape landscape, double at) {
  Panel panel{.title = fmt::format("Mean loss at t = {} against the SDEs' start", at),
              .x = {.label = "t_{0}", .log = true},
              .y = {.label = "|E f − E f of the optimizer|", .log = true}};
  const std::vector<LaterStart>& starts = results.starts[landscape];
  const auto n = static_cast<Index>(starts.size());
  for (const Rival rival : {paper_rival, malladi_rival}) {
    ArrayXd t0(n), distance(n), error(n);
    for (Index i = 0; i < n; ++i) {
      const LaterStart& start = starts[static_cast<std::size_t>(i)];
      const Estimate all =
          start.runs.loss(start.runs.sde(rival, 0)) - start.runs.loss(Trajectories::optimizer);
      t0(i) = start.t0;
      distance(i) = std::abs(all.value(all.points() - 1));
      error(i) = 2.0 * all.standard_error()(all.points() - 1);
    }
    panel.points(t0, distance, ArrayXd((distance - error).max(lowest_bar * distance)),
                 ArrayXd(distance + error), rival_name(rival),
                 style::sde(2 * static_cast<std::size_t>(rival)));
  }
  return panel;
}

/// Var x from the far start, and what the noise of V makes of it.
Panel spread_panel(const Comparison& cell, const RivalLandscape& on) {
  const Trajectories& runs = cell.refined();
  const auto variance = [&](const Trajectories& of, std::size_t process) -> ArrayXd {
    return of.variance(process, on.coordinate).value;
  };
  Panel panel{.title = fmt::format("Far start, {}: Var x_{{{}}}", on.name, on.coordinate + 1),
              .x = {.label = "t = kη"},
              .y = {.label = fmt::format("Var x_{{{}}}", on.coordinate + 1), .log = true}};
  panel.line(runs.times(), variance(runs, Trajectories::optimizer), cell.setting().method.label(),
             style::optimizer());
  for_each_sde(cell, [&](Rival rival, const Trajectories& of, std::size_t process, Style look,
                         const char* step) {
    panel.line(of.times(), variance(of, process), std::string(rival_name(rival)) + step, look);
  });
  panel.line(cell.pilot().times(), variance(cell.pilot(), cell.pilot().sde(pilot_complete, 0)),
             "this paper's SDE with all noise", style::difference(1));
  return panel;
}

/// Var x from the near start, with the levels in closed form.
Panel level_panel(const Session& session, const Comparison& cell, const RivalLandscape& on) {
  const Trajectories& runs = cell.refined();
  const ArrayXd t = runs.times();
  const AdaptiveMethod& method = cell.setting().method;
  Panel panel{.title = fmt::format("Near start, {}: Var x_{{{}}}", on.name, on.coordinate + 1),
              .x = {.label = "t = kη"},
              .y = {.label = fmt::format("Var x_{{{}}}", on.coordinate + 1), .log = true}};
  panel.line(t, runs.variance(Trajectories::optimizer, on.coordinate).value, method.label(),
             style::optimizer());
  for_each_sde(cell, [&](Rival rival, const Trajectories& of, std::size_t process, Style look,
                         const char* step) {
    panel.line(t, of.variance(process, on.coordinate).value, std::string(rival_name(rival)) + step,
               look);
  });
  const double exact = stationary_level(method, on.curvature, on.sigma);
  panel.y.max = highest * exact;
  const Window w = level_window(session.parameters());
  const Eigen::Array2d ends(w.from, w.to);
  const auto level = [&](double value, const char* label) {
    panel.line(ends, Eigen::Array2d::Constant(value), label, style::theory());
  };
  level(exact, "closed forms");
  for (const SecondMomentModel model : {SecondMomentModel::full, SecondMomentModel::noise_only})
    level(stationary_level(method, model, on.curvature, on.sigma), "");
  return panel;
}

/// t, then for each process E f, its standard error and deviation over runs, E x and Var x.
ResultTable curves_table(const std::string& name, const Trajectories& runs) {
  ResultTable table = moment_table(name, runs.states());
  const ResultTable losses = moment_table(name, runs.losses());
  const Index old = table.values.cols(), more = losses.values.cols() - 1;
  table.values.conservativeResize(Eigen::NoChange, old + more);
  table.values.rightCols(more) = losses.values.rightCols(more);
  table.columns.insert(table.columns.end(), losses.columns.begin() + 1, losses.columns.end());
  return table;
}

/// How many runs end with x_1 > 0, by process, on the saddle.
ResultTable basin_table(const RivalResults& results) {
  ResultTable table{"basins",
                    {"near", "optimizer", "se", "paper", "malladi", "changed_after_t0"},
                    Eigen::MatrixXd(rival_starts, 6)};
  for (const RivalStart start : {far_start, near_start}) {
    const Comparison& cell = results.of(on_saddle, start);
    const auto share = [&](std::size_t process) {
      return positive_at_end()(cell.refined(), process);
    };
    const Estimate optimizer = share(Trajectories::optimizer);
    table.values.row(static_cast<Index>(start)) << static_cast<double>(start), optimizer.value(0),
        optimizer.standard_error()(0),
        share(cell.refined().sde(paper_rival, Comparison::fine)).value(0),
        share(cell.refined().sde(malladi_rival, Comparison::fine)).value(0),
        cell.refined().changed_side();
  }
  return table;
}

/// Stationary variances, measured and in closed form, by landscape.
ResultTable level_table(const Session& session, const RivalResults& results) {
  ResultTable table{"levels",
                    {"saddle", "optimizer", "se", "paper", "malladi", "optimizer.exact",
                     "paper.exact", "malladi.exact"},
                    Eigen::MatrixXd(landscapes, 8)};
  for (const Landscape landscape : {on_quadratic, on_saddle}) {
    const RivalLandscape on = rival_landscape(session.parameters(), landscape);
    const Comparison& cell = results.of(landscape, near_start);
    const Window w = level_window(session.parameters());
    const auto level = [&](std::size_t process) {
      return average_variance(on.coordinate, w.from, w.to)(cell.refined(), process);
    };
    const AdaptiveMethod& method = cell.setting().method;
    const auto exact = [&](SecondMomentModel model) {
      return stationary_level(method, model, on.curvature, on.sigma);
    };
    const Estimate optimizer = level(Trajectories::optimizer);
    table.values.row(static_cast<Index>(landscape)) << static_cast<double>(landscape),
        optimizer.value(0), optimizer.standard_error()(0),
        level(cell.refined().sde(paper_rival, Comparison::fine)).value(0),
        level(cell.refined().sde(malladi_rival, Comparison::fine)).value(0),
        stationary_level(method, on.curvature, on.sigma), exact(SecondMomentModel::full),
        exact(SecondMomentModel::noise_only);
  }
  return table;
}

Figure landscape_figure(const Session& session, const RivalResults& results, Landscape landscape) {
  const ParameterValues& p = session.parameters();
  const RivalLandscape on = rival_landscape(p, landscape);
  const Comparison& far = results.of(landscape, far_start);
  Figure figure{.name = on.name};
  figure.panels = {mean_panel(far, on.coordinate), loss_panel(far), law_panel(far),
                   start_panel(results, landscape, far_window(p).to)};
  figure.caption = fmt::format(
      "{} and two SDEs of it on the {}, η = {}, σ = {}, from ({}), {} runs, laws by {}. The SDEs "
      "start from the optimizer's own states at t₀ = {} (top) and at the t₀ shown (bottom right, "
      "{} runs, ± 2 standard errors). They are solved with Δt = η/{} unless Δt = η is said, on one "
      "Brownian path. Bottom left: no less than 2 standard errors of the distance.",
      far.setting().method.label(), on.name, far.setting().method.eta, on.sigma,
      to_string(ParameterValue(far.setting().x0)), far.setting().paths, far.setting().samples,
      far.setting().t0, p.count("t0_paths"), far.refinement().refine);
  return figure;
}

Figure variance_figure(const Session& session, const RivalResults& results) {
  const ParameterValues& p = session.parameters();
  Figure figure{.name = "variance"};
  std::vector<Refinement> refinements;
  for (const RivalStart start : {far_start, near_start})
    for (const Landscape landscape : {on_quadratic, on_saddle}) {
      const Comparison& cell = results.of(landscape, start);
      const RivalLandscape on = rival_landscape(p, landscape);
      figure.panels.push_back(start == far_start ? spread_panel(cell, on)
                                                 : level_panel(session, cell, on));
      refinements.push_back(cell.refinement());
    }
  figure.caption = fmt::format(
      "Variance over {} (top) and {} runs. The SDEs are solved with Δt = {} unless Δt = η is said. "
      "Top: from "
      "the far starts, with the SDE that has the noise of V, too (of the pilot, {} runs). Bottom: "
      "from the near starts; paths of the scheme with Δt = η that escape stay where they left. "
      "Black: stationary variances in closed form, of the optimizer and of both SDEs.",
      p.count("far_paths"), p.count("near_paths"), time_steps(refinements), p.count("pilot_paths"));
  return figure;
}

}  // namespace

void show_rivals(Session& session, const RivalResults& results) {
  std::vector<std::pair<std::string, Refinement>> refinements;
  for (const Landscape landscape : {on_quadratic, on_saddle}) {
    const std::string name = rival_landscape(session.parameters(), landscape).name;
    for (const RivalStart start : {far_start, near_start}) {
      const Comparison& cell = results.of(landscape, start);
      const std::string part = name + (start == far_start ? "-far" : "-near");
      session.table(curves_table(part, cell.refined()));
      session.table(curves_table(part + "-at-eta", cell.at_eta()));
      refinements.emplace_back(part, cell.refinement());
    }
    session.figure(landscape_figure(session, results, landscape));
  }
  session.table(refinement_table(refinements));
  session.table(level_table(session, results));
  session.table(basin_table(results));
  session.figure(variance_figure(session, results));
}

}  // namespace sdescent::adaptive
