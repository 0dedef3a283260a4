#pragma once
/// \file
/// The kinds of things a panel shows. Panel's functions build them; a kind to come is another
/// alternative of Shape.

#include "plots/column.hpp"
#include "plots/style.hpp"

#include <string>
#include <variant>

namespace sdescent::plots {

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

}  // namespace sdescent::plots
