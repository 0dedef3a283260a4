#include "validation/law/richardson.hpp"

#include <cmath>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// w with Σ w_i p(η_i) = p(0) for polynomials of degree n − 1.
ArrayXd weights(const ArrayXd& eta) {
  ArrayXd w = ArrayXd::Ones(eta.size());
  for (Index i = 0; i < eta.size(); ++i)
    for (Index j = 0; j < eta.size(); ++j)
      if (j != i) w(i) *= eta(j) / (eta(j) - eta(i));
  return w;
}

}  // namespace

Richardson richardson(const ArrayXd& eta, const ArrayXd& values, const ArrayXd& bound) {
  const ArrayXd all = weights(eta);
  const Index fewer = eta.size() - 1;
  const double value = (all * values).sum();
  const double without = (weights(eta.head(fewer)) * values.head(fewer)).sum();
  return {value, std::abs(value - without) + (all.abs() * bound).sum()};
}

}  // namespace sdescent::law
