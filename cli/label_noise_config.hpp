#pragma once
/// \file
/// Label noise of linear regression in a configuration file.

#include "cli/config_reader.hpp"
#include "models/label_noise.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace sdescent::cli {

/// Reads the law called `name` from the table of the problem, each with location = 0:
///
///     gaussian          sigma = 0.8
///     student_t         nu = 3, scale = 1
///     cauchy            scale = 1
///     laplace           scale = 1
///     uniform           half_width = 1.5
///     rademacher        scale = 1
///     gaussian_mixture  weights = [0.3, 0.7], means = [-1, 0.4], deviations = [0.5, 0.2], scale =
///     1 stable            alpha = 1.5, scale = 1 empirical         sample or file, as
///     read_sample() has them, scale = 1
///
/// Mixtures and samples are not centred: ε = location + scale · ζ with ζ as it is given. Throws
/// InvalidInput (file and line) and IoError.
std::shared_ptr<const LabelNoise> read_label_noise(const std::string& name, const ConfigTable& t,
                                                   const std::filesystem::path& folder);

}  // namespace sdescent::cli
