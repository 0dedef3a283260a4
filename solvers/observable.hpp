#pragma once
/// \file
/// What a recorder looks at: a function of all processes at one time.

#include "solvers/lockstep.hpp"
#include "solvers/process.hpp"
#include "solvers/recorder.hpp"
#include "solvers/scratch.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sdescent {

/// Maps the lockstep blocks to rows × columns.size() values. Because all processes are visible, the
/// difference of two coupled runs is an observable like any other.
struct Observable {
  std::vector<std::string> columns;  ///< one name per value, as in tables and figures
  std::function<void(const Lockstep& blocks, BlockRef out, Scratch& scratch)> evaluate;

  Index width() const { return static_cast<Index>(columns.size()); }
};

/// The columns of one state field: `<process>.<field><i>`, i from 1 (no i for a field of size 1).
/// `number` is the process's place in the list given to run().
Observable state_field(const Process& process, std::size_t number, std::string_view field);

/// Several observables side by side.
Observable side_by_side(std::vector<Observable> parts);

/// When the run's StoppingRule stopped a path, in two columns that are finite at all times:
/// `stopping_time` is t ∧ τ, and `stopped` is 1 if τ <= t, else 0 (its mean is P(τ <= t)). Without
/// a rule τ = ∞.
Observable stopping_time();

/// The first entry that is NaN or infinite, by row and then by column.
std::optional<NotFinite> first_not_finite(const ConstBlockRef& values);

}  // namespace sdescent
