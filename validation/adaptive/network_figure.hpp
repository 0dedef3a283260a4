#pragma once
/// \file
/// The figure of a row of the network.

#include "plots/figure.hpp"
#include "validation/adaptive/network_contest.hpp"

namespace sdescent::adaptive {

/// distance_by_start() and its starts; empty where there are none.
struct StartDistances {
  Eigen::ArrayXd t0;
  Eigen::ArrayXXd distance;
};

/// Losses, differences from the optimizer, spread and the dependence on t₀.
Figure network_figure(const NetworkSetting& setting, const NetworkContest& contest,
                      const NetworkCurves& curves, const StartDistances& starts);

}  // namespace sdescent::adaptive
