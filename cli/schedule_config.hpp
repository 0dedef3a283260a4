#pragma once
/// \file
/// Learning-rate schedules in a configuration file.

#include "cli/config_reader.hpp"
#include "models/schedule.hpp"

namespace sdescent::cli {

/// Reads a schedule from a table of its own, times in units of t = kη:
///
///     kind = "constant"
///     kind = "power"                exponent = 0.5
///     kind = "cosine"               duration = 0.6, floor = 0
///     kind = "warmup"               duration = 0.1, initial = 0
///     kind = "stable_decay"         decay_from = 0.4, decay_until = 0.6, floor = 0
///     kind = "warmup_stable_decay"  warmup = 0.1, decay_from = 0.4, decay_until = 0.6,
///                                   initial = 0, floor = 0
///
/// Throws InvalidInput (file and line).
Schedule read_schedule(const ConfigTable& t);

/// The schedule under the key "schedule", or `otherwise`.
Schedule read_schedule_or(const ConfigTable& t, const Schedule& otherwise);

}  // namespace sdescent::cli
