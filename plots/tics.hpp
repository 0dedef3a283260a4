#pragma once
/// \file
/// Round numbers along an axis.

#include <string>
#include <vector>

namespace sdescent {

/// An interval of finite numbers, min < max; both > 0 where logarithms are taken.
struct Extent {
  double min;
  double max;
};

/// A mark on an axis; its label is markup (plots/figure.hpp). One without is drawn shorter.
struct Tic {
  double at;
  std::string label;
};

/// The multiples within `ends` of 1, 2 or 5 times a power of ten, at most eight. Their labels share
/// the digits the step needs; below 10⁻³ and from 10⁵ on they carry a power of ten.
std::vector<Tic> linear_tics(const Extent& ends);

/// The powers of ten within `ends`, 10^{k}, where many only every second, third, … with a label;
/// where fewer than two, 2 and 5 times these as well; if still fewer than two, linear_tics. Between
/// neighbouring labels of the first two kinds lie tics without label at 2, 3, …, 9 times a power.
std::vector<Tic> log_tics(const Extent& ends);

/// The least interval around `extent` that ends at linear tics.
Extent round_linear(const Extent& extent);

/// The least interval around `extent` that ends at 1, 2 or 5 times powers of ten; beyond four
/// decades, at powers of ten.
Extent round_log(const Extent& extent);

}  // namespace sdescent
