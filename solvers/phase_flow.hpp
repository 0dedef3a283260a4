#pragma once
/// \file
/// Solves a SwitchedOde phase by phase: each phase, sliding ones included, is a smooth ODE,
/// integrated to its switching surface by Dormand–Prince with dense output.

#include "solvers/dormand_prince.hpp"
#include "solvers/phase_event.hpp"
#include "solvers/switched_ode.hpp"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace sdescent {

/// A switch is where y_j leaves its phase or θ_j of a sliding mode leaves [0, 1] (by 2e-10, for
/// rounding). It is located as
/// a root of the step's interpolant by bracketing (Alefeld, Potra, Shi 1995; Boost.Math) to 4 ulp
/// of the time, so that its error is the interpolant's, that is, the tolerance's; exact to rounding
/// where solutions are linear between switches, as the sign flow's are on a quadratic. The modes
/// after it are those of Filippov::choose(). Switches closer than 1e-12 of the interval are taken
/// together. An excursion through a surface and back within one step is not seen.
class PhaseFlow {
 public:
  /// Throws as DormandPrince does; `model` must outlive the flow. A component that starts on a
  /// threshold slides if it can, even where leaving were a solution, too (a saddle of the sign
  /// flow).
  PhaseFlow(const SwitchedOde& model, const Eigen::VectorXd& s0, double t0, double t1,
            OdeTolerance tolerance = {});
  ~PhaseFlow();

  bool at_end() const;

  /// Goes on to the end of an accepted step or to the first switch in it, whichever comes first,
  /// and returns the solution up to there. Throws as DormandPrince::step() and Filippov::choose()
  /// do, and NumericalFailure, with the time, when a hundred switches get no further than 1e-9 of
  /// the interval (chattering, or switches that accumulate).
  OdePiece step();

  double time() const;
  const Eigen::VectorXd& state() const;
  /// Phases and sliding modes at time().
  const std::vector<PhaseMode>& modes() const;
  /// All switches so far.
  const std::vector<PhaseEvent>& events() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sdescent
