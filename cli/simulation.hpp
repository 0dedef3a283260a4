#pragma once
/// \file
/// What a configuration file of `sdescent simulate` describes; examples/ has commented ones.

#include "models/catalogue.hpp"
#include "models/problem.hpp"
#include "solvers/clock.hpp"
#include "solvers/process.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sdescent::cli {

/// Processes of the catalogue on one problem and one clock.
struct Simulation {
  std::string name;  ///< results go to <out>/simulate/<name>
  std::uint64_t seed;
  std::uint64_t paths;
  double eta;
  Clock clock;
  std::uint64_t records;
  std::shared_ptr<const Problem> problem;
  std::vector<std::shared_ptr<const Process>> processes;
  std::vector<ModelKind> kinds;  ///< of the processes
  bool observe_state, observe_loss;
};

/// Reads a configuration:
///
///     name = "text"        default: the file's name     seed = 1       default 1
///     paths = 1000         eta = 0.001                  steps = 600    records = 60, default 100
///     observe = ["loss", "x"]              what is recorded: the default, or one of them
///     [problem]
///       objective = "quadratic"            hessian = [1, 2]  or  [[1, 0.5], [0.5, 2]]
///       objective = "logistic_regression"  data = "file.csv", skip_lines = 0, standardise = true,
///                                          ridge = 0
///       noise = "gaussian"                 sigma = 0.1, [0.1, 0.2], or covariance = [[…], […]]
///       noise = "minibatch"                batch = 32 (data problems)
///     [start]
///       point = [0.001, 0.001]             default: 0
///     [[process]]                          one for each curve
///       model = "sign_sgd_sde"             a name of the catalogue
///       name = "sde"                       default: the model's
///       eta = 0.001                        default: the global one; the clock ticks in the global
///       one stream = 2                         default: place in the list, from 1; equal streams
///       couple refine = 4, brownian = 4           SDEs only: Δt = η/refine, path on η/brownian;
///                                          defaults 1 and refine
///       stepper = "euler_maruyama"         SDEs only: the default; "milstein" for diagonal noise
///                                          of known derivative, "milstein_derivative_free" for any
///                                          diagonal noise
///
/// Relative data paths are looked up beside the configuration file, then as find_data() does.
/// Throws InvalidInput (file and line) and IoError.
Simulation read_simulation(const std::filesystem::path& path);

}  // namespace sdescent::cli
