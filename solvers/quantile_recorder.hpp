#pragma once
/// \file
/// Quantiles of an observable at every record time, in replicate batches.

#include "solvers/batch_sketch.hpp"
#include "solvers/estimate.hpp"
#include "solvers/observable_recorder.hpp"

#include <string>
#include <vector>

namespace sdescent {

/// Keeps a BatchSketch of each column at each record time; any quantile can be asked for later.
/// Serves laws without moments (Cauchy), both signs, atoms and lattices.
///
/// The error is that of a bucket, accuracy() · (scale + |q|), far less where the density hardly
/// changes within a bucket (interpolation), plus the sampling error that the jackknife measures.
/// Observe deviations from a level rather than values far from 0: buckets widen with |x|.
///
/// The jackknife of a quantile is consistent because it leaves out 1/64 of the paths, more than the
/// square root of their number (Shao, Wu, Ann. Stat. 17, 1989): for 10⁴ paths and more. With fewer
/// its standard errors are too large rather than too small.
class QuantileRecorder final : public ObservableRecorder {
 public:
  /// Throws InvalidInput for an observable without columns, and what BatchSketch refuses.
  QuantileRecorder(std::string name, Observable observable, SketchSize size = {});

  RecorderMemory memory(const RecordingSize& size) const override;
  std::unique_ptr<Recorder> fresh() const override;

  /// The p-quantile of a column at all record times. Throws InvalidInput unless 0 < p < 1.
  Estimate quantile(double p, Index column) const;

  /// Largest accuracy() of a column's sketches: quantiles q of the paths are within this times
  /// (scale + |q|).
  double accuracy(Index column) const;

 private:
  void clear() override;
  void add(std::size_t i, std::uint64_t path, const ConstBlockRef& values) override;
  bool same_settings(const Recorder& other) const override;
  void merge_same(const Recorder& later) override;
  void save_values(Archive& archive) const override;
  void load_values(const Archive& archive) override;
  /// Settled copies of a column's sketches, by time.
  std::vector<BatchSketch> settled(Index column) const;
  std::size_t place(std::size_t i, Index column) const {
    return i * static_cast<std::size_t>(width()) + static_cast<std::size_t>(column);
  }

  SketchSize size_;
  std::vector<BatchSketch> sketches_;  // by time, then column
};

}  // namespace sdescent
