#pragma once
/// \file
/// Every stepper by name.

#include "solvers/stepper.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace sdescent {

/// Euler–Maruyama first.
const std::vector<std::shared_ptr<const Stepper>>& steppers();

/// Throws InvalidInput naming the nearest stepper when there is none of this name.
std::shared_ptr<const Stepper> find_stepper(std::string_view name);

}  // namespace sdescent
