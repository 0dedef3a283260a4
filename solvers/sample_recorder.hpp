#pragma once
/// \file
/// The values of an observable along the first few paths.

#include "solvers/observable_recorder.hpp"

#include <string>
#include <vector>

namespace sdescent {

/// Keeps the observable of paths 0 … n − 1 at every record time.
class SampleRecorder final : public ObservableRecorder {
 public:
  /// Keeps min(paths, the run's paths). Throws InvalidInput for an observable without columns or
  /// paths = 0.
  SampleRecorder(std::string name, Observable observable, std::uint64_t paths);

  RecorderMemory memory(const RecordingSize& size) const override;
  std::unique_ptr<Recorder> fresh() const override;

  /// Values at record time i: paths kept × columns.
  Block at(std::size_t i) const;

 private:
  Index rows_wanted(const Lockstep& blocks) const override;
  void clear() override;
  void add(std::size_t i, std::uint64_t path, const ConstBlockRef& values) override;
  bool same_settings(const Recorder& other) const override;
  void merge_same(const Recorder& later) override;
  void save_values(Archive& archive) const override;
  void load_values(const Archive& archive) override;

  std::uint64_t paths_;
  std::vector<std::vector<double>> rows_;  // for each time, path after path
};

}  // namespace sdescent
