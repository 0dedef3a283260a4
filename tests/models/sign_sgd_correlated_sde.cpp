#include "models/sign_sgd_correlated_sde.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/multivariate_student_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd_sde.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/sde_coefficients.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>

#include <cmath>
#include <memory>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

std::shared_ptr<const Problem> problem(const MatrixXd& hessian, const GaussianNoise& noise) {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DenseQuadratic>(hessian),
                                                std::make_shared<GaussianNoise>(noise));
}

/// B(x) of one state, from what it does to the unit vectors.
MatrixXd diffusion(const SdeModel& model, const Eigen::RowVectorXd& x, double t = 0.0) {
  const Index d = x.size();
  const Block points = x.replicate(d, 1).array(), units = MatrixXd::Identity(d, d).array();
  return diffused(model, points, units, t).matrix().transpose();
}

const MatrixXd covariance{{4.0, 1.2, 0.2}, {1.2, 1.0, 0.3}, {0.2, 0.3, 0.25}};
const MatrixXd hessian{{2.0, 0.5, 0.0}, {0.5, 1.0, -0.3}, {0.0, -0.3, 0.7}};

TEST_CASE("in the minimum the correlated SDE of SignSGD diffuses by the arc sines", "[models]") {
  const double eta = 0.04;
  const SignSgdCorrelatedSde sde(problem(hessian, GaussianNoise::with_covariance(covariance)), eta);
  CHECK(sde.noise_dimension() == 3);
  CHECK(sde.noise_kind() == NoiseKind::general);
  const MatrixXd root = diffusion(sde, Eigen::RowVector3d::Zero());
  const VectorXd sigma = covariance.diagonal().cwiseSqrt();
  for (Index i = 0; i < 3; ++i)
    for (Index j = 0; j < 3; ++j) {
      const double rho = covariance(i, j) / (sigma(i) * sigma(j));
      CHECK((root * root.transpose())(i, j) ==
            Approx(eta * 2 * std::numbers::inv_pi * std::asin(rho)).epsilon(1e-7));
    }
  CHECK(coefficients(sde, Block::Zero(1, 3)).drift.isZero(0));
}

/// P(a + ξ₁ > 0, b + ξ₂ > 0) by the trapezoidal rule over ξ₁ = s, in steps of 1/400: the integrand
/// is cut off at −a, and Euler's first correction accounts for that.
double orthant(double a, double b, double rho) {
  const double h = 1.0 / 400;
  const auto density = [&](double s) {
    return std::exp(-0.5 * s * s) / std::sqrt(2 * std::numbers::pi) *
           gsl_cdf_ugaussian_P((b + rho * s) / std::sqrt(1 - rho * rho));
  };
  double sum = 0.5 * density(-a);
  for (int k = 1; k < 8000; ++k) sum += density(-a + k * h);
  const double slope = (density(-a + 1e-4) - density(-a - 1e-4)) / 2e-4;
  return h * sum + h * h * slope / 12;
}

TEST_CASE("the correlated SDE has the covariance S − mmᵀ of the signs everywhere", "[models]") {
  const double eta = 0.01;
  const auto noise = GaussianNoise::with_covariance(covariance, Accuracy::accurate);
  const SignSgdCorrelatedSde sde(problem(hessian, noise), eta, Schedule::constant(2.0));
  const Block x{{0.3, -0.8, 0.5}, {4.0, 1.0, -0.2}, {-1.0, 0.2, -1.5}};
  for (Index r = 0; r < x.rows(); ++r) {
    const VectorXd a = (hessian * x.row(r).matrix().transpose()).cwiseQuotient(noise.deviations());
    const MatrixXd root = diffusion(sde, x.row(r).matrix());
    const Block drift = coefficients(sde, x.row(r)).drift;
    for (Index i = 0; i < 3; ++i) {
      CHECK(drift(i) == Approx(-2.0 * std::erf(a(i) / std::numbers::sqrt2)));
      for (Index j = i + 1; j < 3; ++j) {
        const double both = 4 * orthant(a(i), a(j), noise.correlation(i, j)) -
                            2 * gsl_cdf_ugaussian_P(a(i)) - 2 * gsl_cdf_ugaussian_P(a(j)) + 1;
        const double expected = both - 0.25 * drift(i) * drift(j);
        CHECK((root * root.transpose())(i, j) == Approx(4.0 * eta * expected).margin(4e-12 * eta));
      }
      CHECK((root * root.transpose())(i, i) ==
            Approx(4.0 * eta * (1.0 - 0.25 * drift(i) * drift(i))).epsilon(1e-9));
    }
  }
}

