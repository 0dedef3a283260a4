#pragma once
/// \file
/// Streaming linear regression in a configuration file.

#include "cli/config_reader.hpp"
#include "models/streaming_regression.hpp"

#include <filesystem>
#include <memory>

namespace sdescent::cli {

/// Reads objective = "linear_regression" of a problem:
///
///     features = {variances = [1, 0.5]}                  K diagonal
///     features = {covariance = [[1, 0.5], [0.5, 2]]}     K itself
///     features = {spectrum = "log_spaced", first = 0.1, last = 1, dimension = 500}
///     features = {spectrum = "power_law", exponent = 1, dimension = 500}
///                        eigenvalues; K is diagonal unless rotation = 1, the seed of a rotation
///     optimum = [1, 2]                                   θ*: one number for each feature, or one
///                                                        for all; default 0
///     batch = 1                                          data in each step; default 1
///     noise = "gaussian", "cauchy", …                    label noise, as read_label_noise() has it
///
/// Throws InvalidInput (file and line) and IoError.
std::shared_ptr<const StreamingRegression> read_linear_regression(
    const ConfigTable& t, const std::filesystem::path& folder);

}  // namespace sdescent::cli
