#pragma once
/// \file
/// What a figure shows: panels of curves, bands, points and reference lines, as plain values.
///
///     Panel loss{.title = "SignSGD, η = 10^{−3}",
///                .x = {.label = "t = kη"},
///                .y = {.label = "E f(X_{t})", .log = true}};
///     loss.band(t, lower, upper, "SDE, 95 % of runs", style::sde())
///         .line(t, optimizer, "SignSGD", style::optimizer())
///         .line(t, sde, "SDE, Δt = η/8", style::sde())
///         .line(t, exact, "Lemma 3.7", style::theory());
///     draw(Figure{.name = "mean-loss", .caption = "…", .panels = {loss}}, directory, formats);
///
/// All text is UTF-8. `_{…}` and `^{…}` set sub- and superscripts and may be nested; every other
/// character, a lone `_` or `^` included, stands for itself. Titles, axis labels, key labels and
/// captions are wrapped to the space they have; '\n' breaks a line, U+00A0 is a space that does
/// not.

#include "plots/column.hpp"
#include "plots/series.hpp"
#include "plots/style.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sdescent {

struct Axis {
  std::string label = {};  ///< With the unit, if there is one.
  bool log = false;
  /// Ends of the axis; chosen from the data where absent. Data beyond them are cut off.
  std::optional<double> min = {};
  std::optional<double> max = {};
  /// For a y axis of categories: the names of 1, 2, …, from the bottom. Not with `log` or ends.
  std::vector<std::string> names = {};
};

/// Where the key goes. `automatic`: the first of the four corners in which it covers no series,
/// in the order given here; below the panel if there is none.
enum class KeyPlace { automatic, top_right, top_left, bottom_right, bottom_left, below, none };

/// One pair of axes. Rules are drawn first, then bands, then lines and points, each kind in the
/// order in which it was added: what is added last lies on top. The key lists all in that order.
///
/// The functions add a series and return the panel. They throw InvalidInput, naming the series, if
/// the columns differ in length or are empty, hold a value beyond 1e200 or NaN where
/// plots/series.hpp allows no gap, or hold nothing but gaps.
struct Panel {
  std::string title = {};
  Axis x = {};
  Axis y = {};
  std::vector<plots::Series> series = {};
  KeyPlace key = KeyPlace::automatic;

  Panel& line(plots::Column x_values, plots::Column y_values, std::string label, Style look);
  Panel& band(plots::Column x_values, plots::Column lower, plots::Column upper, std::string label,
              Style look);
  Panel& points(plots::Column x_values, plots::Column y_values, std::string label, Style look);
  Panel& points(plots::Column x_values, plots::Column y_values, plots::Column lower,
                plots::Column upper, std::string label, Style look);
  /// The line y = at.
  Panel& horizontal(double at, std::string label = {}, Style look = style::reference());
  /// The line x = at.
  Panel& vertical(double at, std::string label = {}, Style look = style::reference());
};

struct Figure {
  std::string name = {};     ///< File name without extension: letters, digits, '-', '_', '.'.
  std::string caption = {};  ///< Set below the panels; none if empty.
  std::vector<Panel> panels = {};
  int columns = 0;  ///< Panels side by side; 0: up to three, but four as two by two.
};

}  // namespace sdescent
