#include "solvers/stationary_law.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd_phase_three_sde.hpp"
#include "models/sign_sgd_sde.hpp"
#include "models/student_noise.hpp"
#include "solvers/coordinate_sde.hpp"
#include "tests/support/scalar_sde.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::VectorXd;

std::shared_ptr<const Problem> quadratic(double lambda,
                                         std::shared_ptr<const AdditiveNoise> noise) {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{lambda}}), std::move(noise));
}

std::shared_ptr<const AdditiveNoise> gaussian(double sigma) {
  return std::make_shared<GaussianNoise>(VectorXd{{sigma}}, Accuracy::accurate);
}

/// ∫ f over the line by GSL.
double integral(std::function<double(double)> f) {
  gsl_integration_workspace* work = gsl_integration_workspace_alloc(1000);
  gsl_function function{
      [](double x, void* of) { return (*static_cast<std::function<double(double)>*>(of))(x); }, &f};
  double result = 0, error = 0;
  gsl_integration_qagi(&function, 0.0, 1e-13, 1000, work, &result, &error);
  gsl_integration_workspace_free(work);
  return result;
}

TEST_CASE("SGD on a quadratic is stationary in a Gaussian law", "[solvers]") {
  // dX = −λX dt + √η σ dW: N(0, ησ²/2λ).
  const double eta = 0.02, lambda = 3.0, sigma = 0.7;
  const DensityLaw law = stationary_law(SgdSde(quadratic(lambda, gaussian(sigma)), eta));
  const double deviation = std::sqrt(eta * sigma * sigma / (2.0 * lambda));
  CHECK(law.mean() == Approx(0.0).margin(1e-15));
  CHECK(law.standard_deviation() == Approx(deviation).epsilon(1e-13));
  for (const double z : {-8.0, -2.0, 0.5, 4.0})
    CHECK(law.cdf(z * deviation) == Approx(gsl_cdf_ugaussian_P(z)).epsilon(1e-11));
  CHECK(law.tail() < 1e-30);
}

TEST_CASE("the support is found from a start in the tail", "[solvers]") {
  const ScalarSde sde([](double x) { return -(x - 40.0); }, [](double) { return 0.1; },
                      [](double) { return 0.0; });
  for (const double start : {38.5, 40.0, 41.5}) {
    const DensityLaw law = stationary_law(sde, {start});
    CHECK(law.mean() == Approx(40.0).epsilon(1e-14));
    CHECK(law.standard_deviation() == Approx(0.1 / std::numbers::sqrt2).epsilon(1e-12));
  }
}

TEST_CASE("the third phase of SignSGD is stationary in a Beta law", "[solvers]") {
  // dX = −kX dt + √η √(1 − k²X²) dW: p ∝ (1 − k²x²)^{1/(ηk) − 1}, so (1 + kX)/2 is
  // Beta(1/(ηk), 1/(ηk)).
  const double sigma = 0.8, k = std::sqrt(2.0 / std::numbers::pi) / sigma;
  for (const double eta : {0.05, 0.3, 0.5, 0.75}) {
    INFO("eta = " << eta);
    const SignSgdPhaseThreeSde sde(quadratic(1.0, gaussian(sigma)), eta);
    const DensityLaw law = stationary_law(sde, {0.0, -1.0 / k, 1.0 / k});
    const double a = 1.0 / (eta * k);
    CHECK(law.mean() == Approx(0.0).margin(1e-14));
    CHECK(law.variance() == Approx(1.0 / (k * k * (2.0 * a + 1.0))).epsilon(1e-12));
    for (const double y : {0.2, 0.45, 0.7})
      CHECK(law.cdf((2.0 * y - 1.0) / k) == Approx(gsl_cdf_beta_P(y, a, a)).epsilon(1e-11));
    CHECK(law.tail() < 1e-12);
  }
}

TEST_CASE("a Pearson diffusion is stationary in Student's law", "[solvers]") {
  // dX = −θX dt + √(2θ(X² + n)/(n − 1)) dW: t of n degrees of freedom.
  const double n = 11.5, theta = 0.6;
  const ScalarSde sde([=](double x) { return -theta * x; },
                      [=](double x) { return std::sqrt(2.0 * theta * (x * x + n) / (n - 1.0)); },
                      [](double) { return 0.0; });
  const DensityLaw law = stationary_law(sde);
  CHECK(law.variance() == Approx(n / (n - 2.0)).epsilon(1e-12));
  CHECK(law.moment(4) == Approx(3.0 * n * n / ((n - 2.0) * (n - 4.0))).epsilon(1e-11));
  for (const double x : {-40.0, -5.0, 0.3, 2.0, 40.0}) {
    CHECK(law.cdf(x) == Approx(gsl_cdf_tdist_P(x, n)).epsilon(1e-11));
    CHECK(law.survival(x) == Approx(gsl_cdf_tdist_Q(x, n)).epsilon(1e-11));
  }
}

