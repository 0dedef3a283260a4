#pragma once
/// \file
/// What the theory of `exact` needs of a data set: K, θ* and the label noise, from the sample.

#include "models/data_table.hpp"
#include "models/feature_covariance.hpp"

#include <memory>

namespace sdescent {

/// Least squares on a table (exact, App. I). Under the law that picks a row of the table at random
/// the risk ½E(⟨x, θ⟩ − y)² is R(θ) + ½E ε² exactly: residuals of least squares are orthogonal to
/// the features.
struct SampleRegression {
  std::shared_ptr<const FeatureCovariance> covariance;  ///< K = XᵀX/n
  Eigen::VectorXd optimum;                              ///< θ* = K^{-1}Xᵀy/n
  Eigen::VectorXd residuals;                            ///< ε_i = y_i − ⟨x_i, θ*⟩
  double condition;                                     ///< λ_max(K)/λ_min(K)

  /// √(E ε²), ε a residual.
  double noise_deviation() const;
};

/// Condition numbers beyond this are taken for singular.
inline constexpr double most_condition = 1e7;

/// Fits a table whose features have mean 0 (see centre()). Throws InvalidInput, saying what to do,
/// where K is singular: no more rows than features, or a condition number beyond most_condition.
SampleRegression fit_regression(const DataTable& table);

/// Scales all features by one number, so that the largest eigenvalue of XᵀX/n is 1: the bound of
/// exact, Assumption 3 (i). Returns the factor. Throws InvalidInput for an empty table or one of
/// zeros.
double normalise(DataTable& table);

}  // namespace sdescent
