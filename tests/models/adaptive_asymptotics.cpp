#include "models/adaptive_asymptotics.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Matrix2d;
using Eigen::MatrixXd;

/// The derivation's ODE dS/dt = −rate S + η tr/2 of the loss of dX = −(∇f/σ + ϑX)dt + √η dW,
/// stepped until it rests.
double level(double rate, double source) {
  double loss = 1.0;
  for (int k = 0; k < 20'000; ++k) loss += 0.01 * (source - rate * loss);
  return loss;
}

TEST_CASE("bounds on the loss of adaptive methods are where the ODEs of their proofs rest",
          "[models]") {
  AdaptiveLossSetting s{
      .mu = 0.7, .smoothness = 2.5, .trace = 4.1, .sigma = 0.6, .eta = 0.03, .decay = 0.8};
  const double source = 0.5 * s.eta * s.trace, share = 1 + s.mu / s.smoothness;
  CHECK(adaptive_loss_bound(s) == Approx(level(2 * s.mu / s.sigma + s.decay * share, source)));
  CHECK(adaptive_quadratic_loss_bound(s) ==
        Approx(level(2 * s.mu / s.sigma + 2 * s.decay, source)));
  s.kind = WeightDecay::l2;
  CHECK(adaptive_loss_bound(s) == Approx(level((2 * s.mu + s.decay * share) / s.sigma, source)));
  CHECK(adaptive_quadratic_loss_bound(s) == Approx(level(2 * (s.mu + s.decay) / s.sigma, source)));
}

TEST_CASE("the rescaled bound of Lemma 3.13 is the bound of the rescaled run", "[models]") {
  const double mu = 0.7, smooth = 2.5, trace = 4.1, sigma = 0.6, eta = 0.03, decay = 0.8;
  const double batch = 8, kappa = 3, delta = 5, xi = 2;
  const double printed =
      0.5 * eta * trace * sigma * smooth * kappa /
      (2 * mu * std::sqrt(batch * delta) * smooth + sigma * xi * decay * (smooth + mu));
  const AdaptiveLossSetting run{.mu = mu,
                                .smoothness = smooth,
                                .trace = trace,
                                .sigma = sigma / std::sqrt(batch * delta),
                                .eta = kappa * eta,
                                .decay = xi * decay};
  CHECK(adaptive_loss_bound(run) == Approx(printed));
}

TEST_CASE("κ = ξ = √δ keeps bound and stationary loss of adaptive methods", "[models]") {
  const double kappa = 2;
  const AdaptiveQuadratic base{ArrayXd{{1.0, 3.0}}, ArrayXd{{1.0, 0.5}}, 1e-3, 4.0};
  const AdaptiveQuadratic rescaled{base.lambda, base.sigma / kappa, kappa * base.eta,
                                   kappa * base.decay};
  CHECK(adaptive_stationary_loss(rescaled) == Approx(adaptive_stationary_loss(base)));
  CHECK(adaptive_loss_bound(adaptive_loss_setting(rescaled)) ==
        Approx(adaptive_loss_bound(adaptive_loss_setting(base))));
}

TEST_CASE("bounds of adaptive methods lie above the stationary loss and meet it for H = μI",
          "[models]") {
  for (const WeightDecay kind : {WeightDecay::decoupled, WeightDecay::l2})
    for (const double decay : {0.0, 1.0, 4.0}) {
      const AdaptiveQuadratic wide{ArrayXd{{1.0, 3.0}}, ArrayXd{{0.5, 0.5}}, 1e-3, decay, kind};
      const AdaptiveQuadratic round{ArrayXd{{3.0, 3.0}}, wide.sigma, 1e-3, decay, kind};
      const AdaptiveLossSetting of_wide = adaptive_loss_setting(wide);
      CHECK(adaptive_quadratic_loss_bound(of_wide) > 1.2 * adaptive_stationary_loss(wide));
      if (decay > 0) CHECK(adaptive_loss_bound(of_wide) > adaptive_quadratic_loss_bound(of_wide));
      CHECK(adaptive_loss_bound(adaptive_loss_setting(round)) ==
            Approx(adaptive_stationary_loss(round)));
      CHECK(adaptive_quadratic_loss_bound(adaptive_loss_setting(round)) ==
            Approx(adaptive_stationary_loss(round)));
    }
  // C.51: ησd/4, whatever H.
  CHECK(adaptive_stationary_loss({ArrayXd{{1.0, 3.0}}, ArrayXd{{0.2, 0.2}}, 0.01}) ==
        Approx(0.01 * 0.2 * 2 / 4));
}

TEST_CASE("the loss of decoupled decay stays bounded as noise grows", "[models]") {
  AdaptiveLossSetting s{
      .mu = 1, .smoothness = 3, .trace = 4, .sigma = 1e12, .eta = 1e-3, .decay = 0.5};
  CHECK(adaptive_loss_bound(s) == Approx(0.5e-3 * 4 * 3 / (0.5 * 4)));
  s.kind = WeightDecay::l2;
  const double huge = adaptive_loss_bound(s);
  s.sigma = 1;
  CHECK(huge == Approx(1e12 * adaptive_loss_bound(s)));
}

TEST_CASE("the printed covariance solves its Lyapunov equation where H and Σ commute", "[models]") {
  const Matrix2d dense{{2.0, 0.6}, {0.6, 1.0}};
  const double eta = 0.02, decay = 0.7;
  const auto residual = [&](const Matrix2d& hessian, const ArrayXd& sigma) {
    const MatrixXd c = adaptive_stationary_covariance(hessian, sigma, eta, decay);
    const MatrixXd a =
        sigma.inverse().matrix().asDiagonal() * hessian + decay * MatrixXd::Identity(2, 2);
    return (a * c + c * a.transpose() - eta * MatrixXd::Identity(2, 2)).norm();
  };
  CHECK(residual(dense, ArrayXd{{0.3, 0.3}}) < 1e-15);
  CHECK(residual(Matrix2d{{2.0, 0.0}, {0.0, 1.0}}, ArrayXd{{0.3, 0.9}}) < 1e-15);
  CHECK(residual(dense, ArrayXd{{0.3, 0.9}}) > 0.1 * eta);
  const MatrixXd skew = adaptive_stationary_covariance(dense, ArrayXd{{0.3, 0.9}}, eta, decay);
  CHECK(std::abs(skew(0, 1) - skew(1, 0)) > 0.1 * std::abs(skew(0, 1)));

  const MatrixXd diagonal = adaptive_stationary_covariance(
      ArrayXd{{2.0, 1.0}}.matrix().asDiagonal(), ArrayXd{{0.3, 0.9}}, eta, decay);
  const ArrayXd variance =
      adaptive_stationary_variance({ArrayXd{{2.0, 1.0}}, ArrayXd{{0.3, 0.9}}, eta, decay});
  CHECK((diagonal.diagonal().array() - variance).abs().maxCoeff() < 1e-16);
}

TEST_CASE("asymptotics of adaptive methods refuse what they are not for", "[models]") {
  const AdaptiveLossSetting good{
      .mu = 1, .smoothness = 3, .trace = 4, .sigma = 1, .eta = 1e-3, .decay = 0.5};
  const auto bad = [&](auto change) {
    AdaptiveLossSetting s = good;
    change(s);
    CHECK_THROWS_AS(adaptive_loss_bound(s), InvalidInput);
    CHECK_THROWS_AS(adaptive_quadratic_loss_bound(s), InvalidInput);
  };
  bad([](AdaptiveLossSetting& s) { s.mu = 0; });
  bad([](AdaptiveLossSetting& s) { s.smoothness = 0.5; });
  bad([](AdaptiveLossSetting& s) { s.trace = 0.5; });
  bad([](AdaptiveLossSetting& s) { s.sigma = 0; });
  bad([](AdaptiveLossSetting& s) { s.eta = std::numeric_limits<double>::quiet_NaN(); });
  bad([](AdaptiveLossSetting& s) { s.decay = -0.1; });
  CHECK_THROWS_AS(adaptive_stationary_variance({ArrayXd{{1.0}}, ArrayXd{{1.0, 1.0}}, 0.1}),
                  InvalidInput);
  CHECK_THROWS_AS(adaptive_stationary_loss({ArrayXd{{-1.0}}, ArrayXd{{1.0}}, 0.1}), InvalidInput);
  const ArrayXd one = ArrayXd::Ones(2);
  CHECK_THROWS_AS(adaptive_stationary_covariance(Matrix2d{{1.0, 2.0}, {0.0, 1.0}}, one, 0.1),
                  InvalidInput);
  CHECK_THROWS_AS(adaptive_stationary_covariance(Matrix2d::Ones(), one, 0.1), InvalidInput);
  CHECK_THROWS_AS(adaptive_stationary_covariance(MatrixXd::Identity(2, 3), one, 0.1), InvalidInput);
}

}  // namespace
}  // namespace sdescent
