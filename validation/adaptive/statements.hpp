#pragma once
/// \file
/// What Compagnoni et al. 2025, "Adaptive Methods through the Lens of SDEs", states.

#include "validation/statement.hpp"

#include <vector>

namespace sdescent::adaptive {

/// Every theorem, lemma, corollary, proposition, numbered remark, figure and table, in the order of
/// the paper; and what it claims without a number where an experiment tests that.
std::vector<Statement> statements();

}  // namespace sdescent::adaptive
