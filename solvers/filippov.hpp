#pragma once
/// \file
/// The vector field of a SwitchedOde in given phases and sliding modes, and the modes in which the
/// flow goes on from a state on one or more switching surfaces.

#include "solvers/phase_event.hpp"
#include "solvers/switched_ode.hpp"

#include <Eigen/Core>

#include <vector>

namespace sdescent {

using PhaseModes = std::vector<PhaseMode>;  ///< one for each switching function

/// The flow at one state.
struct FilippovFlow {
  Eigen::VectorXd y;       ///< switching functions
  Eigen::VectorXd ds;      ///< ds/dt
  Eigen::VectorXd dy;      ///< dy/dt
  Eigen::VectorXd weight;  ///< θ_j of sliding components; ½ for others
};

/// Evaluates the flow; keeps its temporaries.
class Filippov {
 public:
  explicit Filippov(const SwitchedOde& model) : model_(model) {}

  /// In a sliding mode on threshold k, u_j = (1 − θ_j) ψ_j(c_k−) + θ_j ψ_j(c_k+) with the θ that
  /// solve dy_I/dt = 0 for all sliding components I at once, the solution nearest to ½ where there
  /// are several (a component that nothing moves: u is the mean, as in sign(0) = 0). Where there is
  /// none, θ_I and ds are NaN and dy is that of θ_I = 0. Costs |I| + 1 right-hand sides and a |I| ×
  /// |I| factorisation.
  void evaluate(double t, const Eigen::VectorXd& s, const PhaseModes& modes, FilippovFlow& flow);

  /// Changes the modes of `candidates`, components at a threshold (`held` says which), until the
  /// flow agrees with all of them: each slides with θ in [0, 1] (to sliding_tolerance), or is in
  /// the phase below with dy/dt <= 0, or above with dy/dt >= 0. This is a linear complementarity
  /// problem, solved from the modes given by principal pivoting of the first component that
  /// disagrees (Murty 1974), which finds the one solution where −∂(dy/dt)_I/∂θ_I is a P-matrix: for
  /// the sign flow, wherever H is positive definite. Throws NumericalFailure when the pivots do not
  /// end (several solutions or none).
  void choose(double t, const Eigen::VectorXd& s, const std::vector<Index>& candidates,
              const std::vector<Index>& held, PhaseModes& modes);

  /// Rounding allowed in θ.
  static constexpr double sliding_tolerance = 1e-10;

 private:
  const SwitchedOde& model_;
  Scratch scratch_;
};

}  // namespace sdescent
