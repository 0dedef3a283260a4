#pragma once
/// \file
/// Where the paths of a configuration file begin.

#include "cli/config_reader.hpp"
#include "solvers/start.hpp"

namespace sdescent::cli {

/// Reads the table [start], 0 if there is none:
///
///     point = [1, 1]                          one point for all paths
///     mean = [1, 1], deviations = [0.1, 0.2]  N(mean, diag deviations²), independent for each path
///     lo = [-1, -1], hi = [1, 1]              uniform on this box
///
/// Processes of one stream start from the same random points. ODEs start from a point only. Throws
/// InvalidInput (file and line).
Start read_start(const ConfigTable& root, Index dimension);

}  // namespace sdescent::cli
