// The tables and the figure of law/variance-reduction.
#include "validation/law/variance_reduction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// The variances left and the work left, by problem and η.
ResultTable left_table(const ReductionSetting& s, const std::vector<ReductionResults>& all) {
  const auto n = static_cast<Index>(all.size()) * s.eta.size();
  ResultTable table{"left", {"dense", "eta"}, Eigen::MatrixXd(n, 2 + 5 * reduction_function_count)};
  for (const std::string& h : reduction_functions().columns)
    for (const char* what : {"sign.first.", "sign.second.", "sde.second.", "multilevel.", "both."})
      table.columns.push_back(what + h);
  Index row = 0;
  for (const ReductionResults& r : all)
    for (Index i = 0; i < s.eta.size(); ++i, ++row) {
      const ControlRun& run = r.controls[static_cast<std::size_t>(i)];
      const ArrayXd first = run.variance_left(Variant::sign_first, Variant::sign_plain);
      const ArrayXd second = run.variance_left(Variant::sign_second, Variant::sign_plain);
      const ArrayXd sde = run.variance_left(Variant::sde_second, Variant::sde_plain);
      ArrayXd levels = ArrayXd::Constant(reduction_function_count, missing), both = levels;
      for (std::size_t k = 0; k < r.multilevel.size(); ++k)
        if (r.beside[k] == static_cast<std::size_t>(i)) {
          levels = r.work_left(k, false);
          both = r.work_left(k, true);
        }
      table.values(row, 0) = static_cast<double>(r.coupling);
      table.values(row, 1) = s.eta(i);
      for (Index h = 0; h < reduction_function_count; ++h)
        table.values.row(row).segment(2 + 5 * h, 5) << first(h), second(h), sde(h), levels(h),
            both(h);
    }
  return table;
}

/// Weak errors over η where both processes were estimated.
ResultTable error_table(const ReductionSetting& s, const std::vector<ReductionResults>& all) {
  ResultTable table{"weak-error",
                    {"dense", "eta"},
                    Eigen::MatrixXd(static_cast<Index>(all.size()) * s.multilevel_eta.size(),
                                    2 + 4 * reduction_function_count)};
  for (const std::string& h : reduction_functions().columns)
    for (const char* what : {"error_over_eta.", "se.", "bias.", "limit."})
      table.columns.push_back(what + h);
  Index row = 0;
  for (const ReductionResults& r : all) {
    const ArrayXd limit = weak_error_limit(s, r.coupling);
    for (std::size_t k = 0; k < r.multilevel.size(); ++k, ++row) {
      const double eta = s.eta(static_cast<Index>(r.beside[k]));
      const MultilevelResult& sde = r.multilevel[k].controlled;
      const Estimate error = r.controls[r.beside[k]].mean(Variant::sign_second) - sde.value();
      const ArrayXd se = error.standard_error(), bias = sde.bias();
      table.values(row, 0) = static_cast<double>(r.coupling);
      table.values(row, 1) = eta;
      for (Index h = 0; h < reduction_function_count; ++h)
        table.values.row(row).segment(2 + 4 * h, 4) << error.value(h) / eta, se(h) / eta,
            bias(h) / eta, limit(h);
    }
  }
  return table;
}

Style hollow(Style look) {
  constexpr Marker markers[] = {Marker::circle, Marker::open_square, Marker::open_triangle,
                                Marker::open_diamond};
  look.marker = markers[static_cast<std::size_t>(look.marker) % 4];
  return look;
}

Panel control_panel(const ReductionSetting& s, const ReductionResults& r) {
  Panel panel{.title = "SignSGD: variance left by controls",
              .x = {.label = "η", .log = true},
              .y = {.label = "Var(h less its controls)/Var h", .log = true}};
  double largest[2] = {0, 0};
  for (const bool second : {false, true})
    for (Index h = 0; h < reduction_function_count; ++h) {
      ArrayXd left(s.eta.size());
      for (Index i = 0; i < s.eta.size(); ++i)
        left(i) = r.controls[static_cast<std::size_t>(i)].variance_left(
            second ? Variant::sign_second : Variant::sign_first, Variant::sign_plain)(h);
      largest[second ? 1 : 0] = std::max(largest[second ? 1 : 0], left.tail(1)(0));
      const Style look = style::member(static_cast<std::size_t>(h));
      panel.points(s.eta, left,
                   fmt::format("{}, {} order", reduction_symbols[h], second ? "second" : "first"),
                   second ? look : hollow(look));
    }
  const ArrayXd relative = s.eta / s.eta.tail(1)(0);
  panel.line(s.eta, ArrayXd(1.6 * largest[0] * relative), "∝ η", style::theory(0));
  panel.line(s.eta, ArrayXd(1.6 * largest[1] * relative.square()), "∝ η²", style::theory(1));
  panel.key = KeyPlace::below;
  return panel;
}

