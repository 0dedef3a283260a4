#pragma once
/// \file
/// Figures of `sdescent simulate`.

#include "cli/simulation.hpp"
#include "plots/figure.hpp"
#include "solvers/moment_recorder.hpp"

#include <vector>

namespace sdescent::cli {

/// One figure for each recorder: means with a band of one standard deviation over runs, and
/// variances. Of a state only the first two coordinates are drawn.
std::vector<Figure> simulation_figures(const Simulation& simulation,
                                       const std::vector<MomentRecorder>& recorders);

}  // namespace sdescent::cli
