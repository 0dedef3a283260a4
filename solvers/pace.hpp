#pragma once
/// \file
/// How the steps of one process fall on the ticks of the common clock.

#include "solvers/clock.hpp"
#include "solvers/process.hpp"

#include <cstdint>

namespace sdescent {

/// Translation of clock ticks into a process's own steps.
class Pace {
 public:
  /// Throws InvalidInput when neither the tick divides into whole steps nor the step into whole
  /// ticks (to 1e-9), or the start time is not at a tick.
  Pace(const Process& process, const Clock& clock);

  bool continuous() const { return continuous_; }
  std::uint64_t start_tick() const { return start_tick_; }
  double dt() const { return dt_; }

  /// Throws InvalidInput unless a step ends at this tick.
  void require_step_at(std::uint64_t tick, const char* what) const;

  /// Number of steps completed at a tick where a step ends.
  std::uint64_t step_at(std::uint64_t tick) const {
    return tick * steps_per_tick_ / ticks_per_step_;
  }

  /// Time at which step `step` begins.
  double time(std::uint64_t step) const { return grid_.time(step * ticks_per_step_); }

 private:
  std::string name_;
  Clock grid_;  // refined by steps_per_tick_
  double dt_;
  bool continuous_;
  std::uint64_t steps_per_tick_ = 1;
  std::uint64_t ticks_per_step_ = 1;
  std::uint64_t start_tick_ = 0;
};

}  // namespace sdescent
