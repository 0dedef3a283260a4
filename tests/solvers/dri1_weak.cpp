#include "models/sign_sgd_sde.hpp"
#include "solvers/dri1.hpp"
#include "solvers/euler_maruyama.hpp"
#include "tests/support/additive_sde.hpp"
#include "tests/support/coupled_quadratic.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/linear_moments.hpp"
#include "tests/support/local_weak_order.hpp"
#include "tests/support/scalar_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <utility>
#include <vector>

namespace {

using namespace sdescent;

const Dri1 dri1;

TEST_CASE("one step of DRI1 has weak error of order 3 in one dimension", "[solvers]") {
  const double mu = 0.5, sigma = 0.8, x = 1.5;
  const GeometricBrownianMotion gbm(mu, sigma);
  const Eigen::VectorXd start = Eigen::VectorXd::Constant(1, x);
  for (const int p : {1, 2, 3}) {
    INFO("moment " << p);
    const auto power = [p](const Eigen::VectorXd& s) { return std::pow(s(0), p); };
    const auto error = [&](double h) {
      const double growth = p * mu + 0.5 * p * (p - 1) * sigma * sigma;
      return one_step_mean(dri1, gbm, 0.0, h, start, power) - std::pow(x, p) * std::exp(h * growth);
    };
    // The drift is linear: the mean is that of the deterministic method.
    check_local_order(p == 1 ? 4.0 : 3.0, error, {1.0, 2.0}, -7);
  }
  // X = sinh(asinh x + W): E X² is that of cosh(2 (a + W)).
  const ScalarSde sinh = sinh_of_brownian_motion();
  check_local_order(3.0, [&](double h) {
    return one_step_mean(dri1, sinh, 0.0, h, start,
                         [](const Eigen::VectorXd& s) { return s(0) * s(0); }) -
           0.5 * (std::cosh(2.0 * std::asinh(x)) * std::exp(2.0 * h) - 1.0);
  });
}

/// dX = (1 + t) (X dt/2 + X dW/2), whose moments are exponentials of integrals.
struct GrowingNoise final : SdeModel {
  Layout columns = {{"x", 1}};
  const Layout& layout() const override { return columns; }
  Index noise_dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch&) const override {
    drift = 0.5 * (1.0 + t) * s;
    diagonal = 0.5 * (1.0 + t) * s;
  }
};

TEST_CASE("one step of DRI1 has weak error of order 3 from a later time", "[solvers]") {
  const double t = 0.75, x = 0.5;
  const Eigen::VectorXd start = Eigen::VectorXd::Constant(1, x);
  check_local_order(3.0, [&](double h) {
    const auto power = [&](int n) { return (std::pow(1.0 + t + h, n) - std::pow(1.0 + t, n)) / n; };
    return one_step_mean(dri1, GrowingNoise(), t, h, start,
                         [](const Eigen::VectorXd& s) { return s(0) * s(0); }) -
           x * x * std::exp(power(2) + 0.25 * power(3));
  });
  // dX = (−2X + 3t) dt + (1 + t) dW; v' = −4v + (1 + t)² has the solution u²/4 − u/8 + 1/32.
  const Eigen::MatrixXd a = Eigen::MatrixXd::Constant(1, 1, -2.0);
  const AdditiveSde additive(a, Eigen::VectorXd::Constant(1, 3.0), Eigen::MatrixXd::Ones(1, 1));
  check_local_order(3.0, [&](double h) {
    const auto particular = [](double u) { return u * u / 4 - u / 8 + 1.0 / 32; };
    const double variance = particular(1 + t + h) - particular(1 + t) * std::exp(-4.0 * h);
    const double mean = (x - (1.5 * t - 0.75)) * std::exp(-2.0 * h) + 1.5 * (t + h) - 0.75;
    return one_step_mean(dri1, additive, t, h, start,
                         [](const Eigen::VectorXd& s) { return s(0) * s(0); }) -
           (variance + mean * mean);
  });
}

const Eigen::Matrix2d a{{-1.0, 0.5}, {0.25, -2.0}};
const std::vector<Eigen::MatrixXd> b = {Eigen::MatrixXd{{0.1, 0.8}, {0.6, -0.4}},
                                        Eigen::MatrixXd{{0.5, -0.6}, {0.3, 0.7}}};
const Eigen::Vector2d linear_start(1.0, -0.5);

/// Of E S_i S_j of dS = A S dt + Σ B_j S dW_j, whose B_j do not commute.
std::function<double(double)> linear_error(const Stepper& stepper, Index i, Index j) {
  return [&stepper, i, j](double h) {
    return one_step_mean(stepper, LinearSde(a, b), 0.0, h, linear_start,
                         [=](const Eigen::VectorXd& x) { return x(i) * x(j); }) -
           linear_second_moment(a, b, linear_start, h, i, j);
  };
}

TEST_CASE("one step of DRI1 on a system with general noise has weak error of order 3",
          "[solvers]") {
  for (const auto& [i, j] : {std::pair{0, 0}, std::pair{0, 1}, std::pair{1, 1}}) {
    INFO("E S" << i << " S" << j);
    check_local_order(3.0, linear_error(dri1, i, j), {1.0}, -8);
  }
}

/// The SDE of SignSGD on a quadratic whose Hessian is dense, with a schedule: every b_j depends on
/// all coordinates and on time.
double coupled_mean(const Stepper& stepper, double h, int steps, const PointFunction& f) {
  const SignSgdSde model(coupled_quadratic(), 0.5, Schedule::power(0.5));
  return mean_after(stepper, model, 0.5, h, steps, coupled_start(), f, 8);
}

double unlike_two_halves(const Stepper& stepper, double h, const PointFunction& f) {
  return coupled_mean(stepper, h, 1, f) - coupled_mean(stepper, 0.5 * h, 2, f);
}

double square(const Eigen::VectorXd& x) { return x(0) * x(0); }
double product(const Eigen::VectorXd& x) { return x(0) * x(1); }
double cosine(const Eigen::VectorXd& x) { return std::cos(x(0) - 2.0 * x(1)); }

TEST_CASE("DRI1 has weak order 2 on the SDE of SignSGD with a dense Hessian and a schedule",
          "[solvers]") {
  const EulerMaruyama euler;
  for (const auto f : {square, product, cosine}) {
    // One step differs from two of half the size by O(h³): steps converge to a semigroup, locally
    // with that order …
    check_local_order(
        3.0, [&](double h) { return unlike_two_halves(dri1, h, f); }, {1.0, 2.0}, -10);
    // … whose generator is that of Euler–Maruyama's limit.
    check_local_order(
        2.0, [&](double h) { return coupled_mean(dri1, h, 1, f) - coupled_mean(euler, h, 1, f); },
        {1.0, 2.0}, -10);
  }
}

TEST_CASE("DRI1 without one of its parts has order 1", "[solvers]") {
  const auto without = [](auto change) {
    Dri1Tableau tableau;
    change(tableau);
    return Dri1(tableau);
  };
  check_local_order_two(linear_error(without([](Dri1Tableau& c) { c.beta22 = 0.0; }), 0, 0));
  check_local_order_two(linear_error(without([](Dri1Tableau& c) { c.beta42 = 0.0; }), 0, 0));
  check_local_order_two(linear_error(without([](Dri1Tableau& c) { c.b021 = c.b031 = 0.5; }), 0, 0));
  const Dri1 unmixed = without([](Dri1Tableau& c) { c.beta31 = c.beta32 = 0.0; });
  check_local_order(
      2.0, [&](double h) { return unlike_two_halves(unmixed, h, square); }, {1.0, 2.0}, -10);
}

}  // namespace
