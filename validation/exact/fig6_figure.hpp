#pragma once
/// \file
/// Tables and the figure of exact/fig6-concentration.

#include "validation/exact/fig6_runs.hpp"

#include <vector>

namespace sdescent::exact {

/// Moments of R over d as a table, and the figure of the last time.
void give_concentration(Session& session, const ConcentrationSetting& setting,
                        const std::vector<ConcentrationCell>& cells);

}  // namespace sdescent::exact
