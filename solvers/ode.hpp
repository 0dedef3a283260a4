#pragma once
/// \file
/// Ordinary differential equations, solved by Boost.Odeint behind this header.

#include "solvers/block.hpp"
#include "solvers/layout.hpp"
#include "solvers/scratch.hpp"

#include <Eigen/Core>

#include <functional>
#include <memory>
#include <vector>

namespace sdescent {

/// ds/dt = derivative(t, s), on a tile (rows are independent initial values).
class OdeModel {
 public:
  virtual ~OdeModel() = default;
  virtual const Layout& layout() const = 0;
  virtual void derivative(double t, const ConstBlockRef& s, BlockRef ds,
                          Scratch& scratch) const = 0;
};

/// Local error control per step: |error_i| <= absolute + relative · |s_i|.
struct OdeTolerance {
  double relative = 1e-10;
  double absolute = 1e-14;
  std::uint64_t max_steps = 100'000;  ///< more means the solver has stalled
};

using OdeRightHandSide =
    std::function<void(double t, const Eigen::VectorXd& s, Eigen::VectorXd& ds)>;

/// A solution that can be evaluated at any time of its interval: Dormand–Prince 5(4) with adaptive
/// steps and its own fourth-order interpolant. Immutable once made.
class OdeSolution {
 public:
  /// Solves from t0 to t1 (t1 >= t0, both finite, else InvalidInput), evaluating the right-hand
  /// side at no other times. Throws NumericalFailure, with the time reached, when the state or the
  /// right-hand side stops being finite, or max_steps do not suffice, or a thousand steps get no
  /// further than 1e-9 of the interval: the sign flow does that at the first zero of a gradient
  /// component, where its right-hand side jumps.
  OdeSolution(const OdeRightHandSide& rhs, const Eigen::VectorXd& s0, double t0, double t1,
              OdeTolerance tolerance = {});
  /// The same for one path of a model.
  OdeSolution(const OdeModel& model, const Eigen::VectorXd& s0, double t0, double t1,
              OdeTolerance tolerance = {});
  ~OdeSolution();
  OdeSolution(OdeSolution&&) noexcept;
  OdeSolution& operator=(OdeSolution&&) noexcept;

  /// State at t in [t0, t1], else InvalidInput.
  Eigen::VectorXd at(double t) const;
  /// The same into `s`, without allocating.
  void at(double t, Eigen::Ref<Eigen::VectorXd> s) const;

  /// Number of accepted steps.
  std::size_t steps() const;

 private:
  struct Pieces;
  std::unique_ptr<Pieces> pieces_;
};

}  // namespace sdescent
