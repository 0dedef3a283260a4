#include "solvers/euler_maruyama.hpp"
#include "tests/support/additive_sde.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/strong_order.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>

namespace {

using namespace sdescent;

TEST_CASE("the mean square error on geometric Brownian motion has order 1/2 exactly", "[solvers]") {
  check_mean_square_order(EulerMaruyama(), GeometricBrownianMotion(0.5, 0.6), 0.5);
}

const auto euler_maruyama = std::make_shared<EulerMaruyama>();

TEST_CASE("on geometric Brownian motion paths converge with order 1/2", "[solvers][statistical]") {
  check_order(strong_order(std::make_shared<GeometricBrownianMotion>(0.1, 0.4), euler_maruyama),
              0.5);
}

TEST_CASE("with additive noise paths converge with order 1", "[solvers][statistical]") {
  const Eigen::MatrixXd a = Eigen::MatrixXd::Constant(1, 1, -1.0);
  check_order(
      strong_order(std::make_shared<AdditiveSde>(a, Eigen::VectorXd::Zero(1), -a), euler_maruyama),
      1.0);
}

}  // namespace
