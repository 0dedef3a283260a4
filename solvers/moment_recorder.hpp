#pragma once
/// \file
/// Mean, variance and covariance of an observable at every record time, in replicate batches.

#include "solvers/batch_moments.hpp"
#include "solvers/estimate.hpp"
#include "solvers/observable_recorder.hpp"

#include <string>
#include <vector>

namespace sdescent {

/// Moments at all record times: rows are times, columns those of the observable (or its pairs).
struct MomentCurves {
  double count = 0;
  Eigen::ArrayXXd mean;
  Eigen::ArrayXXd second;
};

/// Records the moments of an observable.
class MomentRecorder final : public ObservableRecorder {
 public:
  /// Most columns of which covariances are kept.
  static constexpr Index most_covariance_columns = 2000;

  /// Throws InvalidInput for an observable without columns, and for covariances of more than 2000
  /// columns: 64 batches of 2·10⁶ pairs take 1 GB at each record time. Observe variances, or the
  /// covariances of a few projections.
  MomentRecorder(std::string name, Observable observable,
                 SecondMoments kind = SecondMoments::variances);

  RecorderMemory memory(const RecordingSize& size) const override;
  std::unique_ptr<Recorder> fresh() const override;

  /// Columns of MomentCurves::second that hold Var of column i, and Cov of columns p <= q.
  Index variance_column(Index i) const { return covariance_column(i, i); }
  Index covariance_column(Index p, Index q) const {
    return second_moment_column(kind_, width(), p, q);
  }
  Index batches_used() const;  ///< batches that saw a path: min(paths, 64)

  /// Moments of all paths, or of all but those of one batch.
  MomentCurves curves(Index without = -1) const;

  /// Mean and variance of a column, covariance of columns p <= q, at all record times. Throws
  /// InvalidInput for a covariance that was not recorded.
  Estimate mean(Index column) const;
  Estimate variance(Index column) const { return covariance(column, column); }
  Estimate covariance(Index p, Index q) const;

 private:
  void clear() override;
  void add(std::size_t i, std::uint64_t path, const ConstBlockRef& values) override;
  bool same_settings(const Recorder& other) const override;
  void merge_same(const Recorder& later) override;
  void save_values(Archive& archive) const override;
  void load_values(const Archive& archive) override;

  SecondMoments kind_;
  std::vector<BatchMoments> at_time_;
};

/// `statistic` maps MomentCurves to an ArrayXd (any smooth function of the moments: a mean, a
/// variance, a ratio).
template <class Statistic>
Estimate jackknife(const MomentRecorder& recorder, Statistic statistic) {
  return jackknife(recorder.curves().count, [&](Index without) -> Eigen::ArrayXd {
    return statistic(recorder.curves(without));
  });
}

}  // namespace sdescent
