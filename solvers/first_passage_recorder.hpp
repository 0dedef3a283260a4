#pragma once
/// \file
/// When an observable first reaches a level, by path.

#include "solvers/batch_counts.hpp"
#include "solvers/crossing.hpp"
#include "solvers/estimate.hpp"
#include "solvers/observable_recorder.hpp"

#include <string>
#include <vector>

namespace sdescent {

/// Counts paths by the first record time t_i at which a column is at the level or beyond, each
/// column by itself. The resolution is that of the record times: between two of them nothing is
/// seen, so τ here is the first passage of the recorded skeleton, never earlier than that of the
/// path. Paths that do not reach the level by the last record time are censored, and counted.
class FirstPassageRecorder final : public ObservableRecorder {
 public:
  /// Throws InvalidInput for an observable without columns or a level that is not finite.
  FirstPassageRecorder(std::string name, Observable observable, Crossing crossing);

  RecorderMemory memory(const RecordingSize& size) const override;
  std::unique_ptr<Recorder> fresh() const override;

  /// P(τ <= t_i) at all record times. Its last point is what is not censored.
  Estimate distribution(Index column) const;

  /// Paths that first reached the level at record time i, and that never did.
  double count(std::size_t i, Index column) const {
    return counts_.count(cell(static_cast<Index>(i), column));
  }
  double censored(Index column) const { return count(times().size(), column); }

 private:
  void clear() override;
  void add(std::size_t i, std::uint64_t path, const ConstBlockRef& values) override;
  bool same_settings(const Recorder& other) const override;
  void merge_same(const Recorder& later) override;
  void save_values(Archive& archive) const override;
  void load_values(const Archive& archive) override;
  Index cells() const { return static_cast<Index>(times().size()) + 1; }
  Index cell(Index i, Index column) const { return column * cells() + i; }

  Crossing crossing_;
  BatchCounts counts_;                       // by column, then time, the last censored
  std::vector<unsigned char> reached_ = {};  // by column and row, of the tile being shown
};

}  // namespace sdescent
