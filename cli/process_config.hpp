#pragma once
/// \file
/// The processes of a configuration file.

#include "cli/config_reader.hpp"
#include "cli/simulation.hpp"

namespace sdescent::cli {

/// Reads a [[process]], as read_simulation() has it, and adds it to the simulation. `start` and
/// `common_schedule` are what a process without its own has. On the clock t = k/d an SDE of the
/// clock t = kη moves to it by solvers/scaled_clock_sde.hpp and takes no schedule. Throws
/// InvalidInput (file and line).
void read_process(const ConfigTable& t, Simulation& simulation, const Start& start,
                  const Schedule& common_schedule);

}  // namespace sdescent::cli
