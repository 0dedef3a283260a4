#pragma once
/// \file
/// Evidence for phase diagrams: where a measured quantity crosses a level, as a power law.

#include "validation/power_law.hpp"

namespace sdescent {

/// A quantity z > 0 measured on a grid of two parameters.
struct PhaseDiagram {
  std::string name;  ///< of the boundary, for remarks
  Eigen::ArrayXd x;  ///< increasing, > 0, at least three
  Eigen::ArrayXd y;  ///< increasing, > 0, at least two
  Estimate z;        ///< point i·|y| + j at (x_i, y_j)
};

/// The curve y*(x) on which z = level: for each x_i the place between neighbours y_j, y_{j+1} where
/// log z, linear in log y, crosses log(level). Its sampling error follows from those of the two
/// z; its bias bound is the distance to the crossing of the parabola through the nearest third
/// point (0 where there is none), and what (se/z)²/2, the curvature of the logarithm, moves it.
/// Throws InvalidInput for a grid that is not positive and increasing or a level <= 0,
/// NumericalFailure for a z that is not finite, and returns no law, with the reason, when z does
/// not cross the level exactly once at some x_i or is lost in noise (least_signal) beside the
/// crossing.
struct Boundary {
  PowerLaw law;
  std::string missing;  ///< why there is none; empty if there is one
};
Boundary boundary_of(const PhaseDiagram& diagram, double level);

/// For claims of kind region: y* ∝ x^stated to `tolerance`, decided as exponent_evidence() does.
/// Unfit when there is no boundary.
Evidence region_evidence(const PhaseDiagram& diagram, double level, double stated,
                         double tolerance);

}  // namespace sdescent