Panel term_panel(const ReductionSetting& s, const ReductionResults& r) {
  Panel panel{.title = fmt::format("SDE: variance of a level's term, η = {}", s.multilevel_eta(0)),
              .x = {.label = "Δt", .log = true},
              .y = {.label = "V_{l}/Var h", .log = true}};
  const ArrayXd plain = r.controls[r.beside.front()].variance(Variant::sde_plain).value;
  const MultilevelRun& run = r.multilevel.front();
  const auto add = [&](const MultilevelResult& result, const char* what, auto look_of) {
    const auto n = static_cast<Index>(result.levels.size()) - 1;
    for (Index h = 0; h < reduction_function_count; ++h) {
      ArrayXd dt(n), variance(n);
      for (Index l = 0; l < n; ++l) {
        const Level& level = result.levels[static_cast<std::size_t>(l) + 1];
        dt(l) = s.duration / static_cast<double>(level.refine);
        variance(l) = level.variance.value(h) / plain(h);
      }
      panel.points(dt, variance, fmt::format("{}{}", reduction_symbols[h], what),
                   look_of(style::member(static_cast<std::size_t>(h))));
    }
  };
  add(run.plain, "", [](Style look) { return hollow(look); });
  add(run.controlled, ", controlled", [](Style look) { return look; });
  const double first = (run.plain.levels[1].variance.value / plain).maxCoeff();
  const ArrayXd dt = s.duration / Eigen::Array2d(128, 8);
  panel.line(dt, ArrayXd(2.0 * first * (dt / dt.maxCoeff()).square()), "∝ Δt²", style::theory());
  panel.key = KeyPlace::below;
  return panel;
}

Panel work_panel(const ReductionSetting& s, const ReductionResults& r) {
  Panel panel{.title = "SDE: work left at equal error",
              .x = {.label = "η", .log = true},
              .y = {.label = "work/plain Monte Carlo's, largest over h", .log = true}};
  ArrayXd controls(s.eta.size());
  for (Index i = 0; i < s.eta.size(); ++i)
    controls(i) = controlled_work * r.controls[static_cast<std::size_t>(i)]
                                        .variance_left(Variant::sde_second, Variant::sde_plain)
                                        .maxCoeff();
  panel.points(s.eta, controls, "control variates, second order", style::member(0));
  const Index n = s.multilevel_eta.size();
  for (const bool both : {false, true}) {
    ArrayXd left(n);
    for (Index k = 0; k < n; ++k)
      left(k) = r.work_left(static_cast<std::size_t>(k), both).maxCoeff();
    panel.points(s.multilevel_eta, left, both ? "both" : "multilevel", style::member(both ? 2 : 1));
  }
  panel.line(s.eta, s.eta, "goal: η", style::theory(0));
  panel.line(s.eta, ArrayXd(s.eta.square()), "η²", style::theory(1));
  panel.key = KeyPlace::below;
  return panel;
}

}  // namespace

void reduction_tables(Session& session, const ReductionSetting& s,
                      const std::vector<ReductionResults>& all) {
  session.table(left_table(s, all));
  session.table(error_table(s, all));
  std::vector<std::pair<std::string, Refinement>> steps;
  for (const ReductionResults& r : all)
    for (std::size_t k = 0; k < r.multilevel.size(); ++k)
      steps.emplace_back(fmt::format("{}-{}", coupling_names[static_cast<int>(r.coupling)],
                                     s.multilevel_eta(static_cast<Index>(k))),
                         r.multilevel[k].refinement);
  session.table(refinement_table(steps));
}

void reduction_figure(Session& session, const ReductionSetting& s,
                      const std::vector<ReductionResults>& all) {
  const ReductionResults& dense = all.back();
  std::vector<Refinement> refinements;
  for (const MultilevelRun& run : dense.multilevel) refinements.push_back(run.refinement);
  Figure f{.name = "variance-reduction"};
  f.panels = {control_panel(s, dense), term_panel(s, dense), work_panel(s, dense)};
  f.caption = fmt::format(
      "E h at T = {} of SignSGD and its SDE (3) on f = ½xᵀHx, H of eigenvalues {} turned by {}, "
      "noise of σ = {}, from x_{{0}} = ({}). Left: martingale control variates, {} runs. Middle: "
      "variance of P_{{l}} − P_{{l−1}} at Δt and 2Δt on one Brownian path. "
      "Right: coefficient evaluations, relative to those of plain Monte Carlo with the "
      "finest Δt, {} or less; control variates alone at Δt = η/{}.",
      s.duration, to_string(ParameterValue(s.lambda)), s.angle,
      to_string(ParameterValue(ArrayXd(s.sigma.array()))),
      to_string(ParameterValue(ArrayXd(s.x0.array()))), s.paths, time_steps(refinements),
      s.sde_refine);
  session.figure(std::move(f));
}

}  // namespace sdescent::law
