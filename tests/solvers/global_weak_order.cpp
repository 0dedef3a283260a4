#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/dri1.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/milstein.hpp"
#include "solvers/stepper_law.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/scalar_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <memory>
#include <vector>

namespace {

using namespace sdescent;

double square(double x) { return x * x; }
double cosine(double x) { return std::cos(x); }

/// The laws at T = 1 for Δt = 2^-5 … 2^-9.
std::vector<StepperLaw> laws(const Stepper& stepper, const SdeModel& model,
                             const StepperGrid& grid) {
  std::vector<StepperLaw> result;
  for (int k = 5; k <= 9; ++k)
    result.push_back(
        stepper_law(stepper, model, 1.0, std::ldexp(1.0, -k), std::uint64_t{1} << k, grid));
  return result;
}

std::vector<double> means(const std::vector<StepperLaw>& laws, const RealFunction& h) {
  std::vector<double> result;
  for (const StepperLaw& law : laws) result.push_back(law.mean(h));
  return result;
}

/// Takes away the term in Δt^order from numbers at Δt, Δt/2, …
std::vector<double> without_term(const std::vector<double>& of, double order) {
  std::vector<double> result;
  const double factor = std::pow(2.0, order);
  for (std::size_t i = 0; i + 1 < of.size(); ++i)
    result.push_back((factor * of[i + 1] - of[i]) / (factor - 1.0));
  return result;
}

/// Checks the order that differences of the means show, E h being m + c Δt^order + …: it deviates
/// from the declared one by O(Δt).
void check_order_of(const std::vector<double>& means, double declared) {
  std::vector<double> orders;
  for (std::size_t i = 0; i + 2 < means.size(); ++i)
    orders.push_back(
        std::log2(std::abs((means[i] - means[i + 1]) / (means[i + 1] - means[i + 2]))));
  CHECK(orders.back() == Approx(declared).epsilon(0).margin(0.1));
  CHECK(without_term(orders, 1.0).back() == Approx(declared).epsilon(0).margin(0.01));
}

/// The limit that the means point to.
double limit(const std::vector<double>& means, double order) {
  return without_term(without_term(means, order), order + 1.0).back();
}

void check_weak_orders(const SdeModel& model, const StepperGrid& grid) {
  const Dri1 dri1;
  const auto reference = laws(dri1, model, grid);
  for (const auto h : {square, cosine}) {
    check_order_of(means(reference, h), dri1.orders(model.noise_kind()).weak);
    // Schemes of order 1 tend to the same number.
    const auto check = [&](const Stepper& stepper) {
      INFO(stepper.name());
      const auto seen = means(laws(stepper, model, grid), h);
      check_order_of(seen, stepper.orders(model.noise_kind()).weak);
      CHECK(limit(seen, 1.0) == Approx(limit(means(reference, h), 2.0)).epsilon(0).margin(1e-7));
    };
    check(EulerMaruyama());
    check(Milstein());
  }
}

TEST_CASE("declared weak orders are exact on the SDE of SignSGD", "[solvers]") {
  const SignSgdSde model(
      std::make_shared<AdditiveNoiseProblem>(
          std::make_shared<DiagonalQuadratic>(Eigen::VectorXd::Ones(1)),
          std::make_shared<GaussianNoise>(Eigen::VectorXd::Ones(1), Accuracy::accurate)),
      0.25);
  check_weak_orders(model, {-3.0, 4.0, 160, 16});
}

TEST_CASE("declared weak orders are exact on a double well with multiplicative noise",
          "[solvers]") {
  const ScalarSde model([](double x) { return x - x * x * x; },
                        [](double x) { return 0.3 * std::sqrt(1.0 + x * x); },
                        [](double x) { return 0.3 * x / std::sqrt(1.0 + x * x); });
  check_weak_orders(model, {-3.5, 3.5, 200, 16});
}

TEST_CASE("weak errors on geometric Brownian motion are those of its moments", "[solvers]") {
  const double mu = 0.3, sigma = 0.2;
  const GeometricBrownianMotion model(mu, sigma);
  const StepperGrid grid{-2.0, 10.0};
  const double exact = std::exp(2.0 * mu + sigma * sigma);
  check_weak_orders(model, grid);
  CHECK(limit(means(laws(Dri1(), model, grid), square), 2.0) == Approx(exact).epsilon(1e-8));
}

TEST_CASE("without its term in dW squared DRI1 is of weak order 1", "[solvers]") {
  Dri1Tableau tableau;
  tableau.beta22 = 0.0;
  const GeometricBrownianMotion model(0.3, 0.2);
  check_order_of(means(laws(Dri1(tableau), model, {-2.0, 10.0}), square), 1.0);
}

}  // namespace
