#pragma once
/// \file
/// The law of a vector whose coordinates are independent: of a separable problem, in any dimension.

#include "solvers/law.hpp"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace sdescent {

/// X = (X_1, …, X_d), X_i independent. Immutable.
class ProductLaw {
 public:
  /// Throws InvalidInput for no coordinates.
  explicit ProductLaw(std::vector<std::shared_ptr<const Law>> coordinates);

  Eigen::Index dimension() const { return static_cast<Eigen::Index>(coordinates_.size()); }
  const Law& coordinate(Eigen::Index i) const { return *coordinates_[static_cast<std::size_t>(i)]; }

  Eigen::ArrayXd mean() const;
  /// The diagonal of the covariance, which has nothing else.
  Eigen::ArrayXd variance() const;

  /// E Σ_i h_i(X_i). Throws InvalidInput unless there is one h for each coordinate.
  double mean_of_sum(const std::vector<RealFunction>& h) const;
  /// E Π_i h_i(X_i). Throws as mean_of_sum().
  double mean_of_product(const std::vector<RealFunction>& h) const;

  /// P(lower_i < X_i <= upper_i for all i); ends may be infinite. Throws InvalidInput for ends of
  /// other dimensions or lower_i > upper_i.
  double probability(const Eigen::ArrayXd& lower, const Eigen::ArrayXd& upper) const;

 private:
  std::vector<std::shared_ptr<const Law>> coordinates_;
};

/// Distances between products of equal dimension (InvalidInput otherwise), from those of their
/// coordinates (solvers/law_distance.hpp).

/// W_2 for Euclidean length: W_2² = Σ_i W_2(a_i, b_i)², an equality, since the best map goes
/// coordinate by coordinate.
double wasserstein_2(const ProductLaw& a, const ProductLaw& b);

struct Bounds {
  double lower, upper;
};

/// max_i TV_i <= TV <= 1 − Π_i (1 − TV_i): a coordinate is a function of the vector, and couplings
/// of the coordinates that miss with probability TV_i each, all independent, miss no more than that
/// together.
Bounds total_variation(const ProductLaw& a, const ProductLaw& b);

/// sup |F_i − G_i| of every coordinate.
Eigen::ArrayXd kolmogorov(const ProductLaw& a, const ProductLaw& b);

}  // namespace sdescent
