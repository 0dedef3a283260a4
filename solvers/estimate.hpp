#pragma once
/// \file
/// Estimated curves that carry their own uncertainty: jackknife over the replicate batches.

#include "solvers/recorder.hpp"

#include <Eigen/Core>

#include <algorithm>
#include <vector>

namespace sdescent {

/// A curve of estimates with jackknife pseudo-values, one row for each replicate batch. Combining
/// two estimates of one run combines their pseudo-values, so that coupling counts.
struct Estimate {
  Eigen::ArrayXd value;           ///< points
  Eigen::ArrayXXd pseudo_values;  ///< batches × points
  double runs = 0;                ///< paths behind it

  Eigen::Index points() const { return value.size(); }
  Eigen::Index batches() const { return pseudo_values.rows(); }

  /// Standard deviation of the pseudo-values over the root of their number; NaN for fewer than two.
  Eigen::ArrayXd standard_error() const;
};

/// ‖v‖ without under- or overflow of the squares; NaN for NaN. (Eigen's stableNorm() fails its own
/// assertion when types may be aligned to 64 bytes.)
double scaled_norm(const Eigen::VectorXd& v);

/// Difference point by point; both from the same run.
Estimate operator-(const Estimate& a, const Estimate& b);

/// Minus a curve known exactly.
Estimate operator-(const Estimate& a, const Eigen::ArrayXd& known);

/// The points from `first` on.
Estimate from_point(const Estimate& estimate, Eigen::Index first);

/// `count` points from `first` on.
Estimate points(const Estimate& estimate, Eigen::Index first, Eigen::Index count);

/// The points of all, one after the other; `runs` is the smallest. For curves of one run, or of
/// runs of unrelated seeds (cells): pseudo-values of equal batches then have the covariance that
/// the curves have, zero between cells. InvalidInput if there are none, or their batches differ in
/// number.
Estimate joined(const std::vector<Estimate>& estimates);

/// `statistic(b)` is the curve of all paths but those of batch b, and `statistic(-1)` that of all;
/// pseudo-value b = B θ − (B − 1) θ_(−b). Runs of fewer paths than batches fill the first only.
template <class Statistic>
Estimate jackknife(double runs, Statistic statistic) {
  const auto batches =
      static_cast<Eigen::Index>(std::min(runs, static_cast<double>(replicate_batches)));
  const auto b_count = static_cast<double>(batches);
  Estimate estimate{statistic(Eigen::Index{-1}), {}, runs};
  estimate.pseudo_values.resize(batches, estimate.value.size());
  for (Eigen::Index b = 0; b < batches; ++b) {
    const Eigen::ArrayXd without = statistic(b);
    estimate.pseudo_values.row(b) =
        (b_count * estimate.value - (b_count - 1.0) * without).transpose();
  }
  return estimate;
}

/// Bound on the error that a time step Δt = h left in `fine`, from the same quantity at m·h on the
/// same Brownian path: (|coarse − fine| + 4 standard errors of that difference) / (m^order − 1).
/// Throws InvalidInput unless m > 1 and order > 0.
Eigen::ArrayXd discretisation_bias(const Estimate& coarse, const Estimate& fine, double m,
                                   double order = 1.0);

}  // namespace sdescent
