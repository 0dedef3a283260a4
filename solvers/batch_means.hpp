#pragma once
/// \file
/// Stationary averages from few long runs: contiguous batches in place of independent paths.

#include "solvers/estimate.hpp"
#include "solvers/recorder.hpp"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace sdescent {

/// How series of several paths are cut: what is left after the burn-in makes `per_path` pieces of
/// `length` times each; what does not fill a piece is dropped before the first. Four pieces are a
/// batch.
struct SeriesCut {
  static constexpr Index pieces_of_batch = 4;
  static constexpr Index pieces = pieces_of_batch * replicate_batches;  ///< of all paths together

  Index first = 0;     ///< time at which the first piece starts
  Index length = 0;    ///< times in a piece
  Index per_path = 0;  ///< pieces of one path

  SeriesCut() = default;
  /// Throws InvalidInput as require_batch_mean_paths(), and unless there are times for all pieces
  /// after the burn-in.
  SeriesCut(Index times, Index burn_in, Index paths);
};

/// Throws InvalidInput unless `paths` divides 32: every path then has two batches or more. More
/// paths need no batch means, they are replicates themselves.
Index require_batch_mean_paths(std::uint64_t paths);

/// Means of a stationary series over 64 contiguous batches, and whether they may be used as if they
/// were independent. Two checks, each at `level` (the probability that it refuses a series that is
/// stationary and long enough) over all columns:
///
/// - burn-in (Geweke 1992): the mean of the first tenth of all paths against that of their last
///   half, in standard errors from the 32 batches of the last halves (Student, 31 degrees of
///   freedom);
/// - length: the lag-1 autocorrelation of quarters of batches within a path, normal with variance
///   pairs/256². Between long batches autocorrelation falls as 1/length, so that of the batches is
///   a quarter of what the 256 quarters show; 64 numbers could not show it.
///
/// A series that passes may still be one that has not seen all of its law (a second well).
class BatchMeans {
 public:
  /// `piece_means` has a row for each piece, path after path, and a column for each functional.
  /// Throws InvalidInput unless there are 256 rows, `paths` divides 32 and 0 < level < 1.
  BatchMeans(const Eigen::ArrayXXd& piece_means, Index paths, double level);

  const Eigen::ArrayXXd& means() const { return means_; }  ///< 64 × columns

  /// For Evidence::unfit: why there is no uncertainty to be had of these batches, empty if there
  /// is.
  const std::string& unfit() const { return unfit_; }

 private:
  Eigen::ArrayXXd means_;
  std::string unfit_;
};

inline constexpr double batch_means_level = 1e-3;

/// From stored series: one array (times × columns) for each path, all of one shape, the first
/// `burn_in` times of each dropped. Throws InvalidInput for other shapes and as SeriesCut does.
BatchMeans batch_means(const std::vector<Eigen::ArrayXXd>& series, Index burn_in,
                       double level = batch_means_level);

/// `statistic` maps stationary means of all columns (ArrayXd) to an ArrayXd: a mean, a variance
/// from x and x², a ratio. `runs` counts batches, 64.
template <class Statistic>
Estimate jackknife(const BatchMeans& batches, Statistic statistic) {
  const Eigen::ArrayXXd& means = batches.means();
  const auto n = static_cast<double>(means.rows());
  const Eigen::ArrayXd all = means.colwise().mean().transpose();
  return jackknife(n, [&](Index without) -> Eigen::ArrayXd {
    if (without < 0) return statistic(all);
    return statistic(Eigen::ArrayXd((n * all - means.row(without).transpose()) / (n - 1.0)));
  });
}

}  // namespace sdescent
