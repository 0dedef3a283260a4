#pragma once
/// \file
/// Functions of a state x: what weak convergence is tested with.

#include "solvers/observable.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sdescent {

/// h: R^d → R^p on a tile of states: x is rows × d, out rows × p.
struct StateFunction {
  std::vector<std::string> columns;  ///< p names
  std::function<void(const ConstBlockRef& x, BlockRef out, Scratch& scratch)> evaluate;

  Index width() const { return static_cast<Index>(columns.size()); }
};

/// h at the field x of a process, as the columns `<process>.<column>`. `number` is the process's
/// place in the list given to run().
Observable observed(const Process& process, std::size_t number, StateFunction h);

}  // namespace sdescent
