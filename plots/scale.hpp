#pragma once
/// \file
/// From numbers to places along an axis.

#include "plots/figure.hpp"
#include "plots/tics.hpp"

#include <string_view>
#include <vector>

namespace sdescent::plots {

/// A decided axis.
struct Scale {
  bool log = false;
  Extent ends = {0, 1};
  std::vector<Tic> tics = {};

  /// Where `value` lies: 0 at the lower end, 1 at the upper, even in log10 on a logarithmic axis.
  double position(double value) const;
};

/// How an axis exceeds its data.
struct Fit {
  /// Go on to the next tic at both ends, and a little further where data touch it, so that no curve
  /// lies on the frame. Otherwise go on only where a tic is near.
  bool round_ends = false;
  double margin = 0;            ///< Before that, on both sides, as a part of the data's length.
  int most_steps = kMostSteps;  ///< Between the labels of a linear axis.
};

/// The axis for data in `data` (min <= max, numbers as require_drawable allows), with its ends
/// where `axis` states them, elsewhere by `fit`. Data in one point get an axis around it.
///
/// InvalidInput, naming `name`, if the stated ends leave no length.
Scale choose_scale(std::string_view name, const Axis& axis, Extent data, const Fit& fit);

}  // namespace sdescent::plots
