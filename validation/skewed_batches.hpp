#pragma once
/// \file
/// Whether a normal interval may be centred on its estimate.

#include "solvers/estimate.hpp"

#include <optional>

namespace sdescent {

/// A point of an estimate whose replicate batches lie aslant.
struct SkewedBatches {
  Eigen::Index point;
  double skewness;  ///< m₃/m₂^{3/2} of its pseudo-values
};

/// D'Agostino's test of the skewness of the pseudo-values of every point (Biometrika 57, 1970) at
/// level 10⁻⁴ over all points. Skewed batches come from skewed paths that are too few, or from one
/// heavy tail: then most samples have not yet seen what makes up the mean, their intervals lie to
/// one side of it, and no single batch needs to dominate. Two equal heavy tails make intervals too
/// wide, which is no danger. Points whose pseudo-values have a standard deviation of at most
/// `rounding` take no part. The worst point, or none; none for fewer than nine batches.
std::optional<SkewedBatches> skewed_batches(const Estimate& estimate, double rounding = 0.0);

}  // namespace sdescent
