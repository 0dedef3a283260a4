#include "models/adaptive_linearisation.hpp"

#include "io/error.hpp"
#include "models/adaptive_asymptotics.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Matrix2d;
using Eigen::MatrixXd;

const Matrix2d dense{{2.0, 0.6}, {0.6, 1.0}};

AdaptiveLinearisation rmsprop(double eta, double decay) {
  return {dense, ArrayXd{{0.4, 0.4}}, eta, decay, {}};
}

AdaptiveLinearisation adam(double eta, double decay, double beta1) {
  return {dense, ArrayXd{{0.4, 0.4}}, eta, decay, beta1};
}

double relative(const MatrixXd& a, const MatrixXd& b) { return (a - b).norm() / b.norm(); }

MatrixXd printed(const AdaptiveLinearisation& s) {
  return adaptive_stationary_covariance(s.hessian, s.sigma, s.eta, s.decay);
}

/// One coordinate by hand.
AdaptiveLinearisation scalar(double lambda, double sigma, double eta, double decay,
                             std::optional<double> beta1 = {}) {
  return {MatrixXd::Constant(1, 1, lambda), ArrayXd::Constant(1, sigma), eta, decay, beta1};
}

TEST_CASE("one coordinate of RMSpropW rests where its second moments do", "[models]") {
  const double lambda = 3, sigma = 0.05, eta = 2e-3, decay = 1.5;
  const double variance = optimizer_stationary_covariance(scalar(lambda, sigma, eta, decay))(0, 0);
  const double v = sigma * sigma + lambda * lambda * variance;
  const double a = lambda / std::sqrt(v) + decay;
  // Var x' = (1 − ηa)² Var x + η²σ²/v
  CHECK(variance == Approx(eta * sigma * sigma / v / (2 * a - eta * a * a)));
  const double of_sde = sde_stationary_covariance(scalar(lambda, sigma, eta, decay))(0, 0);
  const double w = sigma * sigma + lambda * lambda * of_sde;
  CHECK(of_sde == Approx(0.5 * eta * sigma * sigma / w / (lambda / std::sqrt(w) + decay)));
  CHECK(sde_stationary_covariance(scalar(lambda, sigma, eta, decay), SecondMomentModel::noise_only)(
            0, 0) == Approx(0.5 * eta / (lambda / sigma + decay)));
}

TEST_CASE("Adam without momentum is RMSprop, and its SDE has no noise left", "[models]") {
  const AdaptiveLinearisation with = adam(1e-2, 0.5, 0.0), without = rmsprop(1e-2, 0.5);
  CHECK(relative(optimizer_stationary_covariance(with), optimizer_stationary_covariance(without)) <
        1e-12);
  CHECK(sde_stationary_covariance(with).norm() < 1e-15);
}

TEST_CASE("linearised adaptive methods tend to the printed covariance as η → 0", "[models]") {
  for (const double eta : {1e-3, 1e-4}) {
    CHECK(relative(optimizer_stationary_covariance(rmsprop(eta, 1.0)), printed(rmsprop(eta, 1.0))) <
          10 * eta);
    CHECK(relative(sde_stationary_covariance(rmsprop(eta, 1.0)), printed(rmsprop(eta, 1.0))) <
          10 * eta);
    const double rho1 = 7;
    const AdaptiveLinearisation plain = adam(eta, 0.0, 1 - rho1 * eta);
    CHECK(relative(optimizer_stationary_covariance(plain), printed(plain)) < 10 * eta);
    CHECK(relative(sde_stationary_covariance(plain), printed(plain)) < 20 * eta);
    const AdaptiveLinearisation decayed = adam(eta, 1.0, 1 - rho1 * eta);
    const MatrixXd corrected = rho1 / (rho1 + 1.0) * printed(decayed);
    CHECK(relative(optimizer_stationary_covariance(decayed), corrected) < 10 * eta);
    CHECK(relative(sde_stationary_covariance(decayed), corrected) < 20 * eta);
    CHECK(relative(sde_stationary_covariance(decayed, SecondMomentModel::noise_only), corrected) <
          10 * eta);
  }
}

TEST_CASE("at a fixed β₁ the SDE of Adam loses the noise of the last gradient", "[models]") {
  const double beta1 = 0.9, eta = 1e-5;
  const AdaptiveLinearisation s = adam(eta, 1.0, beta1);
  CHECK(relative(optimizer_stationary_covariance(s), printed(s)) < 1e-3);
  CHECK(relative(sde_stationary_covariance(s, SecondMomentModel::noise_only), printed(s)) < 1e-3);
  CHECK(relative(sde_stationary_covariance(s), beta1 * beta1 * printed(s)) < 1e-3);
}

TEST_CASE("noise that does not commute with H has the covariance of its Lyapunov equation",
          "[models]") {
  AdaptiveLinearisation s = rmsprop(1e-6, 0.5);
  s.sigma = ArrayXd{{0.2, 0.8}};
  const MatrixXd c = optimizer_stationary_covariance(s) / s.eta;
  const MatrixXd a =
      s.sigma.inverse().matrix().asDiagonal() * dense + 0.5 * MatrixXd::Identity(2, 2);
  CHECK((a * c + c * a.transpose() - MatrixXd::Identity(2, 2)).norm() < 1e-4);
  CHECK(relative(c, printed(s) / s.eta) > 0.1);
}

TEST_CASE("linearisations of adaptive methods refuse what they are not for", "[models]") {
  const AdaptiveLinearisation good = adam(1e-2, 0.5, 0.9);
  const auto bad = [&](auto change) {
    AdaptiveLinearisation s = good;
    change(s);
    CHECK_THROWS_AS(optimizer_stationary_covariance(s), InvalidInput);
    CHECK_THROWS_AS(sde_stationary_covariance(s), InvalidInput);
  };
  bad([](AdaptiveLinearisation& s) { s.hessian(0, 1) = 0.1; });
  bad([](AdaptiveLinearisation& s) { s.hessian = -MatrixXd::Identity(2, 2); });
  bad([](AdaptiveLinearisation& s) { s.sigma = ArrayXd{{0.4}}; });
  bad([](AdaptiveLinearisation& s) { s.sigma(1) = 0; });
  bad([](AdaptiveLinearisation& s) { s.eta = 0; });
  bad([](AdaptiveLinearisation& s) { s.decay = -1; });
  bad([](AdaptiveLinearisation& s) { s.beta1 = 1.0; });
  CHECK_THROWS_AS(optimizer_stationary_covariance(rmsprop(10.0, 0.5)), InvalidInput);
}

}  // namespace
}  // namespace sdescent
