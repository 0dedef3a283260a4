#pragma once
/// \file
/// Histograms of an observable at every record time, in replicate batches.

#include "solvers/batch_counts.hpp"
#include "solvers/estimate.hpp"
#include "solvers/observable_recorder.hpp"

#include <string>

namespace sdescent {

/// `count` bins of equal width: bin j is [edge(j), edge(j + 1)), edge(j) = lo (1 − j/count) + hi
/// j/count.
struct Bins {
  double lo = 0;
  double hi = 1;
  Index count = 50;

  double width() const { return (hi - lo) / static_cast<double>(count); }
  double edge(Index j) const;
  Eigen::ArrayXd centres() const;
  /// 0 below lo, 1 + j in bin j, 1 + count from hi on.
  Index cell(double x) const;
};

/// Counts values in bins, those outside of [lo, hi) too. Batches are kept apart, so that errors are
/// a jackknife like all others and bands over the bins know how these depend on each other.
class HistogramRecorder final : public ObservableRecorder {
 public:
  /// Throws InvalidInput for an observable without columns, no bin, or lo >= hi or not finite.
  HistogramRecorder(std::string name, Observable observable, Bins bins);

  const Bins& bins() const { return bins_; }

  RecorderMemory memory(const RecordingSize& size) const override;
  std::unique_ptr<Recorder> fresh() const override;

  /// Density of a column at record time i: paths in each bin, over all paths and the bin's width.
  /// It integrates to the fraction of paths within [lo, hi).
  Estimate density(std::size_t i, Index column) const;

  /// Paths below lo, and at or above hi.
  double below(std::size_t i, Index column) const { return counts_.count(first_cell(i, column)); }
  double above(std::size_t i, Index column) const {
    return counts_.count(first_cell(i, column) + bins_.count + 1);
  }

 private:
  void clear() override;
  void add(std::size_t i, std::uint64_t path, const ConstBlockRef& values) override;
  bool same_settings(const Recorder& other) const override;
  void merge_same(const Recorder& later) override;
  void save_values(Archive& archive) const override;
  void load_values(const Archive& archive) override;
  Index cells() const { return bins_.count + 2; }
  Index first_cell(std::size_t i, Index column) const {
    return (static_cast<Index>(i) * width() + column) * cells();
  }

  Bins bins_;
  BatchCounts counts_;  // by time, column and cell
};

}  // namespace sdescent
