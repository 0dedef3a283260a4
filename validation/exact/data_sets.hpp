#pragma once
/// \file
/// The data sets of the paper, as tables that theory can be asked about.

#include "models/data_table.hpp"
#include "validation/parameters.hpp"
#include "validation/session.hpp"

#include <string>
#include <vector>

namespace sdescent::exact {

/// Parameters of cifar10_table(): data, images, pool, dimension, nonlinearity, each after `prefix`.
std::vector<Parameter> cifar10_parameters(CountByEffort images, CountByEffort dimension,
                                          const std::string& prefix = "");

/// CIFAR-10, animals (+1) against vehicles (−1) without frogs, by random features (273): pixels
/// less their means and divided by one number, so that they have variance 1 in the mean, random
/// projections, a nonlinearity; features and target centred, features normalised to a largest
/// eigenvalue of K of 1.
DataTable cifar10_table(const Session& session, const std::string& prefix = "");

/// Parameters of imdb_table(): data, target, reviews, dimension, nonlinearity, feature-noise, each
/// after `prefix`.
std::vector<Parameter> imdb_parameters(CountByEffort reviews, const std::string& prefix = "");

/// IMDB, positive (+1) against negative (−1) reviews, by (274): mean word vectors, standardised,
/// random features and noise on them; centred and normalised as CIFAR-10's.
DataTable imdb_table(const Session& session, const std::string& prefix = "");

/// The CIFAR-10 parameters data, images and pool, each after `prefix`; and what they name, as
/// numbers less the mean of every pixel and divided by one number, so that pixels have variance 1
/// in the mean.
std::vector<Parameter> cifar10_image_parameters(CountByEffort images,
                                                const std::string& prefix = "");
DataTable cifar10_images(const Session& session, const std::string& prefix = "");

/// Share of rows whose target has the sign of the least-squares prediction.
double accuracy(const DataTable& table, const Eigen::VectorXd& theta);

}  // namespace sdescent::exact
