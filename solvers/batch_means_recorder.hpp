#pragma once
/// \file
/// Batch means of a run without its series.

#include "solvers/batch_means.hpp"
#include "solvers/observable_recorder.hpp"

#include <string>
#include <vector>

namespace sdescent {

/// Adds up the observable over pieces of the record times after a burn-in, for the first few paths.
/// Record times count alike: choose them evenly spaced there (RecordTimes::evenly).
class BatchMeansRecorder final : public ObservableRecorder {
 public:
  /// `paths` (a divisor of 32) of the run are seen; times t < burn_in are not. Throws InvalidInput
  /// for an observable without columns, another number of paths or a negative burn-in.
  BatchMeansRecorder(std::string name, Observable observable, std::uint64_t paths, double burn_in);

  RecorderMemory memory(const RecordingSize& size) const override;
  std::unique_ptr<Recorder> fresh() const override;

  /// Throws InvalidInput unless the run had `paths` or more.
  BatchMeans batch_means(double level = batch_means_level) const;

 private:
  Index rows_wanted(const Lockstep& blocks) const override;
  void clear() override;  ///< InvalidInput when the record times are too few
  void add(std::size_t i, std::uint64_t path, const ConstBlockRef& values) override;
  bool same_settings(const Recorder& other) const override;
  void merge_same(const Recorder& later) override;
  void save_values(Archive& archive) const override;
  void load_values(const Archive& archive) override;

  Index paths_;
  double burn_in_;
  Index seen_ = 0;  // paths
  SeriesCut cut_;
  Eigen::ArrayXXd sums_;  // pieces, path after path × columns
};

}  // namespace sdescent
