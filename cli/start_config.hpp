#pragma once
/// \file
/// Where the paths of a configuration file begin.

#include "cli/config_reader.hpp"
#include "solvers/layout.hpp"
#include "solvers/process.hpp"
#include "solvers/start.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sdescent::cli {

/// Reads the table [start], 0 if there is none:
///
///     point = [1, 1]                          one point for all paths
///     mean = [1, 1], deviations = [0.1, 0.2]  N(mean, diag deviations²), independent for each path
///     lo = [-1, -1], hi = [1, 1]              uniform on this box
///
/// One number instead of a list is that of all coordinates. Processes of one stream start from the
/// same random points. ODEs start from a point only. Throws InvalidInput (file and line).
Start read_start(const ConfigTable& root, Index dimension);

/// "x, m, v"
std::string fields_of(const Layout& layout);

/// Reads the start of one process from a table of its own:
///
///     from = "adam", time = 0.05      the state that the process of this name, one of `earlier`,
///                                     has at this time (default 0), path by path
///
/// All of its state if that has the fields of `layout`, its x if that is all of `layout`; anything
/// else is refused. Throws InvalidInput (file and line).
Start read_start_from(const ConfigTable& t, const Layout& layout,
                      const std::vector<std::shared_ptr<const Process>>& earlier);

}  // namespace sdescent::cli
