#pragma once
/// \file
/// Solutions of ordinary differential equations, by dormand_prince.hpp.

#include "solvers/dormand_prince.hpp"
#include "solvers/ode_model.hpp"
#include "solvers/ode_piece.hpp"
#include "solvers/phase_event.hpp"

#include <Eigen/Core>

#include <functional>
#include <span>
#include <vector>

namespace sdescent {

/// A solution that can be evaluated at any time of its interval: Dormand–Prince 5(4) with adaptive
/// steps and its own fourth-order interpolant, six states for each accepted step. Immutable once
/// made. Where a few times are enough, observe_ode() keeps nothing and is faster.
class OdeSolution {
 public:
  /// Solves from t0 to t1 (t1 >= t0, both finite, else InvalidInput), evaluating the right-hand
  /// side at no other times. Throws NumericalFailure, with the time reached, as
  /// DormandPrince::step() does.
  OdeSolution(const OdeRightHandSide& rhs, const Eigen::VectorXd& s0, double t0, double t1,
              OdeTolerance tolerance = {});
  /// The same for one path of a model. A SwitchedOde is solved phase by phase (phase_flow.hpp).
  OdeSolution(const OdeModel& model, const Eigen::VectorXd& s0, double t0, double t1,
              OdeTolerance tolerance = {});

  /// State at t in [t0, t1], else InvalidInput.
  Eigen::VectorXd at(double t) const;
  /// The same into `s`, without allocating.
  void at(double t, Eigen::Ref<Eigen::VectorXd> s) const;

  /// Number of accepted steps.
  std::size_t steps() const { return pieces_.size(); }

  /// Where a SwitchedOde changed phase, in the order of time; empty for smooth models.
  const std::vector<PhaseEvent>& events() const { return events_; }

 private:
  double t0_, t1_;
  Eigen::VectorXd s0_;
  std::vector<OdePiece> pieces_;
  std::vector<PhaseEvent> events_;
};

/// Solves from t0 to the last of `times` (t0 <= times[0] <= times[1] <= …; at least one, else
/// InvalidInput) and calls observe(i, s) with the state at times[i]. Memory does not depend on the
/// number of steps or times. Throws as OdeSolution does.
void observe_ode(const OdeRightHandSide& rhs, const Eigen::VectorXd& s0, double t0,
                 std::span<const double> times,
                 const std::function<void(std::size_t i, const Eigen::VectorXd& s)>& observe,
                 OdeTolerance tolerance = {});

}  // namespace sdescent
