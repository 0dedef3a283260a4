#pragma once
/// \file
/// An SDE, a stepper and a Brownian path make a process.

#include "solvers/process.hpp"
#include "solvers/sde_model.hpp"
#include "solvers/start.hpp"
#include "solvers/stepper.hpp"

#include <memory>

namespace sdescent {

/// The grid of an SDE run against an optimizer: `unit` is the optimizer's time per step (η),
/// divided into `refine` steps Δt = unit/refine. The Brownian path lives on the grid unit/brownian;
/// runs with equal stream and equal unit/brownian see one path whatever their Δt.
struct SdeGrid {
  double unit = 0.0;
  std::uint64_t refine = 1;
  std::uint64_t brownian = 1;  ///< a multiple of refine
  std::uint16_t stream = 0;
};

/// Runs an SdeModel with a Stepper. Two-point variables, where the stepper has any, are drawn at
/// the process's own steps: they are not those of another Δt.
class SdeProcess final : public Process {
 public:
  /// Throws InvalidInput when the stepper does not accept the model, the start has another
  /// dimension than the state or the time 0 where the model is singular, or the grid is not as
  /// SdeGrid says.
  SdeProcess(std::string name, std::shared_ptr<const SdeModel> model,
             std::shared_ptr<const Stepper> stepper, SdeGrid grid, Start start);

  const std::string& name() const override { return name_; }
  const Layout& layout() const override { return model_->layout(); }
  double time_per_step() const override { return grid_.unit / static_cast<double>(grid_.refine); }
  std::uint16_t stream() const override { return grid_.stream; }
  double start_time() const override { return start_.time(); }
  void check_run(std::span<const std::shared_ptr<const Process>> before,
                 std::uint64_t paths) const override;
  void start(const At& at, const Lockstep& others, BlockRef state) const override;
  void advance(const At& at, BlockRef state) const override;

  const SdeModel& model() const { return *model_; }

 private:
  std::string name_;
  std::shared_ptr<const SdeModel> model_;
  std::shared_ptr<const Stepper> stepper_;
  SdeGrid grid_;
  Start start_;
};

}  // namespace sdescent