TEST_CASE("with independent noise the correlated SDE is SignSGD's", "[models]") {
  const auto same = problem(hessian, GaussianNoise(VectorXd{{0.5, 1.0, 2.0}}));
  const SignSgdCorrelatedSde correlated(same, 0.04);
  const SignSgdSde diagonal(same, 0.04);
  const Block x = scattered(70, 3), dW = scattered(70, 3, 0.2);
  CHECK((coefficients(correlated, x).drift - coefficients(diagonal, x).drift).abs().maxCoeff() <
        1e-15);
  CHECK((diffused(correlated, x, dW) - coefficients(diagonal, x).diagonal * dW).abs().maxCoeff() <
        1e-15);
}

TEST_CASE("the root stays finite where a sign is certain and where one decides another",
          "[models]") {
  const MatrixXd one{{1.0, 1.0}, {1.0, 1.0}};
  const SignSgdCorrelatedSde sde(
      problem(MatrixXd::Identity(2, 2), GaussianNoise::with_covariance(one, Accuracy::accurate)),
      1.0);
  const MatrixXd at_rest = diffusion(sde, Eigen::RowVector2d(0, 0));
  CHECK((at_rest * at_rest.transpose() - one).cwiseAbs().maxCoeff() < 1e-12);
  // Both rare: equal still, and as small as they are rare.
  const MatrixXd rare = diffusion(sde, Eigen::RowVector2d(12, 12));
  const double variance = 4 * gsl_cdf_ugaussian_P(12) * gsl_cdf_ugaussian_Q(12);
  CHECK((rare * rare.transpose()).isApprox(variance * one, 1e-10));
  // P(+, −) = Φ(½) − Φ(−1), P(−, +) = 0.
  const MatrixXd root = diffusion(sde, Eigen::RowVector2d(0.5, -1));
  CHECK((root * root.transpose())(0, 1) ==
        Approx(4 * gsl_cdf_ugaussian_P(-1) * gsl_cdf_ugaussian_Q(0.5)).epsilon(1e-10));
  CHECK(diffusion(sde, Eigen::RowVector2d(1e6, -1e6)).isZero(0));

  // Three signs of two normals' span: C is singular at 0 without a pair that is.
  const MatrixXd factor{{1.0, 0.0}, {0.0, 1.0}, {1.0, 1.0}};
  const SignSgdCorrelatedSde plane(
      problem(MatrixXd::Identity(3, 3),
              GaussianNoise::with_covariance(factor * factor.transpose())),
      1.0);
  CHECK(diffusion(plane, Eigen::RowVector3d(0.1, -0.4, -0.3)).allFinite());
}

TEST_CASE("laws whose signs have no known correlation, and large d, are refused", "[models]") {
  const auto quadratic = std::make_shared<DenseQuadratic>(hessian);
  const auto student = std::make_shared<AdditiveNoiseProblem>(
      quadratic, std::make_shared<MultivariateStudentNoise>(3.0, covariance));
  CHECK_THROWS_AS(SignSgdCorrelatedSde(student, 0.1), InvalidInput);
  const auto large = problem(MatrixXd::Identity(65, 65), GaussianNoise(VectorXd::Ones(65)));
  CHECK_THROWS_MATCHES(
      SignSgdCorrelatedSde(large, 0.1), InvalidInput,
      Catch::Matchers::Message("dimension of sign_sgd_correlated_sde must be <= 64, got 65"));
}

}  // namespace
}  // namespace sdescent
