#pragma once
/// \file
/// From numbers to places along an axis.

#include <string_view>
#include <vector>

#include "plots/figure.hpp"
#include "plots/tics.hpp"

namespace sdescent {

/// A decided axis.
struct Scale {
  bool log = false;
  Extent ends = {0, 1};
  std::vector<Tic> tics = {};

  /// Where `value` lies: 0 at the lower end, 1 at the upper, even in log10 on a logarithmic axis.
  double position(double value) const;
};

/// How far an axis exceeds its data.
enum class Fit {
  to_tics,  ///< To the next round number at both ends.
  tight,    ///< There only where it costs little of the axis, else not at all.
};

/// The axis for data in `data` (min <= max, both > 0 on a logarithmic axis). Where `axis` states an
/// end, it is there; elsewhere it is where `fit` says, after the data have been given `margin`, as
/// a part of their length, on both sides. Data in one point get an axis around it.
///
/// InvalidInput, naming `name`, if a stated end leaves no length or the length overflows.
Scale choose_scale(std::string_view name, const Axis& axis, Extent data, Fit fit, double margin);

}  // namespace sdescent
