#include "models/sample_regression.hpp"

#include "io/error.hpp"
#include "solvers/symmetric_eigen.hpp"

#include <Eigen/QR>
#include <catch2/catch.hpp>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

DataTable random_table(Eigen::Index rows, Eigen::Index features) {
  DataTable table{MatrixXd::Random(rows, features), VectorXd::Random(rows)};
  centre(table);
  return table;
}

TEST_CASE("least squares agrees with a QR factorisation", "[models]") {
  const DataTable table = random_table(60, 5);
  const SampleRegression fit = fit_regression(table);
  const VectorXd theta = table.features.colPivHouseholderQr().solve(table.target);
  CHECK((fit.optimum - theta).cwiseAbs().maxCoeff() < 1e-13);
  CHECK((fit.covariance->matrix() - table.features.transpose() * table.features / 60.0)
            .cwiseAbs()
            .maxCoeff() < 1e-15);
  CHECK((table.features.transpose() * fit.residuals).cwiseAbs().maxCoeff() < 1e-13);
}

TEST_CASE("the risk of the sample is R plus half the noise", "[models]") {
  const DataTable table = random_table(80, 4);
  const SampleRegression fit = fit_regression(table);
  const VectorXd theta = VectorXd::Random(4);
  const double mean_square = (table.features * theta - table.target).squaredNorm() / 80.0;
  const double noise = fit.noise_deviation();
  CHECK(0.5 * mean_square ==
        Approx(fit.covariance->risk(theta - fit.optimum) + 0.5 * noise * noise).epsilon(1e-13));
}

TEST_CASE("a singular sample covariance is refused with what to do", "[models]") {
  using Catch::Contains;
  CHECK_THROWS_WITH(fit_regression(random_table(5, 5)),
                    Contains("number of data rows") && Contains("random features"));
  DataTable table = random_table(50, 3);
  table.features.col(2) = table.features.col(0) + table.features.col(1);
  CHECK_THROWS_WITH(fit_regression(table), Contains("condition number") && Contains("ridge"));
  table.features.col(2) += 1e-5 * VectorXd::Random(50);
  CHECK_THROWS_AS(fit_regression(table), InvalidInput);
}

TEST_CASE("normalised features have a largest eigenvalue of 1", "[models]") {
  DataTable table = random_table(50, 3);
  const MatrixXd before = table.features;
  const double factor = normalise(table);
  CHECK((table.features - factor * before).cwiseAbs().maxCoeff() < 1e-15);
  const MatrixXd k = table.features.transpose() * table.features / 50.0;
  CHECK(symmetric_eigenvalues(k)(2) == Approx(1.0).epsilon(1e-13));
  table.features.setZero();
  CHECK_THROWS_AS(normalise(table), InvalidInput);
}

}  // namespace
}  // namespace sdescent
