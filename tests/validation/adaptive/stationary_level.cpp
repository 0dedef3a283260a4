#include "validation/adaptive/stationary_level.hpp"

#include "validation/adaptive/complete_adaptive_sde.hpp"
#include "validation/adaptive/gaussian_problem.hpp"

#include <Eigen/LU>
#include <catch2/catch.hpp>

#include <cmath>

using namespace sdescent;
using namespace sdescent::adaptive;

namespace {

constexpr double lambda = 10.0, sigma = 0.01;

AdaptiveMethod adam() {
  return {.kind = AdaptiveMethod::Kind::adam, .eta = 1e-3, .beta1 = 0.9, .beta2 = 0.999};
}

/// The fixed point of S = A S Aᵀ + b bᵀ, or of 0 = A S + S Aᵀ + b bᵀ; its entry (0, 0).
double lyapunov(const Eigen::Matrix2d& a, const Eigen::Vector2d& b, bool discrete) {
  Eigen::Matrix3d system;
  const std::array<Eigen::Matrix2d, 3> basis{(Eigen::Matrix2d() << 1, 0, 0, 0).finished(),
                                             (Eigen::Matrix2d() << 0, 1, 1, 0).finished(),
                                             (Eigen::Matrix2d() << 0, 0, 0, 1).finished()};
  for (int i = 0; i < 3; ++i) {
    const Eigen::Matrix2d& e = basis[static_cast<std::size_t>(i)];
    const Eigen::Matrix2d image = discrete ? Eigen::Matrix2d(e - a * e * a.transpose())
                                           : Eigen::Matrix2d(-a * e - e * a.transpose());
    system.col(i) = Eigen::Vector3d(image(0, 0), image(0, 1), image(1, 1));
  }
  const Eigen::Matrix2d noise = b * b.transpose();
  const Eigen::Vector3d right(noise(0, 0), noise(0, 1), noise(1, 1));
  return Eigen::Vector3d(system.partialPivLu().solve(right))(0);
}

double p_of(double level) { return std::sqrt(sigma * sigma + lambda * lambda * level); }

}  // namespace

TEST_CASE("stationary levels of Adam and its SDE solve their Lyapunov equations", "[validation]") {
  const double eta = 1e-3, c = 0.1, rho1 = 100.0;
  const double level = stationary_level(adam(), lambda, sigma), p = p_of(level);
  Eigen::Matrix2d step;  // of (x, m)
  step << 1.0 - eta * c * lambda / p, -eta * (1.0 - c) / p, c * lambda, 1.0 - c;
  CHECK(lyapunov(step, {-eta * c * sigma / p, c * sigma}, true) == Approx(level).epsilon(1e-9));

  const double sde = stationary_level(adam(), SecondMomentModel::full, lambda, sigma);
  const double q = p_of(sde);
  Eigen::Matrix2d drift;
  drift << -c * lambda / q, -(1.0 - c) / q, rho1 * lambda, -rho1;
  const double diffusion = std::sqrt(eta) * rho1 * sigma;
  CHECK(lyapunov(drift, {0.0, diffusion}, false) == Approx(sde).epsilon(1e-9));
}

TEST_CASE("stationary levels of RMSprop and its SDE are those of first-order recursions",
          "[validation]") {
  AdaptiveMethod rmsprop = adam();
  rmsprop.kind = AdaptiveMethod::Kind::rmsprop;
  const double level = stationary_level(rmsprop, lambda, sigma), p = p_of(level);
  const double contraction = 1.0 - 1e-3 * lambda / p;
  CHECK(level == Approx(1e-6 * sigma * sigma / (p * p) / (1.0 - contraction * contraction)));
  const double sde = stationary_level(rmsprop, SecondMomentModel::full, lambda, sigma);
  CHECK(sde == Approx(1e-3 * sigma * sigma / (2.0 * lambda * p_of(sde))));
  CHECK(stationary_level(rmsprop, SecondMomentModel::noise_only, lambda, sigma) ==
        Approx(1e-3 * sigma / (2.0 * lambda)));
}

TEST_CASE("stationary levels agree where ηλ/σ is small", "[validation]") {
  AdaptiveMethod rmsprop = adam();
  rmsprop.kind = AdaptiveMethod::Kind::rmsprop;
  const double limit = 1e-3 * 10.0 / (2.0 * lambda);
  CHECK(stationary_level(rmsprop, lambda, 10.0) == Approx(limit).epsilon(2e-3));
  CHECK(stationary_level(rmsprop, SecondMomentModel::full, lambda, 10.0) ==
        Approx(limit).epsilon(2e-3));
}

TEST_CASE("a complete Adam SDE gives x the noise of the newest m", "[validation]") {
  const auto problem =
      gaussian_quadratic(Eigen::ArrayXd::Constant(1, lambda), Eigen::ArrayXd::Constant(1, sigma));
  const auto model = complete_sde_of(adam(), problem);
  REQUIRE(model->noise_dimension() == 2);
  Block state(1, 3), dW(1, 2), noise(1, 3);
  state << 0.5, 0.4, 0.3;
  dW << 0.2, -0.1;
  Scratch scratch;
  model->diffuse(0.7, state, dW, noise, scratch);
  const double iota1 = 1.0 - std::exp(-70.0), root2 = std::sqrt(1.0 - std::exp(-0.7));
  const double dm = std::sqrt(1e-3) * 100.0 * sigma * 0.2;
  CHECK(noise(1) == Approx(dm));
  CHECK(noise(0) == Approx(-1e-3 * dm * root2 / iota1 / (std::sqrt(0.3) + 1e-8 * root2)));
  CHECK(noise(2) ==
        Approx(std::sqrt(1e-3) * (2.0 * 5.0 * sigma * 0.2 - std::sqrt(2.0) * sigma * sigma * 0.1)));
}
