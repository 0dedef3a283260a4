#pragma once
/// \file
/// Dormand–Prince 5(4) with step-size control (Dormand, Prince 1980; Boost.Odeint's coefficients
/// and controller), one accepted step after the other.

#include "solvers/ode_model.hpp"
#include "solvers/ode_piece.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <memory>

namespace sdescent {

/// Local error control per step: |error_i| <= absolute + relative · (|s_i| + dt |ds_i/dt|).
struct OdeTolerance {
  double relative = 1e-10;
  double absolute = 1e-14;
  std::uint64_t max_steps = 100'000;  ///< more means the solver has stalled
};

/// Walks a solution from t0 to t1, keeping the last step only: 13 states in all, whatever the
/// interval. Order 5 at the end of a step, order 4 inside it.
///
/// A trial step whose state or right-hand side is not finite is a rejected one: a smaller step is
/// tried, as for an error too large, until time no longer moves. So a right-hand side that is only
/// defined where the solution is (√ of a risk, say) may be overstepped.
class DormandPrince {
 public:
  /// t1 >= t0, both finite, tolerances > 0, else InvalidInput; NumericalFailure for a start that is
  /// not finite or has no finite derivative.
  DormandPrince(OdeRightHandSide rhs, const Eigen::VectorXd& s0, double t0, double t1,
                OdeTolerance tolerance = {});
  ~DormandPrince();
  DormandPrince(DormandPrince&&) noexcept;
  DormandPrince& operator=(DormandPrince&&) noexcept;

  bool at_end() const;

  /// Takes one accepted step; the last ends at t1 exactly. The right-hand side is evaluated within
  /// [t0, t1] only. Throws NumericalFailure, with the time reached, when no step is small enough
  /// (and says whether for the error or because nothing is finite there), when max_steps do not
  /// suffice, or when a thousand steps get no further than 1e-9 of the interval: at a jump of the
  /// right-hand side that the solution cannot leave.
  void step();

  /// Goes on from another state at a time t within the last step (t0 before the first), as after a
  /// jump of the right-hand side. Throws as the constructor does.
  void restart(double t, const Eigen::VectorXd& s);

  double time() const;
  const Eigen::VectorXd& state() const;

  /// Beginning of the last step; time() when there is none.
  double step_start() const;
  /// State at t in [step_start(), time()].
  void interpolate(double t, Eigen::VectorXd& s) const;
  /// The last step's interpolant, valid up to `until` in (step_start(), time()].
  OdePiece piece(double until) const;

  std::uint64_t steps() const;        ///< accepted
  std::uint64_t evaluations() const;  ///< of the right-hand side

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// NumericalFailure "the ODE solver stopped at t = …: what (advice)".
[[noreturn]] void throw_ode_failure(double t, const std::string& what);

}  // namespace sdescent
