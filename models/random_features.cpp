#include "models/random_features.hpp"

#include "io/nearest.hpp"
#include "io/require.hpp"
#include "solvers/dense_product.hpp"
#include "solvers/philox.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace sdescent {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

MatrixXd normals(Index rows, Index columns, double deviation, std::uint64_t seed) {
  Block block(rows, columns);
  Philox(seed, Resolution::bits52).scaled_normals({}, deviation, block);
  return block.matrix();
}

}  // namespace

Nonlinearity parse_nonlinearity(std::string_view name) {
  if (name == "tanh") return Nonlinearity::tanh;
  if (name == "relu") return Nonlinearity::relu;
  if (name == "identity") return Nonlinearity::identity;
  throw_unknown("nonlinearity", name, std::vector<std::string>{"tanh", "relu", "identity"});
}

MatrixXd random_weights(Index features, Index dimension, std::uint64_t seed) {
  require_at_least("number of features", features, 1);
  require_at_least("number of random features", dimension, 1);
  return normals(features, dimension, 1.0 / std::sqrt(static_cast<double>(features)), seed);
}

MatrixXd random_features(const MatrixXd& x, const MatrixXd& weights, Nonlinearity f) {
  MatrixXd projections = dense_product(x, weights);
  switch (f) {
    case Nonlinearity::tanh:
      return projections.array().tanh();
    case Nonlinearity::relu:
      return projections.cwiseMax(0.0);
    case Nonlinearity::identity:
      break;
  }
  return projections;
}

MatrixXd with_feature_noise(MatrixXd x, double deviation, std::uint64_t seed) {
  require_non_negative("deviation of the noise of the features", deviation);
  if (deviation > 0) x += normals(x.rows(), x.cols(), deviation, seed);
  return x;
}

}  // namespace sdescent
