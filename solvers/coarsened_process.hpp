#pragma once
/// \file
/// A process on the coarse noise of a finer grid.

#include "solvers/coarsened.hpp"
#include "solvers/process.hpp"

#include <memory>
#include <utility>

namespace sdescent {

/// Another process whose step k is driven by the normals z = (z_{km} + … + z_{km+m−1})/√m. An
/// optimizer wrapped so and SDEs of the same stream with SdeGrid::brownian = m have one Brownian
/// path: the optimizer's gradient noise is the increment that the SDEs see in its step. Uniforms
/// have no such sums: a process that draws any throws InvalidInput when it steps, unless m = 1.
class CoarsenedProcess final : public Process {
 public:
  /// factor m >= 1, else InvalidInput at the first step.
  CoarsenedProcess(std::shared_ptr<const Process> process, std::uint64_t factor)
      : process_(std::move(process)), factor_(factor) {}

  const std::string& name() const override { return process_->name(); }
  const Layout& layout() const override { return process_->layout(); }
  double time_per_step() const override { return process_->time_per_step(); }
  std::uint16_t stream() const override { return process_->stream(); }
  double start_time() const override { return process_->start_time(); }
  void check_run(std::span<const std::shared_ptr<const Process>> before,
                 std::uint64_t paths) const override {
    process_->check_run(before, paths);
  }
  void start(const At& at, const Lockstep& others, BlockRef state) const override {
    process_->start(at, others, state);
  }
  void advance(const At& at, BlockRef state) const override {
    const Coarsened noise(at.noise, factor_);
    process_->advance({at.step, at.t, at.dt, at.path, at.stream, noise, at.scratch}, state);
  }

 private:
  std::shared_ptr<const Process> process_;
  std::uint64_t factor_;
};

}  // namespace sdescent
