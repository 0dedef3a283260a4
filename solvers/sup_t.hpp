#pragma once
/// \file
/// Simultaneous confidence for curves: the distribution of the largest t statistic.

#include "solvers/estimate.hpp"

#include <Eigen/Core>

#include <vector>

namespace sdescent {

enum class Sides { one, two };

/// Distribution of max_i |T_i| (or max_i T_i), T the studentised error of an estimated curve. The
/// correlation of its points is that of the pseudo-values; multiplier draws give the maximum of the
/// Gaussian, mixed over χ²_{B−1}/(B−1) for the estimated scale (a multivariate t).
///
/// Draws are fixed in number (20 000) and seed, so that verdicts are reproducible; two Monte Carlo
/// standard deviations are added to every tail probability, which is never larger than
/// Bonferroni's. Points without spread (exactly known) take no part; a single one with spread needs
/// no draws: it has Student's own tail.
class SupT {
 public:
  SupT(const Estimate& estimate, Sides sides);

  /// P(max > c), an upper estimate; 1 for c <= 0, 0 for c = ∞.
  double tail(double c) const;

  /// The c with tail(c) = alpha; 0 when no point has spread.
  double critical(double alpha) const;

 private:
  Sides sides_;
  Eigen::Index points_ = 0;
  double degrees_;
  std::vector<double> maxima_;  // sorted
  std::vector<double> scales_;  // √(χ²/ν) at the midpoints of equally likely strata
};

/// A curve with a band that holds all of the true curve with probability 1 − α.
struct Band {
  Eigen::ArrayXd value, lower, upper;
  double critical = 0;  ///< c: half the band's width in standard errors, the same at every point
};

/// value ± c(α) se, c from SupT (two sides). NaN at points whose standard error is not known.
/// Throws InvalidInput unless 0 < alpha < 1.
Band simultaneous_band(const Estimate& estimate, double alpha);

}  // namespace sdescent
