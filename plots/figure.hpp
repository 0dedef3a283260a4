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
/// captions are wrapped to the space they have; '\n' breaks a line, U+00A0 is a space that does not.

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "plots/column.hpp"
#include "plots/style.hpp"

namespace sdescent {

/// A curve through (x, y). NaN in y, and only NaN, leaves a gap.
struct Line {
  Column x = {};
  Column y = {};
};

/// The area between two curves. NaN in lower or upper, and only NaN, leaves a gap.
struct Band {
  Column x = {};
  Column lower = {};
  Column upper = {};
};

/// Markers at (x, y) with a bar from lower to upper; without bars if those two are empty.
struct Points {
  Column x = {};
  Column y = {};
  Column lower = {};
  Column upper = {};
};

enum class Direction { horizontal, vertical };

/// A straight line across the whole panel, at one value of the other axis.
struct Rule {
  Direction direction = Direction::horizontal;
  double at = 0;
};

using Shape = std::variant<Line, Band, Points, Rule>;

struct Series {
  Shape shape = {};
  std::string label = {};  ///< Its entry in the key; none if empty.
  Style style = {};
};

struct Axis {
  std::string label = {};  ///< With the unit, if there is one.
  bool log = false;
  /// Ends of the axis; chosen from the data where absent. Data beyond them are cut off.
  std::optional<double> min = {};
  std::optional<double> max = {};
};

/// Where the key goes. `automatic`: the first of the four corners in which it covers no series,
/// in the order given here; below the panel if there is none.
enum class Key { automatic, top_right, top_left, bottom_right, bottom_left, below, none };

/// One pair of axes. Bands are drawn first, rules next, then lines and points, each in the order in
/// which they were added; the key keeps the order in which they were added.
///
/// The functions add a series and return the panel. They throw InvalidInput, naming the series, if
/// the columns differ in length or are empty, hold a value that is not finite and not a gap as
/// described with Line and Band, or hold nothing but gaps.
struct Panel {
  std::string title = {};
  Axis x = {};
  Axis y = {};
  std::vector<Series> series = {};
  Key key = Key::automatic;

  Panel& line(Column x_values, Column y_values, std::string label, Style look);
  Panel& band(Column x_values, Column lower, Column upper, std::string label, Style look);
  Panel& points(Column x_values, Column y_values, std::string label, Style look);
  Panel& points(Column x_values, Column y_values, Column lower, Column upper, std::string label,
                Style look);
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

/// What messages call the panel at `index`: `panel "<title>"`, without title `panel <index + 1>`.
std::string panel_name(const Figure& figure, std::size_t index);

/// Throws InvalidInput, with panel, series, row and value, unless the figure can be drawn as it
/// stands: a valid name, at least one panel and in each a series, columns as Panel demands, all
/// values > 0 on a logarithmic axis (a band's lower edge, the end of an error bar and a rule too:
/// what to show there instead is the caller's decision), axis ends finite and in order, styles in
/// range, text in UTF-8 without control characters.
void require_drawable(const Figure& figure);

}  // namespace sdescent
