#include "models/rmsprop_sde.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "tests/models/sde_coefficients.hpp"
#include "tests/support/contract_kit.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace {

using namespace sdescent;
using Catch::Message;
using Eigen::VectorXd;

constexpr double eta = 0.04, rho = 2.5, epsilon = 0.01, decay = 0.3;
const VectorXd lambda{{10.0, 2.0}}, sigma{{0.1, 0.5}};

std::shared_ptr<const Problem> problem() {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(lambda),
                                                std::make_shared<GaussianNoise>(sigma));
}

RmspropSde model(RmspropSdeSettings settings = {.rho = rho,
                                                .epsilon = epsilon,
                                                .decay = decay,
                                                .accuracy = Accuracy::accurate}) {
  return {problem(), eta, settings};
}

TEST_CASE("RMSprop's SDE keeps what every SDE promises", "[models]") {
  check_sde_model(model(), VectorXd{{-2.0, -2.0, 0.0, 0.0}}, VectorXd{{2.0, 2.0, 9.0, 9.0}});
}

TEST_CASE("RMSprop's SDE has the paper's coefficients", "[models]") {
  const Block s{{1.0, -0.5, 100.0, 4.0}, {0.2, 3.0, 0.0, 0.25}};
  const SdeCoefficients c = coefficients(model(), s);
  for (Index r = 0; r < 2; ++r)
    for (Index i = 0; i < 2; ++i) {
      const double x = s(r, i), v = s(r, 2 + i), g = lambda(i) * x;
      const double p = std::sqrt(v) + epsilon;
      CHECK(c.drift(r, i) == Approx(-g / p - decay * x).epsilon(1e-14));
      CHECK(c.drift(r, 2 + i) == Approx(rho * (g * g + sigma(i) * sigma(i) - v)).epsilon(1e-14));
      CHECK(c.diagonal(r, i) == Approx(-std::sqrt(eta) * sigma(i) / p).epsilon(1e-14));
    }
  CHECK(coefficients(model({.rho = rho}), s).drift(0, 0) == Approx(-10.0 / (10.0 + 1e-8)));
}

TEST_CASE("a second moment below zero is no number", "[models]") {
  CHECK(std::isnan(coefficients(model(), Block{{1.0, 1.0, -1e-9, 1.0}}).drift(0, 0)));
}

TEST_CASE("RMSprop's SDE refuses what it cannot mean", "[models]") {
  CHECK_THROWS_MATCHES(model({.rho = 0}), InvalidInput, Message("rho must be > 0, got 0"));
  CHECK_THROWS_AS(model({.rho = 1, .epsilon = -1}), InvalidInput);
  CHECK_THROWS_AS(model({.rho = 1, .decay = -1}), InvalidInput);
  CHECK_THROWS_AS(RmspropSde(problem(), 0, {.rho = 1}), InvalidInput);
  const auto correlated = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(lambda),
      std::make_shared<GaussianNoise>(
          GaussianNoise::with_covariance(Eigen::Matrix2d{{1.0, 0.5}, {0.5, 1.0}})));
  CHECK_THROWS_MATCHES(RmspropSde(correlated, eta, {.rho = 1}), InvalidInput,
                       Message("gradient noise of rmsprop_sde must be uncorrelated, got a law with "
                               "correlations"));
}

}  // namespace
