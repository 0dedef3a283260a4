// Figures and tables of exact/adam.
#include "validation/exact/adam_memory.hpp"
#include "validation/exact/adam_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

/// The start, then the records.
ArrayXd with_start(double start, const ArrayXd& later) {
  ArrayXd all(later.size() + 1);
  all << start, later;
  return all;
}

Panel curves_panel(const AdamSetting& s, const AdamResults& results) {
  const AdamWindow& window = results.windows.front();
  const auto d = static_cast<Index>(std::llround(results.dimensions(0)));
  const ArrayXd t = with_start(0.0, s.times);
  const auto curve = [&](AdamWindow::Column column) {
    return with_start(s.risk, window.mean(column).value);
  };
  Panel panel{.title = fmt::format("d = {}, β₂ = {:.4f}", d, s.beta2(d)),
              .x = {.label = "t = k/d"},
              .y = {.label = "R", .log = true}};
  panel.line(t, curve(AdamWindow::adam), "Adam, β₁ = 0", style::optimizer(0))
      .line(t, curve(AdamWindow::momentum), fmt::format("Adam, β₁ = {}", s.beta1),
            style::optimizer(1))
      .line(t, curve(AdamWindow::sign), "signSGD, rate πη/2", style::optimizer(2))
      .line(t, curve(AdamWindow::sde_fine), "homogenized Adam", style::sde())
      .line(t, with_start(s.risk, adam_curve(s, d)), "adamODE", style::theory())
      .points(s.times, window.mean(AdamWindow::distance).value, "R of signSGD − Adam",
              style::difference());
  return panel;
}

/// Relative error of adamODE over β₂, at t = 1 and at the end.
Panel scan_panel(const AdamSetting& s, const AdamResults& results) {
  const Index d = results.scan_dimension, n = results.beta2s.size();
  const auto problem = s.problem(d, AdamSetting::Labels::gaussian);
  const ArrayXd plain = adam_curve(s, d), forgetting = 1.0 - results.beta2s;
  Panel panel{.title = fmt::format("d = {}", d),
              .x = {.label = "1 − β₂", .log = true},
              .y = {.label = "E R of Adam over adamODE − 1"}};
  std::size_t member = 0;
  const Index last = s.times.size() - 1;
  for (const Index at : {last / 2, last}) {
    ArrayXd value(n), se(n), theory(n);
    for (Index i = 0; i < n; ++i) {
      const Estimate mean = results.scan.mean(i);
      value(i) = mean.value(at) / plain(at) - 1.0;
      se(i) = mean.standard_error()(at) / plain(at);
      theory(i) =
          adam_risk(*problem, s.start(d), s.eta, results.beta2s(i), s.times, {})(at) / plain(at) -
          1.0;
    }
    panel
        .points(forgetting, value, value - 2.0 * se, value + 2.0 * se,
                fmt::format("Adam, t = {}", s.times(at)), style::optimizer(member))
        .line(forgetting, theory, member == 0 ? "adamODE with the memory of v̂" : "",
              style::theory());
    ++member;
  }
  panel.horizontal(0.0);
  panel.vertical(1.0 / static_cast<double>(d), "1/d");
  return panel;
}

/// Largest relative error of adamODE over the times, in the window.
Panel window_panel(const AdamSetting& s, const AdamResults& results) {
  Panel panel{.title = "1 − β₂ = c d^{−½}",
              .x = {.label = "d", .log = true},
              .y = {.label = "largest |E R/adamODE − 1|", .log = true}};
  const auto add = [&](AdamWindow::Column column, const char* label, Style look) {
    ArrayXd error(results.dimensions.size());
    for (Index c = 0; c < error.size(); ++c) {
      const ArrayXd curve = adam_curve(s, static_cast<Index>(std::llround(results.dimensions(c))));
      error(c) = (results.windows[static_cast<std::size_t>(c)].mean(column).value / curve - 1.0)
                     .abs()
                     .maxCoeff();
    }
    panel.line(results.dimensions, error, label, look).points(results.dimensions, error, "", look);
  };
  add(AdamWindow::adam, "Adam, Gaussian labels", style::optimizer(0));
  add(AdamWindow::heavy_tailed, "Adam, Student's labels", style::optimizer(3));
  add(AdamWindow::sde_fine, "homogenized Adam", style::sde());
  return panel;
}

