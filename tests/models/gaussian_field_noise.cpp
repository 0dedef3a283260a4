#include "models/gaussian_field_noise.hpp"

#include "io/error.hpp"
#include "models/loss_scaled_noise.hpp"
#include "models/regression_noise.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/bivariate_normal.hpp"
#include "solvers/replay.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/sde_coefficients.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

const VectorXd lambda{{1.0, 0.25, 2.0}};
const MatrixXd shape{{4.0, 1.2, 0.2}, {1.2, 1.0, 0.3}, {0.2, 0.3, 0.25}};

std::shared_ptr<const DiagonalQuadratic> quadratic() {
  return std::make_shared<DiagonalQuadratic>(lambda);
}

MatrixXd covariance_at(const NoiseLaw& noise, const Eigen::RowVectorXd& x) {
  const MatrixXd root = root_of_covariance(noise, x);
  return root * root.transpose();
}

/// Checks m_i and the correlations of signs of a law at points where its Σ is known.
void check_signs(const NoiseLaw& noise, const Block& x) {
  Scratch scratch;
  const Index n = x.rows(), d = x.cols();
  const Block g = gradient(*quadratic(), x);
  Block mean(n, d), deviation(n, d), correlation(n, d * (d - 1) / 2), expected(1, 1);
  noise.sign_moments(x, g, mean, deviation, scratch);
  noise.sign_correlation(x, g, correlation, scratch);
  for (Index r = 0; r < n; ++r) {
    const MatrixXd sigma = covariance_at(noise, x.row(r).matrix());
    const auto ratio = [&](Index i) { return Block{{g(r, i) / std::sqrt(sigma(i, i))}}; };
    for (Index i = 0; i < d; ++i) {
      CHECK(mean(r, i) == Approx(std::erf(ratio(i)(0) / std::sqrt(2.0))).epsilon(1e-13));
      CHECK(deviation(r, i) == Approx(std::sqrt(std::erfc(ratio(i)(0) / std::sqrt(2.0)) *
                                                std::erfc(-ratio(i)(0) / std::sqrt(2.0))))
                                   .epsilon(1e-13));
      for (Index j = i + 1; j < d; ++j) {
        const double rho = sigma(i, j) / std::sqrt(sigma(i, i) * sigma(j, j));
        sign_covariance(ratio(i), ratio(j), rho, expected, scratch);
        CHECK(correlation(r, correlation_column(d, i, j)) ==
              Approx(expected(0) / (deviation(r, i) * deviation(r, j))).margin(1e-13));
      }
    }
  }
}

TEST_CASE("loss-scaled noise has the covariance f C and the signs that go with it", "[models]") {
  const LossScaledNoise noise(quadratic(), GaussianNoise::with_covariance(shape));
  const Block x = scattered(5, 3);
  const Block f = loss(*quadratic(), x);
  for (Index r = 0; r < x.rows(); ++r)
    CHECK(covariance_at(noise, x.row(r).matrix()).isApprox(f(r) * shape, 1e-13));
  CHECK(noise.kind() == NoiseKind::general);
  CHECK_FALSE(noise.has_independent_signs());
  CHECK_FALSE(noise.is_constant());
  check_signs(noise, x);
}

TEST_CASE("uncorrelated loss-scaled noise is diagonal", "[models]") {
  const LossScaledNoise noise(quadratic(), GaussianNoise(VectorXd{{0.5, 1.0, 2.0}}));
  CHECK(noise.kind() == NoiseKind::diagonal);
  CHECK(noise.has_independent_signs());
  const Block x = scattered(5, 3);
  const Block f = loss(*quadratic(), x);
  Scratch scratch;
  Block diagonal(5, 3);
  noise.diagonal(x, diagonal, scratch);
  for (Index i = 0; i < 3; ++i)
    CHECK((diagonal.col(i) - f.sqrt() * VectorXd{{0.5, 1.0, 2.0}}(i)).abs().maxCoeff() < 1e-15);
  check_signs(noise, x);
}

