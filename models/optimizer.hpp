#pragma once
/// \file
/// What all discrete optimizers share.

#include "models/problem.hpp"
#include "models/schedule.hpp"
#include "solvers/process.hpp"
#include "solvers/start.hpp"

#include <memory>
#include <string>

namespace sdescent {

/// What it takes to run an optimizer.
struct OptimizerSettings {
  std::string name;  ///< of the process
  std::shared_ptr<const Problem> problem;
  double eta;  ///< learning rate η > 0
  Start start;
  std::uint16_t stream = 0;
  Schedule schedule = {};    ///< η_t, a factor of η; the time of a step stays what it is
  double time_per_step = 0;  ///< time that a step covers; 0 means η, so that t = kη
};

/// On the clock of high dimensions, t = k/d: learning rate η/d, a step covers the time 1/d (exact
/// (6)). `settings.eta` is η.
OptimizerSettings high_dimensional(OptimizerSettings settings);

/// An optimizer whose state is x, or begins with it; a derived class writes advance().
class Optimizer : public Process {
 public:
  /// State x alone. Throws InvalidInput for η <= 0, a negative time per step or a start of another
  /// dimension than the problem.
  explicit Optimizer(OptimizerSettings settings);

  const std::string& name() const override { return settings_.name; }
  const Layout& layout() const override { return layout_; }
  double time_per_step() const override { return settings_.time_per_step; }
  std::uint16_t stream() const override { return settings_.stream; }
  double start_time() const override { return settings_.start.time(); }
  void check_run(std::span<const std::shared_ptr<const Process>> before,
                 std::uint64_t paths) const override;

  /// A start in x alone leaves what comes after x at 0, as the algorithms begin.
  void start(const At& at, const Lockstep& others, BlockRef state) const override;

 protected:
  /// For states of more fields, of which x is the first (running moments of the gradient). The
  /// start may be one of x or of the whole state.
  Optimizer(OptimizerSettings settings, Layout layout);

  const Problem& problem() const { return *settings_.problem; }
  double eta() const { return settings_.eta; }

  /// η η_t, t the time at the beginning of the step.
  double learning_rate(const At& at) const { return settings_.eta * settings_.schedule(at.t); }

 private:
  OptimizerSettings settings_;
  Layout layout_;
};

}  // namespace sdescent
