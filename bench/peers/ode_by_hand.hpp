#pragma once
/// \file
/// signODE (exact (13), Gaussian label noise) solved by one function written for it alone: the
/// yardstick for the general solver.

#include <cstdint>
#include <vector>

namespace sdescent::peers {

/// dr_i/dt = load_i − gain/√(2R + v²) λ_i r_i, R = Σ r_i.
struct SignOdeByHand {
  std::vector<double> lambda;
  std::vector<double> load;
  double gain;      ///< 4η c_B/π
  double variance;  ///< v²

  /// Dormand–Prince 5(4) with the step-size control of Boost.Odeint from 0 to t1 with a first step
  /// of t1/1000, in place; stage and risk in one pass, right-hand side in another, the last of them
  /// with the error. No check of anything. Returns the number of right-hand sides.
  std::uint64_t solve(std::vector<double>& r, double t1, double relative, double absolute) const;
};

}  // namespace sdescent::peers
