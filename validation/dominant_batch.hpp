#pragma once
/// \file
/// Whether normal intervals may be made from an estimate.

#include "solvers/estimate.hpp"

#include <optional>

namespace sdescent {

/// A point of an estimate at which one replicate batch says something else than all others.
struct DominantBatch {
  Eigen::Index point, batch;
  double deviation;  ///< of its pseudo-value from the mean, in standard deviations of all of them
};

/// Grubbs' test of the pseudo-values of every point at level 10⁻⁴ over all points: batches whose
/// numbers add up finitely many alike terms are nearly Gaussian, and of 64 of them none is further
/// than about 5 standard deviations from their mean. Under infinite variance a single path
/// dominates its batch, and that batch all others: means have no normal interval there. So do rare
/// events that few paths have seen. Points whose pseudo-values have a standard deviation of at most
/// `rounding` are known exactly and take no part. The worst point, or none.
std::optional<DominantBatch> dominant_batch(const Estimate& estimate, double rounding = 0.0);

}  // namespace sdescent
