#pragma once
/// \file
/// Mean, variance and covariance of an observable at every record time, in replicate batches.

#include "solvers/batch_moments.hpp"
#include "solvers/observable.hpp"
#include "solvers/recorder.hpp"

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
class MomentRecorder final : public Recorder {
 public:
  /// `name` prefixes its arrays in an archive.
  MomentRecorder(std::string name, Observable observable,
                 SecondMoments kind = SecondMoments::variances);

  /// Refuses (InvalidInput) more than 1 GiB a chunk: 64 batches × times × columns (or pairs).
  void begin(const std::vector<double>& times) override;
  std::unique_ptr<Recorder> fresh() const override;
  std::optional<Index> observe(std::size_t i, const Lockstep& blocks, Scratch& scratch) override;
  void merge(const Recorder& later) override;
  void save(Archive& archive) const override;
  void load(const Archive& archive) override;

  const std::string& name() const { return name_; }
  const std::vector<std::string>& columns() const { return observable_.columns; }
  const std::vector<double>& times() const { return times_; }
  /// Columns of MomentCurves::second that hold Var of column i, and Cov of columns p <= q.
  Index variance_column(Index i) const { return covariance_column(i, i); }
  Index covariance_column(Index p, Index q) const {
    return second_moment_column(kind_, observable_.width(), p, q);
  }
  Index batches_used() const;  ///< batches that saw a path: min(paths, 64)

  /// Moments of all paths, or of all but those of one batch.
  MomentCurves curves(Index without = -1) const;

 private:
  std::string name_;
  Observable observable_;
  SecondMoments kind_;
  std::vector<double> times_;
  std::vector<BatchMoments> at_time_;
};

}  // namespace sdescent
