#include "solvers/stepper_law.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/centred_lagrange.hpp"
#include "solvers/dri1.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/milstein.hpp"
#include "tests/support/coupled_quadratic.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/local_weak_order.hpp"
#include "tests/support/scalar_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>

namespace {

using namespace sdescent;
using Catch::Message;

double square(double x) { return x * x; }
double cosine(double x) { return std::cos(x); }

/// SignSGD's SDE for f = x²/2 and noise N(0, 1).
SignSgdSde sign_sgd(double eta, const Schedule& schedule = {}) {
  return {std::make_shared<AdditiveNoiseProblem>(
              std::make_shared<DiagonalQuadratic>(Eigen::VectorXd::Ones(1)),
              std::make_shared<GaussianNoise>(Eigen::VectorXd::Ones(1), Accuracy::accurate)),
          eta, schedule};
}

TEST_CASE("centred interpolation is exact on polynomials of degree 15", "[solvers]") {
  for (const double x : {0.0, 0.1, 0.5, 0.99, 3.25, -2.6}) {
    const LagrangeStencil stencil = centred_lagrange(0.5, 0.25, x);
    const auto point = [&](std::size_t j) {
      return 0.5 + 0.25 * static_cast<double>(stencil.first + static_cast<Index>(j));
    };
    CHECK(point(7) <= x);
    CHECK(x < point(8));
    for (int p = 0; p <= 15; ++p) {
      double value = 0.0, scale = 0.0;
      for (std::size_t j = 0; j < 16; ++j) {
        value += stencil.weights[j] * std::pow(point(j) - x, p);
        scale += std::abs(stencil.weights[j] * std::pow(point(j) - x, p));
      }
      CHECK(std::abs(value - (p == 0 ? 1.0 : 0.0)) <= 1e-14 * scale);
    }
  }
}

TEST_CASE("the law of Euler-Maruyama on an Ornstein-Uhlenbeck process is the Gaussian it is",
          "[solvers]") {
  const double b = 0.3, x0 = 0.8, h = 0.05;
  const ScalarSde model([](double x) { return -x; }, [=](double) { return b; },
                        [](double) { return 0.0; });
  for (const int n : {0, 1, 7, 40}) {
    INFO(n << " steps");
    const StepperLaw law =
        stepper_law(EulerMaruyama(), model, x0, h, static_cast<std::uint64_t>(n), {-3.0, 3.0});
    const double q = 1.0 - h, mean = std::pow(q, n) * x0;
    const double variance = b * b * h * (1.0 - std::pow(q, 2 * n)) / (1.0 - q * q);
    CHECK(law.mean([](double x) { return x; }) == Approx(mean).epsilon(1e-13));
    CHECK(law.variance([](double x) { return x; }) == Approx(variance).epsilon(0).margin(1e-13));
    CHECK(law.mean(cosine) == Approx(std::cos(mean) * std::exp(-0.5 * variance)).epsilon(1e-13));
  }
}

TEST_CASE("moments of all schemes on geometric Brownian motion are powers of those of a step",
          "[solvers]") {
  const GeometricBrownianMotion model(0.3, 0.2);
  const double h = 0.125;
  const auto check = [&](const Stepper& stepper) {
    INFO(stepper.name());
    const StepperLaw law = stepper_law(stepper, model, 1.0, h, 8, {-2.0, 10.0});
    for (const int p : {1, 2, 3}) {
      const auto power = [=](const Eigen::VectorXd& s) { return std::pow(s(0), p); };
      const double once = one_step_mean(stepper, model, 0.0, h, Eigen::VectorXd::Ones(1), power);
      CHECK(law.mean([=](double x) { return std::pow(x, p); }) ==
            Approx(std::pow(once, 8)).epsilon(1e-12));
    }
  };
  check(EulerMaruyama());
  check(Milstein());
  check(Dri1());
}

TEST_CASE("a stepper's law is that of the tree of its quadrature", "[solvers]") {
  // With a schedule: every step has a kernel of its own.
  const SignSgdSde model = sign_sgd(0.25, Schedule::power(0.5));
  const Dri1 stepper;
  const double h = 0.25;
  const auto h_of = [](const Eigen::VectorXd& s) { return std::cos(s(0)); };
  const double tree = mean_after(stepper, model, 0.0, h, 3, Eigen::VectorXd::Ones(1), h_of, 20);
  const StepperLaw law = stepper_law(stepper, model, 1.0, h, 3, {-3.0, 4.0}, false);
  CHECK(law.mean(cosine) == Approx(tree).epsilon(1e-12));
  const StepperLaw frozen = stepper_law(stepper, model, 1.0, h, 3, {-3.0, 4.0}, true);
  CHECK(std::abs(frozen.mean(cosine) - tree) > 1e-3);
}

TEST_CASE("a stepper's law does not depend on its grid", "[solvers]") {
  const SignSgdSde model = sign_sgd(0.1);
  const auto mean = [&](const StepperGrid& grid) {
    return stepper_law(Dri1(), model, 1.0, 1.0 / 64, 64, grid).mean(square);
  };
  const double reference = mean({-2.0, 3.0, 400, 32});
  CHECK(mean({-2.0, 3.0}) == Approx(reference).epsilon(1e-13));
  CHECK(mean({-1.8, 2.7, 150, 12}) == Approx(reference).epsilon(1e-12));
}

TEST_CASE("what a stepper's law cannot be of is refused", "[solvers]") {
  const GeometricBrownianMotion model(0.3, 0.2);
  const EulerMaruyama euler;
  const auto law = [&](double x0, double dt, const StepperGrid& grid) {
    return stepper_law(euler, model, x0, dt, 8, grid);
  };
  CHECK_THROWS_MATCHES(law(1.0, 0.0, {0.0, 4.0}), InvalidInput,
                       Message("time step of a stepper's law must be > 0, got 0"));
  CHECK_THROWS_MATCHES(
      law(5.0, 0.1, {0.0, 4.0}), InvalidInput,
      Message("start of a stepper's law must be in the grid's interval, got 5 of [0, 4]"));
  CHECK_THROWS_MATCHES(law(1.0, 0.1, {0.0, 4.0, 8}), InvalidInput,
                       Message("intervals of a stepper's grid must be >= 16, got 8"));
  CHECK_THROWS_AS(law(1.0, 0.1, {0.0, 4.0, 200, 0}), InvalidInput);
  CHECK_THROWS_MATCHES(stepper_law(euler, *coupled_sde(0.1), 1.0, 0.1, 8, {0.0, 4.0}), InvalidInput,
                       Message("columns of the state of a stepper's law must be 1, got 2"));
  CHECK_THROWS_AS(law(1.0, 0.1, {0.9, 1.1}), NumericalFailure);
  const ScalarSde root([](double) { return 0.0; }, [](double x) { return std::sqrt(x); },
                       [](double) { return 0.0; });
  CHECK_THROWS_MATCHES(stepper_law(euler, root, 1.0, 0.1, 8, {0.0, 4.0}), NumericalFailure,
                       Message("a step of euler_maruyama is not finite on [-2, 6]"));
}

}  // namespace
