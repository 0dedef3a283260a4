#pragma once
/// \file
/// What `exact` states, in its order.

#include "validation/statement.hpp"

#include <vector>

namespace sdescent::exact {

std::vector<Statement> statements();

}  // namespace sdescent::exact
