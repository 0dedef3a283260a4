#pragma once
/// \file
/// The seam that makes an optimizer, an SDE with its stepper and an ODE comparable.

#include "solvers/at.hpp"
#include "solvers/block.hpp"
#include "solvers/layout.hpp"
#include "solvers/lockstep.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace sdescent {

/// Something that evolves a block of paths. Implementations are immutable while a run uses them:
/// all that changes is in the state block, so any number of tiles may be advanced at once.
class Process {
 public:
  virtual ~Process() = default;

  /// Unique within a run; names columns, curves and failures.
  virtual const std::string& name() const = 0;

  virtual const Layout& layout() const = 0;

  /// Time covered by one step; the only place where a process's clock is declared. An optimizer
  /// with t = kη returns η, one with t = k/d returns 1/d. 0 means continuous: advance() accepts any
  /// dt.
  virtual double time_per_step() const = 0;

  /// Noise stream. Different numbers are independent; equal ones couple two processes on purpose.
  virtual std::uint16_t stream() const = 0;

  /// Time at which start() is called: a multiple of the clock's tick. Nothing is recorded earlier.
  virtual double start_time() const { return 0.0; }

  /// Called before any work with the processes given to run() before this one and the number of
  /// paths. Throws InvalidInput when the process cannot be part of such a run.
  virtual void check_run(std::span<const std::shared_ptr<const Process>> /*before*/,
                         std::uint64_t /*paths*/) const {}

  /// Writes the starting values (rows × layout().size()). `others` holds the processes given to
  /// run() before this one, at start_time(), so that a process may begin where another has arrived.
  virtual void start(const At& at, const Lockstep& others, BlockRef state) const = 0;

  /// Advances the block from at.t to at.t + at.dt. Allocates nothing once its scratch has grown.
  virtual void advance(const At& at, BlockRef state) const = 0;
};

}  // namespace sdescent
