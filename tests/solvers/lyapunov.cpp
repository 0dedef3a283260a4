#include "solvers/lyapunov.hpp"

#include "io/error.hpp"

#include <Eigen/Eigenvalues>
#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::Matrix2d;
using Eigen::Matrix3d;
using Eigen::MatrixXd;

const Matrix3d dynamics{{2.0, 0.5, -0.3}, {-1.0, 1.5, 0.2}, {0.4, 0.0, 0.7}};
const Matrix3d noise{{1.0, 0.2, 0.0}, {0.2, 0.5, -0.1}, {0.0, -0.1, 2.0}};

TEST_CASE("Lyapunov's equation is that of the moments of a linear SDE", "[solvers]") {
  const MatrixXd c = lyapunov(dynamics, noise);
  // dC/dt = Q − AC − CAᵀ from 0, until it rests.
  Matrix3d moment = Matrix3d::Zero();
  for (int k = 0; k < 5000; ++k)
    moment += 0.01 * (noise - dynamics * moment - moment * dynamics.transpose());
  CHECK((c - moment).norm() < 1e-12);
  CHECK((c - c.transpose()).norm() == 0.0);
  CHECK(lyapunov(MatrixXd::Constant(1, 1, 3.0), MatrixXd::Constant(1, 1, 2.0))(0, 0) ==
        Approx(1.0 / 3.0));
}

TEST_CASE("the discrete Lyapunov equation sums the noise of all steps", "[solvers]") {
  const Matrix3d step = Matrix3d::Identity() - 0.3 * dynamics;
  Matrix3d sum = Matrix3d::Zero(), power = Matrix3d::Identity();
  for (int k = 0; k < 400; ++k) {
    sum += power * noise * power.transpose();
    power *= step;
  }
  CHECK((discrete_lyapunov(step, noise) - sum).norm() < 1e-12);
}

TEST_CASE("dynamics without a stationary covariance are refused", "[solvers]") {
  const Matrix2d one = Matrix2d::Identity();
  CHECK_THROWS_AS(lyapunov(Matrix2d{{1.0, 0.0}, {0.0, 0.0}}, one), InvalidInput);
  CHECK_THROWS_AS(lyapunov(Matrix2d{{0.0, 1.0}, {-1.0, 0.0}}, one), InvalidInput);
  CHECK_THROWS_AS(discrete_lyapunov(one, one), InvalidInput);
  CHECK_THROWS_AS(lyapunov(MatrixXd::Zero(2, 3), one), InvalidInput);
  CHECK_THROWS_AS(discrete_lyapunov(0.5 * one, noise), InvalidInput);
  CHECK_THROWS_AS(lyapunov(MatrixXd(0, 0), MatrixXd(0, 0)), InvalidInput);
}

}  // namespace
}  // namespace sdescent
