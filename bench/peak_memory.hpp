#pragma once
/// \file
/// How much memory a run needs.

#include <cstdint>

namespace sdescent::bench {

/// Runs W1 for 20 steps with this many paths and returns the largest resident set that the process
/// ever had, in bytes: meaningful in a process that does nothing else. NaN where the system does
/// not tell.
double peak_memory(std::uint64_t paths);

}  // namespace sdescent::bench
