#pragma once
/// \file
/// The figure of a row of the network.

#include "plots/figure.hpp"
#include "validation/adaptive/network_contest.hpp"

namespace sdescent::adaptive {

/// Losses, differences from the optimizer, spread and, where starts are given, the dependence on
/// t₀. `rival` may be null.
Figure network_figure(const NetworkSetting& setting, const ContestNames& names,
                      const NetworkWalk& ours, const NetworkWalk* rival);

}  // namespace sdescent::adaptive
