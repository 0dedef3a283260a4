#include "solvers/euler_maruyama.hpp"
#include "solvers/gauss_hermite.hpp"
#include "tests/support/additive_sde.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/linear_moments.hpp"
#include "tests/support/local_weak_order.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <vector>

namespace {

using namespace sdescent;

const EulerMaruyama euler_maruyama;

TEST_CASE("Gauss-Hermite quadrature is exact on polynomials of degree 2n - 1", "[solvers]") {
  const GaussHermite rule(4);
  const auto moment = [&](int k) { return (rule.weights * rule.nodes.pow(k)).sum(); };
  CHECK(moment(0) == Approx(1.0).epsilon(1e-14));
  CHECK(moment(2) == Approx(1.0).epsilon(1e-14));
  CHECK(moment(4) == Approx(3.0).epsilon(1e-14));
  CHECK(moment(6) == Approx(15.0).epsilon(1e-14));
  CHECK(moment(8) < 104.0);  // 105, were it exact
  for (const int odd : {1, 3, 5, 7}) CHECK(std::abs(moment(odd)) < 1e-12);
}

TEST_CASE("one step on geometric Brownian motion has weak error of order 2", "[solvers]") {
  const double mu = 0.5, sigma = 0.8, x = 1.5;
  const GeometricBrownianMotion model(mu, sigma);
  for (const int p : {1, 2, 3}) {
    INFO("moment " << p);
    check_local_order_two([&](double h) {
      const double exact =
          std::pow(x, p) * std::exp(h * (p * mu + 0.5 * p * (p - 1) * sigma * sigma));
      return one_step_mean(euler_maruyama, model, 0.0, h, Eigen::VectorXd::Constant(1, x),
                           [p](const Eigen::VectorXd& s) { return std::pow(s(0), p); }) -
             exact;
    });
  }
}

TEST_CASE("one step on a system with general noise has weak error of order 2", "[solvers]") {
  Eigen::Matrix2d a, b0, b1;
  a << -1.0, 0.5, 0.25, -2.0;
  b0 << 0.1, 0.8, 0.6, -0.4;
  b1 << 0.5, -0.6, 0.3, 0.7;
  const std::vector<Eigen::MatrixXd> b = {b0, b1};
  const LinearSde model(a, b);
  const Eigen::Vector2d s(1.0, -0.5);
  check_local_order_two([&](double h) {
    return one_step_mean(euler_maruyama, model, 0.0, h, s,
                         [](const Eigen::VectorXd& x) { return x(0); }) -
           linear_mean(a, s, h, 0);
  });
  for (const auto& [i, j] : {std::pair{0, 0}, std::pair{0, 1}, std::pair{1, 1}}) {
    INFO("E S" << i << " S" << j);
    check_local_order_two([&, row = i, column = j](double h) {
      return one_step_mean(euler_maruyama, model, 0.0, h, s,
                           [=](const Eigen::VectorXd& x) { return x(row) * x(column); }) -
             linear_second_moment(a, b, s, h, row, column);
    });
  }
}

TEST_CASE("one step with additive noise from a later time has weak error of order 2", "[solvers]") {
  // dX = (−2X + 3t) dt + (1 + t) dW: mean and variance solve linear ODEs.
  const Eigen::MatrixXd a = Eigen::MatrixXd::Constant(1, 1, -2.0);
  const AdditiveSde model(a, Eigen::VectorXd::Constant(1, 3.0), Eigen::MatrixXd::Ones(1, 1));
  const double t = 0.75, x = 0.5;
  const auto exact_mean = [&](double h) {
    // Particular solution 3t/2 − 3/4.
    return (x - (1.5 * t - 0.75)) * std::exp(-2.0 * h) + 1.5 * (t + h) - 0.75;
  };
  check_local_order_two([&](double h) {
    return one_step_mean(euler_maruyama, model, t, h, Eigen::VectorXd::Constant(1, x),
                         [](const Eigen::VectorXd& s) { return s(0); }) -
           exact_mean(h);
  });
  check_local_order_two([&](double h) {
    // v' = −4v + (1 + t)² has the particular solution u²/4 − u/8 + 1/32, u = 1 + t.
    const auto particular = [](double u) { return u * u / 4 - u / 8 + 1.0 / 32; };
    const double variance = particular(1 + t + h) - particular(1 + t) * std::exp(-4.0 * h);
    const double mean = exact_mean(h);
    return one_step_mean(euler_maruyama, model, t, h, Eigen::VectorXd::Constant(1, x),
                         [](const Eigen::VectorXd& s) { return s(0) * s(0); }) -
           (variance + mean * mean);
  });
}

}  // namespace
