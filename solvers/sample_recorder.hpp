#pragma once
/// \file
/// The values of an observable along the first few paths.

#include "solvers/observable.hpp"
#include "solvers/recorder.hpp"

#include <string>
#include <vector>

namespace sdescent {

/// Keeps the observable of paths 0 … n − 1 at every record time.
class SampleRecorder final : public Recorder {
 public:
  /// Keeps min(paths, the run's paths); paths >= 1, else InvalidInput.
  SampleRecorder(std::string name, Observable observable, std::uint64_t paths);

  void begin(const std::vector<double>& times) override;
  std::unique_ptr<Recorder> fresh() const override;
  std::optional<Index> observe(std::size_t i, const Lockstep& blocks, Scratch& scratch) override;
  void merge(const Recorder& later) override;
  void save(Archive& archive) const override;
  void load(const Archive& archive) override;

  const std::vector<double>& times() const { return times_; }
  const std::vector<std::string>& columns() const { return observable_.columns; }

  /// Values at record time i: paths kept × columns.
  Block at(std::size_t i) const;

 private:
  std::string name_;
  Observable observable_;
  std::uint64_t paths_;
  std::vector<double> times_;
  std::vector<std::vector<double>> rows_;  // for each time, path after path
};

}  // namespace sdescent
