#include "models/sign_sgd_sde.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/minibatch.hpp"
#include "models/quadratic.hpp"
#include "models/student_noise.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/sde_coefficients.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::shared_ptr<const Problem> diagonal(VectorXd lambda, VectorXd sigma) {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(lambda),
      std::make_shared<GaussianNoise>(sigma, Accuracy::accurate));
}

TEST_CASE("the SDE of SignSGD has the paper's drift and diffusion, far into the tails",
          "[models]") {
  const double eta = 0.03;
  const VectorXd lambda{{0.5, 2.0}}, sigma{{0.1, 4.0}};
  const SignSgdSde sde(diagonal(lambda, sigma), eta);
  CHECK(sde.layout().field("x").size == 2);
  CHECK(sde.noise_dimension() == 2);
  CHECK(sde.noise_kind() == NoiseKind::diagonal);

  // Signal to noise up to 37, where 1 − erf² has come down to 1e-299.
  constexpr Index rows = 2001;
  const VectorXd ratio = VectorXd::LinSpaced(rows, -37.0, 37.0);
  Block x(rows, 2);
  for (Index c = 0; c < 2; ++c) x.col(c) = ratio.array() * (sigma(c) / lambda(c));
  const SdeCoefficients found = coefficients(sde, x);
  double drift_error = 0, diffusion_error = 0;
  for (Index c = 0; c < 2; ++c)
    for (Index r = 0; r < rows; ++r) {
      const long double y =
          static_cast<long double>(lambda(c)) * x(r, c) / (sigma(c) * std::sqrt(2.0L));
      // √(1 − erf²) = √(erfc(y) erfc(−y)): no cancellation.
      const long double diffusion = std::sqrt(eta * std::erfc(y) * std::erfc(-y));
      drift_error =
          std::max(drift_error, static_cast<double>(std::abs(found.drift(r, c) + std::erf(y))));
      diffusion_error = std::max(
          diffusion_error,
          static_cast<double>(std::abs(found.diagonal(r, c) / -diffusion - 1) / (1 + 2 * y * y)));
    }
  CHECK(drift_error < 1e-15);
  CHECK(diffusion_error < 1e-15);
  CHECK(found.diagonal(0, 0) < 0);
}

TEST_CASE("where the gradient vanishes SignSGD's SDE only diffuses", "[models]") {
  const SdeCoefficients c =
      coefficients(SignSgdSde(diagonal(VectorXd{{1.0}}, VectorXd{{0.5}}), 0.04), Block{{0.0}});
  CHECK(c.drift(0) == 0);
  CHECK(c.diagonal(0) == Approx(-0.2));
}

TEST_CASE("without gradient noise SignSGD's SDE is the sign flow, at rest in a minimum too",
          "[models]") {
  const SignSgdSde sde(diagonal(VectorXd{{1.0, 1.0}}, VectorXd{{0.0, 0.0}}), 0.04);
  const SdeCoefficients c = coefficients(sde, Block{{2.0, -1e-200}, {0.0, 0.0}});
  CHECK((c.drift == Block{{-1.0, 1.0}, {0.0, 0.0}}).all());
  CHECK((c.diagonal == 0).all());
}

TEST_CASE("SignSGD's SDE takes any objective", "[models]") {
  const DenseQuadratic f(MatrixXd{{2.0, 0.5}, {0.5, 1.0}});
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DenseQuadratic>(f), std::make_shared<GaussianNoise>(VectorXd{{0.5, 3.0}}));
  const Block x = scattered(50, 2);
  const Block g = gradient(f, x);
  const SdeCoefficients c = coefficients(SignSgdSde(problem, 0.01), x);
  for (Index r = 0; r < 50; ++r) {
    CHECK(c.drift(r, 0) == Approx(-std::erf(g(r, 0) / (0.5 * std::sqrt(2.0)))));
    CHECK(c.drift(r, 1) == Approx(-std::erf(g(r, 1) / (3.0 * std::sqrt(2.0)))));
    CHECK(std::pow(c.diagonal(r, 1), 2) + 0.01 * std::pow(c.drift(r, 1), 2) == Approx(0.01));
  }
}

TEST_CASE("SignSGD's SDE under Cauchy's noise has the arc tangent for a drift", "[models]") {
  const double eta = 0.04;
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{2.0}}),
      std::make_shared<StudentNoise>(cauchy(VectorXd{{0.5}})));
  for (const double x : {0.0, 0.3, -4.0, 1e9}) {
    const SdeCoefficients c = coefficients(SignSgdSde(problem, eta), Block{{x}});
    const double mean = 2 * std::numbers::inv_pi * std::atan(2.0 * x / 0.5);
    const double q = 1 - 2 * std::numbers::inv_pi * std::atan2(std::abs(2.0 * x), 0.5);
    CHECK(c.drift(0) == Approx(-mean).epsilon(1e-14));
    CHECK(c.diagonal(0) == Approx(-std::sqrt(eta * q * (2 - q))).epsilon(1e-6));
    const SdeCoefficients scheduled =
        coefficients(SignSgdSde(problem, eta, Schedule::power(1.0)), Block{{x}}, 3.0);
    CHECK(scheduled.drift(0) == Approx(0.25 * c.drift(0)));
    CHECK(scheduled.diagonal(0) == Approx(0.25 * c.diagonal(0)));
  }
}

TEST_CASE("SignSGD's SDE refuses noise whose signs are correlated or unknown", "[models]") {
  const char* said =
      "gradient noise of sign_sgd_sde must be of known P(sign), independent between coordinates "
      "(adaptive, Corollary 3.3), got a law that is not";
  const auto correlated = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd::Ones(2)),
      std::make_shared<GaussianNoise>(
          GaussianNoise::with_covariance(MatrixXd{{1.0, 0.1}, {0.1, 1.0}})));
  CHECK_THROWS_MATCHES(SignSgdSde(correlated, 0.1), InvalidInput, Message(said));
  const auto minibatch =
      std::make_shared<MinibatchProblem>(std::make_shared<LogisticRegression>(DataTable{
                                             MatrixXd{{1.0}, {-2.0}}, VectorXd{{1.0, 0.0}}}),
                                         1);
  CHECK_THROWS_MATCHES(SignSgdSde(minibatch, 0.1), InvalidInput, Message(said));
}

TEST_CASE("SignSGD's SDE refuses bad learning rates", "[models]") {
  const auto make = [](double eta) {
    return SignSgdSde(diagonal(VectorXd::Ones(1), VectorXd::Ones(1)), eta);
  };
  CHECK_THROWS_MATCHES(make(0.0), InvalidInput, Message("eta must be > 0, got 0"));
  CHECK_THROWS_MATCHES(make(-0.1), InvalidInput, Message("eta must be > 0, got -0.1"));
  CHECK_THROWS_MATCHES(make(nan), InvalidInput, Message("eta must be > 0, got nan"));
}

}  // namespace
}  // namespace sdescent
