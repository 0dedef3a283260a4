#pragma once
/// \file
/// The data sets of the paper, as tables that theory can be asked about.

#include "models/data_table.hpp"
#include "validation/parameters.hpp"
#include "validation/session.hpp"

#include <vector>

namespace sdescent::exact {

/// Parameters of cifar10_table(): data, images, dimension, nonlinearity.
std::vector<Parameter> cifar10_parameters(CountByEffort images, CountByEffort dimension);

/// CIFAR-10, animals (+1) against vehicles (−1) without frogs, by random features (273): pixels
/// less their means and divided by one number, so that they have variance 1 in the mean, random
/// projections, a nonlinearity; features and target centred, features normalised to a largest
/// eigenvalue of K of 1.
DataTable cifar10_table(const Session& session);

/// Parameters of imdb_table(): data, target, reviews, dimension, nonlinearity, feature-noise.
std::vector<Parameter> imdb_parameters(CountByEffort reviews);

/// IMDB, positive (+1) against negative (−1) reviews, by (274): mean word vectors, standardised,
/// random features and noise on them; centred and normalised as CIFAR-10's.
DataTable imdb_table(const Session& session);

/// Share of rows whose target has the sign of the least-squares prediction.
double accuracy(const DataTable& table, const Eigen::VectorXd& theta);

}  // namespace sdescent::exact
