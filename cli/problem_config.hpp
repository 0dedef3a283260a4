#pragma once
/// \file
/// The problem of a configuration file.

#include "cli/config_reader.hpp"
#include "models/problem.hpp"

#include <filesystem>
#include <memory>

namespace sdescent::cli {

/// Reads objective and oracle from a table:
///
///     objective = "quadratic"            hessian = [1, 2]  or  [[1, 0.5], [0.5, 2]]
///     objective = "embedded_saddle"      hessian = [-1, 2], quartic = 1, cubic = 0.1
///     objective = "logistic_regression"  data = "file.csv", skip_lines = 0, standardise = true,
///                                        ridge = 0
///     objective = "linear_regression"    fresh data, as read_linear_regression() has it
///     noise = "minibatch"                batch = 32 (data problems)
///     noise = "gaussian", "student_t", … as read_additive_noise() has them
///     signs = "noise"                    how sign methods draw (SignDraw): the default, or
///                                        "threshold" (not for minibatches)
///
/// Files are looked up as data_file() says, from `folder`. Throws InvalidInput (file and line) and
/// IoError.
std::shared_ptr<const Problem> read_problem(const ConfigTable& t,
                                            const std::filesystem::path& folder);

}  // namespace sdescent::cli
