#pragma once
/// \file
/// All experiments.

#include "validation/experiment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sdescent {

/// In the order of the papers' figures.
const std::vector<Experiment>& experiments();

/// Experiments whose id matches a shell pattern (`adaptive/*`), in the order of experiments().
/// Throws InvalidInput, naming the nearest id, when there is none.
std::vector<const Experiment*> find_experiments(const std::string& pattern);

}  // namespace sdescent
