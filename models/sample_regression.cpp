#include "models/sample_regression.hpp"

#include "io/require.hpp"
#include "solvers/dense_product.hpp"
#include "solvers/symmetric_eigen.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd sample_covariance(const DataTable& table) {
  return gram_matrix(table.features) / static_cast<double>(table.features.rows());
}

constexpr const char* remedies =
    "random features, noise on the features (a ridge), fewer features or more rows";

}  // namespace

double SampleRegression::noise_deviation() const {
  return std::sqrt(residuals.squaredNorm() / static_cast<double>(residuals.size()));
}

SampleRegression fit_regression(const DataTable& table) {
  const Index n = table.features.rows(), d = table.features.cols();
  require_at_least("number of features", d, 1);
  require_equal("number of targets", table.target.size(), n);
  require(n > d, "number of data rows", fmt::format("> the {} features ({})", d, remedies),
          fmt::format("{}: the sample covariance is singular", n));
  const SymmetricEigen eigen = symmetric_eigen(sample_covariance(table));
  const double largest = eigen.values(d - 1), smallest = eigen.values(0);
  require(smallest * most_condition > largest, "condition number of the sample covariance",
          fmt::format("< {:g} ({})", most_condition, remedies),
          fmt::format("eigenvalues from {:g} to {:g}", smallest, largest));
  const VectorXd moment = table.features.transpose() * table.target / static_cast<double>(n);
  SampleRegression fit;
  fit.optimum = eigen.vectors * (eigen.vectors.transpose() * moment).cwiseQuotient(eigen.values);
  fit.residuals = table.target - table.features * fit.optimum;
  fit.condition = largest / smallest;
  fit.covariance =
      std::make_shared<FeatureCovariance>(FeatureCovariance::dense(sample_covariance(table)));
  return fit;
}

double normalise(DataTable& table) {
  require_at_least("number of data rows", table.features.rows(), 1);
  const double largest = symmetric_eigenvalues(sample_covariance(table))(table.features.cols() - 1);
  require_positive("largest eigenvalue of the sample covariance", largest);
  const double factor = 1.0 / std::sqrt(largest);
  table.features *= factor;
  return factor;
}

}  // namespace sdescent