TEST_CASE("the stationary law of SignSGD's SDE is its integral by GSL", "[solvers]") {
  for (const double eta : {0.01, 0.2}) {
    // dX = −erf(x/√2) dt + √η √(1 − erf²) dW, the exponent by GSL, too.
    const auto square = [=](double x) {
      return eta * std::erfc(x / std::numbers::sqrt2) * std::erfc(-x / std::numbers::sqrt2);
    };
    const auto exponent = [&](double x) {
      std::function<double(double)> slope = [&](double y) {
        return -2.0 * std::erf(y / std::numbers::sqrt2) / square(y);
      };
      gsl_function function{
          [](double y, void* of) { return (*static_cast<std::function<double(double)>*>(of))(y); },
          &slope};
      double result = 0, error = 0;
      std::size_t evaluations = 0;
      gsl_integration_qng(&function, 0.0, x, 0.0, 1e-12, &result, &error, &evaluations);
      return result;
    };
    const double reach = 4.5;  // the exponent is −∞ beyond, at the resolution of a double
    const auto density = [&](double x) {
      return std::abs(x) > reach ? 0.0 : std::exp(exponent(x)) / square(x);
    };
    const double mass = integral(density);
    const double variance = integral([&](double x) { return x * x * density(x); }) / mass;
    const DensityLaw law = stationary_law(SignSgdSde(quadratic(1.0, gaussian(1.0)), eta));
    CHECK(law.variance() == Approx(variance).epsilon(1e-11));
    CHECK(law.density(0.1) == Approx(density(0.1) / mass).epsilon(1e-11));
  }
}

TEST_CASE("a coordinate of a model has the stationary law of its own model", "[solvers]") {
  const auto noise = std::make_shared<GaussianNoise>(VectorXd{{0.5, 2.0}}, Accuracy::accurate);
  const auto both = std::make_shared<SignSgdSde>(
      std::make_shared<AdditiveNoiseProblem>(
          std::make_shared<DiagonalQuadratic>(VectorXd{{4.0, 1.0}}), noise),
      0.1);
  const CoordinateSde second(both, VectorXd{{7.0, 0.3}}, 1);
  const DensityLaw law = stationary_law(second);
  const DensityLaw alone = stationary_law(SignSgdSde(quadratic(1.0, gaussian(2.0)), 0.1));
  CHECK(law.variance() == Approx(alone.variance()).epsilon(1e-14));
  CHECK_THROWS_WITH(CoordinateSde(both, VectorXd{{0.0, 0.0}}, 2),
                    "coordinate of an SDE must be in [0, 2), got 2");
  CHECK_THROWS_AS(CoordinateSde(both, VectorXd{{0.0}}, 0), InvalidInput);
}

TEST_CASE("what has no stationary law is refused", "[solvers]") {
  const auto zero = [](double) { return 0.0; };
  const auto one = [](double) { return 1.0; };
  CHECK_THROWS_AS(stationary_law(ScalarSde(zero, one, zero)), NumericalFailure);
  CHECK_THROWS_AS(stationary_law(ScalarSde([](double x) { return 0.3 * x; }, one, zero)),
                  NumericalFailure);
  // p ~ 1/|x|: not integrable.
  CHECK_THROWS_AS(
      stationary_law(ScalarSde([](double x) { return -0.5 * x / (1.0 + x * x); }, one, zero)),
      NumericalFailure);
  // p ~ 1/(1 + x²): Cauchy's law, with a first moment no more.
  const DensityLaw heavy =
      stationary_law(ScalarSde([](double x) { return -x / (1.0 + x * x); }, one, zero));
  CHECK(heavy.cdf(1.0) == Approx(0.75).epsilon(1e-12));
  CHECK_THROWS_WITH(stationary_law(ScalarSde(zero, one, zero), {2.0, -1.0, 1.0}),
                    "start of the support of a stationary law must be between -1 and 1, got 2");
}

}  // namespace
}  // namespace sdescent
