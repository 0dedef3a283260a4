#pragma once
/// \file
/// An ODE beside optimizers and SDEs.

#include "solvers/ode.hpp"
#include "solvers/process.hpp"
#include "solvers/start.hpp"

namespace sdescent {

/// The solution of an ODE from one point, solved once when made; every path sees the same values.
class OdeProcess final : public Process {
 public:
  /// Solves from the start's time to `end`. Throws InvalidInput for a start of another dimension or
  /// one that is not a single point (a solution for each path is refused: an ODE from many points
  /// is an SdeProcess without noise, of which every path is a row), and what OdeSolution throws.
  OdeProcess(std::string name, const OdeModel& model, const Start& start, double end,
             OdeTolerance tolerance = {});

  const std::string& name() const override { return name_; }
  const Layout& layout() const override { return layout_; }
  double time_per_step() const override { return 0.0; }
  std::uint16_t stream() const override { return 0; }
  double start_time() const override { return start_time_; }
  void start(const At& at, const Lockstep& others, BlockRef state) const override;
  void advance(const At& at, BlockRef state) const override;

  const OdeSolution& solution() const { return solution_; }

 private:
  /// The solution at t in every row.
  void write(double t, BlockRef state, Scratch& scratch) const;

  std::string name_;
  Layout layout_;
  double start_time_, end_;
  OdeSolution solution_;
};

}  // namespace sdescent
