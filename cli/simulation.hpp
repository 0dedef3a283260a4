#pragma once
/// \file
/// What a configuration file of `sdescent simulate` describes; examples/ has commented ones,
/// docs/simulate.md the models and their constants.

#include "models/catalogue.hpp"
#include "models/problem.hpp"
#include "models/schedule.hpp"
#include "solvers/clock.hpp"
#include "solvers/philox.hpp"
#include "solvers/process.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sdescent::cli {

/// What a unit of time is: t = kη, or t = k/d with learning rates η/d.
enum class TimeUnit { eta, dimension };

/// Processes of the catalogue on one problem and one clock.
struct Simulation {
  std::string name;  ///< results go to <out>/simulate/<name>
  std::uint64_t seed;
  Resolution resolution;  ///< of the noise
  std::uint64_t paths;
  double eta;
  TimeUnit unit;
  Clock clock;
  std::uint64_t records;
  std::shared_ptr<const Problem> problem;
  std::vector<std::shared_ptr<const Process>> processes;
  std::vector<ModelKind> kinds;     ///< of the processes; a risk curve has R and no x
  std::vector<Schedule> schedules;  ///< of the processes
  bool observe_state, observe_loss;

  /// `records` times after the one at which all processes have started.
  RecordTimes record_times() const;
};

/// Reads a configuration:
///
///     name = "text"        default: the file's name     seed = 1       default 1
///     paths = 1000         eta = 0.001                  steps = 600    records = 60, default 100,
///                                          from where all processes have started to the end
///     time = "k eta"                       the clock t = kη: the default. "k/d": t = k/d, learning
///                                          rates are η/d; for streaming regression, where
///                                          homogenized SDEs and risk curves are on no other
///     random_bits = 32                     of each uniform and normal: the default, or 52
///     observe = ["loss", "x"]              what is recorded: the default, or one of them
///     [problem]                            objective and noise, as read_problem() has them
///     [schedule]                           of all processes, as read_schedule() has them; default:
///       kind = "constant"                  constant
///     [start]                              as read_start() has it; default: 0
///       point = [0.001, 0.001]
///     [[process]]                          one for each curve
///       model = "sign_sgd_sde"             a name of the catalogue
///       name = "sde"                       default: the model's
///       eta = 0.001                        default: the global one; the clock ticks in that one
///       schedule = {kind = "power", exponent = 0.5}      default: the global one
///       start = {from = "adam", time = 0.05}             as read_start_from() has it; default: the
///                                          global one, which is refused by SDEs of more than x
///       beta1 = 0.9, …                     the model's constants in the catalogue, by name
///       stream = 2                         default: place in the list, from 1
///                                          (processes of one stream are coupled)
///       refine = 4, brownian = 4           SDEs only: Δt = η/refine, path on η/brownian;
///                                          defaults 1 and refine
///       stepper = "euler_maruyama"         SDEs only: the default; "milstein" for diagonal noise
///                                          of known derivative, "milstein_derivative_free" for any
///                                          diagonal noise, "dri1" (weak order 2) for all
///
/// Relative data paths are looked up beside the configuration file, then as find_data() does.
/// Throws InvalidInput (file and line) and IoError.
Simulation read_simulation(const std::filesystem::path& path);

}  // namespace sdescent::cli
