#pragma once
/// \file
/// Which parts of a panel its series cover.

#include "plots/figure.hpp"
#include "plots/scale.hpp"

#include <vector>

namespace sdescent::plots {

/// A rectangle in the unit its context names, y upwards.
struct Rectangle {
  double left = 0;
  double bottom = 0;
  double right = 0;
  double top = 0;

  double width() const { return right - left; }
  double height() const { return top - bottom; }
};

/// The unit square between a panel's axes in 200 x 200 cells, each touched by a series or not:
/// lines, rules and error bars along their strokes, bands over their area, points at their places.
class Occupancy {
 public:
  Occupancy(const Panel& panel, const Scale& x, const Scale& y);

  /// Whether a series touches `area`, given in units of the axes.
  bool touches(const Rectangle& area) const;

 private:
  std::vector<bool> cells_;
};

}  // namespace sdescent::plots
