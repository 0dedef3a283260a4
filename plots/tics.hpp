#pragma once
/// \file
/// Round numbers along an axis.

#include <string>
#include <vector>

namespace sdescent::plots {

/// An interval of finite numbers, min < max; both > 0 where logarithms are taken.
struct Extent {
  double min;
  double max;
};

inline constexpr int kMostSteps = 7;  ///< Between labels along an axis; more look crowded.

/// A mark on an axis; its label is markup (plots/figure.hpp). One without is drawn shorter.
struct Tic {
  double at;
  std::string label;
};

/// The multiples within `ends` of 1, 2 or 5 times a power of ten, at most `most_steps` + 1. Their
/// labels share the digits the step needs; below 10⁻³ and from 10⁵ on they carry a power of ten.
std::vector<Tic> linear_tics(const Extent& ends, int most_steps = kMostSteps);

/// The powers of ten within `ends` as 10^{k}, where many only every second, third, … with a label.
/// Where they are fewer than two, their multiples by 2 and 5 as well; where that still leaves
/// little, all by 2, 3, …, 9; where even those are fewer than two, linear_tics. Places at 2, 3, …,
/// 9 times a power without label are tics without label, unless powers already are.
std::vector<Tic> log_tics(const Extent& ends);

/// The least interval around `extent` that ends at linear_tics of `extent`.
Extent round_linear(const Extent& extent, int most_steps = kMostSteps);

/// The least interval around `extent` that ends at 1, 2 or 5 times powers of ten; beyond four
/// decades, at powers of ten.
Extent round_log(const Extent& extent);

}  // namespace sdescent::plots
