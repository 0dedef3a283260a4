#pragma once
/// \file
/// How far a run is, on stderr.

#include <chrono>
#include <string>

namespace sdescent::cli {

/// A bar that redraws itself on a terminal, a line each 30 s elsewhere; nothing for short runs.
class Progress {
 public:
  explicit Progress(std::string label);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Fraction done of the current part, in [0, 1].
  void operator()(double fraction);

 private:
  using Clock = std::chrono::steady_clock;

  std::string label_;
  bool terminal_;
  bool drawn_ = false;
  Clock::time_point next_;
};

}  // namespace sdescent::cli
