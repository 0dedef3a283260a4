#pragma once
/// \file
/// All processes of a run at one time, for the same paths.

#include "solvers/block.hpp"

#include <cstdint>
#include <span>

namespace sdescent {

/// State blocks (paths × columns) in the order in which the processes were given to run(), all of
/// them at one time t and for the paths `path`, `path` + 1, …
struct Lockstep {
  std::span<const ConstBlockMap> states;
  std::uint64_t path = 0;
  double t = 0.0;
  /// When each path was stopped by the run's StoppingRule, ∞ if it was not; empty without a rule.
  std::span<const double> stopping_times = {};

  Index rows() const { return states.front().rows(); }
  const ConstBlockMap& state(std::size_t process) const { return states[process]; }
};

}  // namespace sdescent
