// The figure of law/work-precision.
#include "validation/law/work_results.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <limits>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr Index shown = 0;
constexpr Index points = 200;

Panel bias_panel(const WorkResults& r) {
  Panel panel{.title = fmt::format("Weak error, h = {}", r.setting.symbols[shown]),
              .x = {.label = "Δt", .log = true},
              .y = {.label = "|E h(S_{n}) − E h(X_{T})|", .log = true}};
  const ArrayXd dt = r.setting.duration / r.euler.steps;
  const auto add = [&](const SchemeErrors& s, const char* name, std::size_t member) {
    panel.points(dt, ArrayXd(s.bias.col(shown).abs()), name, style::member(member));
  };
  add(r.euler, "Euler–Maruyama", 0);
  add(r.milstein, "Milstein", 1);
  add(r.dri1, "DRI1", 2);
  const auto through = [&](const SchemeErrors& s, double order, const char* name, Style look) {
    const Index last = dt.size() - 1;
    panel.line(dt, ArrayXd(std::abs(s.bias(last, shown)) * (dt / dt(last)).pow(order)), name, look);
  };
  through(r.euler, 1.0, "slope 1", style::theory(0));
  through(r.dri1, 2.0, "slope 2", style::theory(1));
  return panel;
}

Panel variance_panel(const WorkResults& r) {
  Panel panel{.title = fmt::format("Variance of a level, h = {}", r.setting.symbols[shown]),
              .x = {.label = "Δt", .log = true},
              .y = {.label = "Var(h(S_{n}) − h(S_{n/2}))", .log = true}};
  const Index grids = r.euler.steps.size() - 1;
  const ArrayXd dt = r.setting.duration / r.euler.steps.tail(grids);
  const char* names[] = {"Euler–Maruyama", "Milstein"};
  for (std::size_t i = 0; i < r.levels.size(); ++i) {
    const ArrayXd v = r.levels[i].variance.value.segment(shown * (grids + 1) + 1, grids);
    const double order = i == 0 ? 1.0 : 2.0;
    panel.points(dt, v, names[i], style::member(i));
    panel.line(dt, ArrayXd(v(grids - 1) * (dt / dt(grids - 1)).pow(order)),
               fmt::format("slope {}", order), style::theory(i));
  }
  return panel;
}

/// The least work over ε, where it is finite.
Panel work_panel(const WorkResults& r) {
  Panel panel{.title = fmt::format("Least work, h = {}", r.setting.symbols[shown]),
              .x = {.label = "root mean square error ε", .log = true},
              .y = {.label = "evaluations of the coefficients", .log = true}};
  const double finest = std::abs(r.euler.bias(r.euler.steps.size() - 1, shown));
  const ArrayXd epsilon =
      ArrayXd::LinSpaced(points, std::log(0.1 * finest), std::log(100.0 * finest)).exp();
  const auto add = [&](const std::string& name, const std::function<double(double)>& work,
                       Style look) {
    panel.line(epsilon, ArrayXd(epsilon.unaryExpr([&](double e) {
                 const double w = work(e);
                 return std::isfinite(w) ? w : std::numeric_limits<double>::quiet_NaN();
               })),
               name, look);
  };
  const auto plain = [&](const SchemeErrors& s) {
    return [&](double e) { return s.least_work(e, shown); };
  };
  const auto levels = [&](const LevelVariances& l) {
    return [&](double e) { return l.least_work(l.variance.value, e, shown); };
  };
  add("Euler–Maruyama", plain(r.euler), style::member(0));
  add("Milstein", plain(r.milstein), style::member(1));
  add("DRI1", plain(r.dri1), style::member(2));
  add("multilevel, Euler–Maruyama", levels(r.levels[0]), style::member(3));
  add("multilevel, Milstein", levels(r.levels[1]), style::member(4));
  const auto slope = [&](double order, double work, const char* name, std::size_t look) {
    const ArrayXd range = epsilon.tail(2 * points / 3);
    panel.line(range, ArrayXd(work * (range / finest).pow(order)), name, style::theory(look));
  };
  const double anchor = r.euler.least_work(2.0 * finest, shown) * 8.0;
  slope(-3.0, 2.0 * anchor, "ε^{−3}", 0);
  slope(-2.0, 0.002 * anchor, "ε^{−2}", 1);
  return panel;
}

}  // namespace

void work_figure(Session& session, const WorkResults& r) {
  session.figure(
      {.name = "work-precision",
       .caption = fmt::format(
           "E h of the SDE of SignSGD on f = ½λx², {}, at T = {}, from x = {}. Left: weak errors, "
           "nothing sampled. Centre: variances of the levels of multilevel Monte Carlo, {:.0f} "
           "paths. Right: the least work for a root mean square error ε over the grids of {} to {} "
           "steps, by exact biases and variances; curves turn upwards where the finest grid is "
           "used "
           "up. A step of Euler–Maruyama and Milstein counts 1, of DRI1 {}.",
           r.setting.description, r.setting.duration, r.setting.x0, r.levels[0].variance.runs,
           r.setting.start, r.setting.finest, r.dri1.evaluations),
       .panels = {bias_panel(r), variance_panel(r), work_panel(r)}});
}

}  // namespace sdescent::law
