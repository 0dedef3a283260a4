#pragma once
/// \file
/// Gradient noise in a configuration file.

#include "cli/config_reader.hpp"
#include "models/noise_law.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sdescent::cli {

/// Names of the laws that read_additive_noise() knows.
const std::vector<std::string>& additive_noise_names();

/// Reads the law called `name` from the table of the problem, in `dimension` coordinates:
///
///     gaussian          sigma = 0.1, or covariance = [[…], […]]; accuracy = "fast" (default) or
///                       "accurate", of P(sign)
///     student_t         nu = 1.5, scale = 0.1 for independent coordinates, or scale_matrix = [[…],
///     …]
///                       for the multivariate law
///     cauchy            scale = 0.1
///     laplace           scale = 0.1
///     uniform           half_width = 0.1
///     rademacher        scale = 0.1
///     gaussian_mixture  weights = [0.9, 0.1], means = [0, 0], deviations = [0.1, 1],
///                       centred = false, scale = 1
///     stable            alpha = 1.5, scale = 0.1
///     empirical         sample = [-1, 0, 1], or file = "noise.csv", column = 1, skip_lines = 0;
///                       centred = false, scale = 1
///
/// sigma, scale and half_width are one number or one for each coordinate. Files are looked up as
/// data_file() says, from `folder`. Throws InvalidInput (file and line) and IoError.
std::shared_ptr<const AdditiveNoise> read_additive_noise(const std::string& name,
                                                         const ConfigTable& t, Index dimension,
                                                         const std::filesystem::path& folder);

/// A sample: the key `sample`, or `file` with `column` and `skip_lines` as above. Throws likewise.
Eigen::VectorXd read_sample(const ConfigTable& t, const std::filesystem::path& folder);

}  // namespace sdescent::cli