ResultTable window_table(const AdamSetting& s, const AdamResults& results) {
  ResultTable table{"window",
                    {"d", "t", "adam", "se", "momentum", "heavy_tailed", "se_heavy_tailed",
                     "sign_sgd", "distance", "sde", "ode"},
                    Eigen::MatrixXd(results.dimensions.size() * s.times.size(), 11)};
  Index row = 0;
  for (Index c = 0; c < results.dimensions.size(); ++c) {
    const AdamWindow& window = results.windows[static_cast<std::size_t>(c)];
    const Estimate adam = window.mean(AdamWindow::adam),
                   heavy = window.mean(AdamWindow::heavy_tailed);
    const ArrayXd ode = adam_curve(s, static_cast<Index>(std::llround(results.dimensions(c))));
    Eigen::MatrixXd block(s.times.size(), 11);
    block << ArrayXd::Constant(s.times.size(), results.dimensions(c)), s.times, adam.value,
        adam.standard_error(), window.mean(AdamWindow::momentum).value, heavy.value,
        heavy.standard_error(), window.mean(AdamWindow::sign).value,
        window.mean(AdamWindow::distance).value, window.mean(AdamWindow::sde_fine).value, ode;
    table.values.middleRows(row, block.rows()) = block;
    row += block.rows();
  }
  return table;
}

ResultTable scan_table(const AdamSetting& s, const AdamResults& results) {
  const Index d = results.scan_dimension;
  const auto problem = s.problem(d, AdamSetting::Labels::gaussian);
  const Index n = s.times.size();
  ResultTable table{
      "scan",
      {"one_minus_beta2", "drift_factor", "noise_factor", "t", "adam", "se", "with_memory", "ode"},
      Eigen::MatrixXd(results.beta2s.size() * n, 8)};
  for (Index i = 0; i < results.beta2s.size(); ++i) {
    const Estimate adam = results.scan.mean(i);
    const MemoryFactors factors = memory_factors(results.beta2s(i));
    Eigen::MatrixXd block(n, 8);
    block << ArrayXd::Constant(n, 1.0 - results.beta2s(i)), ArrayXd::Constant(n, factors.drift),
        ArrayXd::Constant(n, factors.noise), s.times, adam.value, adam.standard_error(),
        adam_risk(*problem, s.start(d), s.eta, results.beta2s(i), s.times, {}), adam_curve(s, d);
    table.values.middleRows(i * n, n) = block;
  }
  return table;
}

}  // namespace

void show_adam(Session& session, const AdamSetting& s, const AdamResults& results) {
  session.table(window_table(s, results));
  session.table(scan_table(s, results));
  Figure figure{.name = "adam", .columns = 3};
  figure.panels = {curves_panel(s, results), window_panel(s, results), scan_panel(s, results)};
  figure.caption = fmt::format(
      "Adam on streaming regression at the learning rate η/d, η = {}, K diagonal with log-spaced "
      "eigenvalues in [{}, {}], label noise of standard deviation {}, c = {}. Left: means of {} "
      "runs; dots: of the difference of signSGD and Adam on the same data. SDE: Euler–Maruyama, "
      "Δt = 1/({}d). Middle: over all records after the start, Student's labels with ν = {}. "
      "Right: "
      "{} runs, bars: two standard errors.",
      s.eta, s.spectrum(0), s.spectrum(1), s.deviation, s.window, s.paths, s.refine, s.nu,
      session.parameters().count("scan_paths"));
  session.figure(std::move(figure));
}

}  // namespace sdescent::exact
