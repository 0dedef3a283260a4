#pragma once
/// \file
/// How finely Kolmogorov's equations are solved.

#include "io/error.hpp"
#include "solvers/sinc_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace sdescent {

/// Of the laws of diffusions (diffusion_law.hpp, diffusion_mean.hpp). The grid is where the
/// computation begins; it is refined and widened until `tolerance` is kept.
struct DiffusionResolution {
  double spacing = 0.3;  ///< of the nodes, in standard deviations
  double reach = 12;     ///< of the grid on either side of the mean, in standard deviations
  /// Of the density in units of 1/(standard deviation): what it is at the ends of the grid and what
  /// its frequencies beyond the grid's carry may be at no time larger. Default: as far as doubles
  /// go on coefficients that are analytic over a few standard deviations. Kinks (Laplace noise)
  /// need more: about 10⁻⁶ at a spacing of 0.2.
  double tolerance = 1e-13;
  double step_tolerance = 1e-14;  ///< local error of the density in a step of time
  /// Increasing times at which the coefficients are not smooth in t: steps end there.
  std::vector<double> kinks = {};
};

/// Largest values met on the way of what a grid leaves out.
struct GridDefect {
  double ends = 0, frequency = 0;

  void observe(const SincGrid& grid, const Eigen::ArrayXd& f) {
    ends = std::max(ends, grid.at_ends(f));
    frequency = std::max(frequency, grid.at_highest_frequency(f));
  }
  bool within(double tolerance) const { return ends <= tolerance && frequency <= tolerance; }
};

/// attempt(grid, defect) on finer and wider grids until the defect is within `tolerance`. Throws
/// NumericalFailure when that takes more than `most_nodes` nodes.
template <class Attempt>
auto with_resolution(const DiffusionResolution& resolution, double tolerance, Attempt attempt) {
  constexpr double most_nodes = 400;
  double spacing = resolution.spacing, reach = resolution.reach;
  const double target = std::log(tolerance);
  for (;;) {
    const SincGrid grid(spacing, reach);
    GridDefect defect;
    auto result = attempt(grid, defect);
    if (defect.within(tolerance)) return result;
    // A density cut off at the ends has all frequencies, but less of each. They fall off
    // exponentially at best, so what is left tells how far is still to go.
    if (defect.ends > defect.frequency)
      reach *= 1.25;
    else if (defect.frequency < 1.0)
      spacing *= std::clamp(std::log(defect.frequency) / target, 0.5, 0.9);
    else
      spacing *= 0.5;
    if (2.0 * reach / spacing > most_nodes)
      throw NumericalFailure(fmt::format(
          "law of a diffusion: not resolved to {} on {} nodes (the density is {:.1e} at their ends "
          "and {:.1e} at their highest frequency)",
          tolerance, grid.size(), defect.ends, defect.frequency));
  }
}

}  // namespace sdescent
