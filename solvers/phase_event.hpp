#pragma once
/// \file
/// A change of phase in the solution of an ODE whose right-hand side jumps.

#include "solvers/block.hpp"

namespace sdescent {

/// Where one switching function y_j stands: inside phase `place` (0 … number of thresholds, from
/// below), or held on threshold `place` (0 … ) by the flow.
struct PhaseMode {
  Index place = 0;
  bool sliding = false;

  bool operator==(const PhaseMode&) const = default;
};

struct PhaseEvent {
  double t;
  Index component;  ///< j
  PhaseMode from, to;
};

}  // namespace sdescent
