#pragma once
/// \file
/// Values at η = 0 from values at several η.

#include <Eigen/Core>

namespace sdescent::law {

struct Richardson {
  double value;
  /// |what dropping the largest η changes|, and what `bound` on the errors of the values can do.
  double bound;
};

/// The polynomial through all values, at 0 (Richardson's extrapolation for any sequence of η > 0,
/// all different, at least two).
Richardson richardson(const Eigen::ArrayXd& eta, const Eigen::ArrayXd& values,
                      const Eigen::ArrayXd& bound);

}  // namespace sdescent::law