TEST_CASE("the noise of least squares has the covariance of its minibatches", "[models]") {
  const double batch = 16;
  const RegressionNoise noise(quadratic(), batch);
  CHECK(noise.sources() == 4);
  const Block x = scattered(5, 3);
  const Block f = loss(*quadratic(), x), g = gradient(*quadratic(), x);
  for (Index r = 0; r < x.rows(); ++r) {
    // E (ζᵀx)² ζζᵀ − ggᵀ for ζ ~ N(0, D), by Isserlis: (xᵀDx) D + 2ggᵀ − ggᵀ.
    const VectorXd gr = g.row(r).transpose();
    const MatrixXd expected =
        (MatrixXd(lambda.asDiagonal()) * 2 * f(r) + gr * gr.transpose()) / batch;
    CHECK(covariance_at(noise, x.row(r).matrix()).isApprox(expected, 1e-13));
  }
  check_signs(noise, x);
}

TEST_CASE("noise that vanishes with the loss is quiet in the minimum", "[models]") {
  const Block origin = Block::Zero(1, 3);
  Scratch scratch;
  for (const std::shared_ptr<const GaussianFieldNoise>& noise :
       {std::shared_ptr<const GaussianFieldNoise>(
            std::make_shared<LossScaledNoise>(quadratic(), GaussianNoise::with_covariance(shape))),
        std::shared_ptr<const GaussianFieldNoise>(
            std::make_shared<RegressionNoise>(quadratic(), 4.0))}) {
    Block mean(1, 3), deviation(1, 3), correlation(1, 3);
    noise->sign_moments(origin, origin, mean, deviation, scratch);
    noise->sign_correlation(origin, origin, correlation, scratch);
    CHECK(mean.isZero(0));
    CHECK(deviation.isZero(0));
    CHECK(correlation.isZero(0));
    CHECK(noise->has_atoms());
  }
}

TEST_CASE("gradients get the noise of the point that they are taken at", "[models]") {
  const auto noise = std::make_shared<RegressionNoise>(quadratic(), 4.0);
  const GaussianFieldProblem problem(quadratic(), noise);
  const Block x = scattered(2, 3);
  const Block xi{{1.0, -2.0, 0.5, 0.3}, {0.5, 3.0, -1.0, 2.0}};
  const Replay source({xi});
  Scratch scratch;
  Block sampled(2, 3);
  problem.sample_gradient({0, 0.0, 1.0, 0, 0, source, scratch}, x, sampled, 0);
  const Block g = gradient(*quadratic(), x);
  for (Index r = 0; r < 2; ++r) {
    const VectorXd z =
        root_of_covariance(*noise, x.row(r).matrix()) * xi.row(r).matrix().transpose();
    CHECK((sampled.row(r).matrix().transpose() - g.row(r).matrix().transpose() - z).norm() < 1e-14);
  }
}

TEST_CASE("SignSGD's SDE under loss-scaled noise has erf of a scale-free argument", "[models]") {
  const double sigma = 1.5;
  const auto noise =
      std::make_shared<LossScaledNoise>(quadratic(), GaussianNoise(VectorXd::Constant(3, sigma)));
  const SignSgdSde sde(std::make_shared<GaussianFieldProblem>(quadratic(), noise), 0.04);
  const Block x = scattered(20, 3), half = 0.5 * x;
  const Block f = loss(*quadratic(), x), g = gradient(*quadratic(), x);
  const SdeCoefficients c = coefficients(sde, x);
  for (Index r = 0; r < 20; ++r)
    for (Index i = 0; i < 3; ++i)
      CHECK(c.drift(r, i) == Approx(-std::erf(g(r, i) / (std::sqrt(2.0 * f(r)) * sigma))));
  CHECK((coefficients(sde, half).drift - c.drift).abs().maxCoeff() < 1e-14);
}

TEST_CASE("noises of the wrong dimension and bad constants are refused", "[models]") {
  CHECK_THROWS_AS(LossScaledNoise(quadratic(), GaussianNoise(VectorXd::Ones(2))), InvalidInput);
  CHECK_THROWS_AS(RegressionNoise(quadratic(), 0.0), InvalidInput);
  CHECK_THROWS_AS(RegressionNoise(std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, -1.0}}), 4.0),
                  InvalidInput);
  const auto two = std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 1.0}});
  CHECK_THROWS_AS(GaussianFieldProblem(two, std::make_shared<RegressionNoise>(quadratic(), 4.0)),
                  InvalidInput);
}

}  // namespace
}  // namespace sdescent
