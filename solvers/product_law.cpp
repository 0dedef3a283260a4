#include "solvers/product_law.hpp"

#include "io/require.hpp"
#include "solvers/law_distance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

template <class Distance>
ArrayXd by_coordinate(const ProductLaw& a, const ProductLaw& b, Distance distance) {
  require_equal("dimension of a law", b.dimension(), a.dimension());
  ArrayXd result(a.dimension());
  for (Index i = 0; i < result.size(); ++i) result(i) = distance(a.coordinate(i), b.coordinate(i));
  return result;
}

}  // namespace

ProductLaw::ProductLaw(std::vector<std::shared_ptr<const Law>> coordinates)
    : coordinates_(std::move(coordinates)) {
  require_at_least("dimension of a law", dimension(), 1);
}

ArrayXd ProductLaw::mean() const {
  ArrayXd result(dimension());
  for (Index i = 0; i < dimension(); ++i) result(i) = coordinate(i).mean();
  return result;
}

ArrayXd ProductLaw::variance() const {
  ArrayXd result(dimension());
  for (Index i = 0; i < dimension(); ++i) result(i) = coordinate(i).variance();
  return result;
}

double ProductLaw::mean_of_sum(const std::vector<RealFunction>& h) const {
  require_equal("number of functions of coordinates", static_cast<Index>(h.size()), dimension());
  double sum = 0.0;
  for (std::size_t i = 0; i < h.size(); ++i) sum += coordinates_[i]->mean(h[i]);
  return sum;
}

double ProductLaw::mean_of_product(const std::vector<RealFunction>& h) const {
  require_equal("number of functions of coordinates", static_cast<Index>(h.size()), dimension());
  double product = 1.0;
  for (std::size_t i = 0; i < h.size(); ++i) product *= coordinates_[i]->mean(h[i]);
  return product;
}

double ProductLaw::probability(const ArrayXd& lower, const ArrayXd& upper) const {
  require_equal("dimension of the lower ends of a box", lower.size(), dimension());
  require_equal("dimension of the upper ends of a box", upper.size(), dimension());
  double product = 1.0;
  for (Index i = 0; i < dimension(); ++i) {
    require(lower(i) <= upper(i), "ends of a box", "increasing",
            fmt::format("{} and {}", lower(i), upper(i)));
    product *= coordinate(i).cdf(upper(i)) - coordinate(i).cdf(lower(i));
  }
  return product;
}

double wasserstein_2(const ProductLaw& a, const ProductLaw& b) {
  return std::sqrt(by_coordinate(a, b, [](const Law& x, const Law& y) {
                     return std::pow(wasserstein_2(x, y), 2.0);
                   }).sum());
}

Bounds total_variation(const ProductLaw& a, const ProductLaw& b) {
  const ArrayXd each =
      by_coordinate(a, b, [](const Law& x, const Law& y) { return total_variation(x, y); });
  // 1 − Π(1 − TV_i) without cancellation where all are small.
  return {each.maxCoeff(), -std::expm1((-each).log1p().sum())};
}

ArrayXd kolmogorov(const ProductLaw& a, const ProductLaw& b) {
  return by_coordinate(a, b, [](const Law& x, const Law& y) { return kolmogorov(x, y); });
}

}  // namespace sdescent
