#pragma once
/// \file
/// Paths that end early: X_{t ∧ τ}.

#include "solvers/crossing.hpp"
#include "solvers/observable.hpp"

#include <cstdint>

namespace sdescent {

/// Stops a path at the first look τ at which a column of the observable is at the level or beyond.
/// From then on the states of all processes of the path stay what they were at τ, and recorders see
/// them so; stopping_time() observes τ. Looks are at ticks every, 2·every, … from the last start
/// on, or at the record times for every = 0: τ is never earlier than the true passage. A path's τ
/// depends on its own states alone, so neither tiles nor other paths matter.
struct StoppingRule {
  Observable observable;
  Crossing crossing;
  std::uint64_t every = 0;  ///< ticks; whole steps of every process
};

}  // namespace sdescent
