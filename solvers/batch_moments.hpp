#pragma once
/// \file
/// Means and second central moments kept separately for each replicate batch.

#include "solvers/block.hpp"
#include "solvers/recorder.hpp"

#include <Eigen/Core>

namespace sdescent {

/// Which second central moments are kept.
enum class SecondMoments {
  variances,   ///< k numbers
  covariances  ///< all k(k+1)/2 pairs (p, q), p <= q, row by row
};

/// Number of second moments of k columns.
Index second_moment_count(SecondMoments kind, Index k);

/// Place of the pair (p, q), p <= q, among the second moments of k columns; for variances p = q.
Index second_moment_column(SecondMoments kind, Index k, Index p, Index q);

/// Mean and unbiased second moments of a set of paths.
struct Moments {
  double count = 0;
  Eigen::ArrayXd mean;    ///< k
  Eigen::ArrayXd second;  ///< second_moment_count(kind, k); divided by count − 1
};

/// Running moments of k columns in 64 batches (Welford 1962; merging by Chan, Golub, LeVeque 1979),
/// a loop over contiguous batches for each column.
class BatchMoments {
 public:
  BatchMoments(SecondMoments kind, Index columns);

  /// Adds rows: row r goes to batch r mod 64.
  void add(const ConstBlockRef& values);

  /// Adds, batch by batch, what another object saw.
  void merge(const BatchMoments& other);

  /// Moments of all paths, or of all but those in batch `without` (for the jackknife).
  Moments total(Index without = -1) const;

  const Eigen::ArrayXd& count() const { return count_; }
  const Block& mean() const { return mean_; }      ///< 64 × k
  const Block& second() const { return second_; }  ///< 64 × pairs, sums of squared deviations
  void restore(Eigen::ArrayXd count, Block mean, Block second);

 private:
  SecondMoments kind_;
  Eigen::ArrayXd count_;
  Block mean_;
  Block second_;
};

}  // namespace sdescent
