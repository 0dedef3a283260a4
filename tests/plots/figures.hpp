#pragma once
/// \file
/// Small figures for tests.

#include "io/error.hpp"
#include "plots/figure.hpp"

#include <string>
#include <utility>

namespace sdescent {

/// The figure "test" with these panels.
template <class... Panels>
Figure figure_of(Panels... panels) {
  return {.name = "test", .caption = "", .panels = {std::move(panels)...}};
}

/// Two panels with every kind of series, logarithmic and linear axes and a caption.
inline Figure example_figure() {
  const Eigen::ArrayXd t = Eigen::ArrayXd::LinSpaced(31, 0, 3);
  const Eigen::ArrayXd loss = 0.02 * (-2 * t).exp();
  Panel left{.title = "SignSGD, η = 10^{−3}",
             .x = {.label = "t = kη"},
             .y = {.label = "E f(X_{t})", .log = true}};
  left.line(t, loss, "SignSGD", style::optimizer())
      .band(t, loss * 0.8, loss * 1.25, "SDE, 95 % of runs", style::sde())
      .line(t, loss, "SDE, Δt = η/8", style::sde())
      .line(t, loss, "Lemma 3.7", style::theory());
  Panel right{.title = "Difference", .x = {.label = "t"}, .y = {.label = "SDE / SignSGD − 1"}};
  right.points(t, t.sin(), t.sin() - 0.1, t.sin() + 0.1, "batches", style::difference())
      .horizontal(0)
      .vertical(1.5, "transition");
  return {.name = "example", .caption = "What all this is.", .panels = {left, right}};
}

/// What the InvalidInput thrown by `action` says; "" if it throws none.
template <class Action>
std::string complaint(Action action) {
  try {
    action();
  } catch (const InvalidInput& error) {
    return error.what();
  }
  return "";
}

}  // namespace sdescent
