#include "models/adam_sde.hpp"

#include "io/error.hpp"
#include "models/adam.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/gauss_hermite.hpp"
#include "solvers/later_start.hpp"
#include "solvers/replay.hpp"
#include "solvers/sde_process.hpp"
#include "tests/models/sde_coefficients.hpp"
#include "tests/support/contract_kit.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

const VectorXd lambda{{10.0, 2.0}}, sigma{{0.1, 0.5}};

std::shared_ptr<const Problem> problem() {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(lambda),
                                                std::make_shared<GaussianNoise>(sigma));
}

AdamSdeSettings constants(SecondMomentModel model = SecondMomentModel::full) {
  return {.rho1 = 5.0,
          .rho2 = 2.0,
          .epsilon = 0.01,
          .decay = 0.3,
          .model = model,
          .accuracy = Accuracy::accurate};
}

TEST_CASE("Adam's SDE keeps what every SDE promises", "[models]") {
  const VectorXd lo{{-2, -2, -1, -1, 0, 0}}, hi{{2, 2, 1, 1, 9, 9}};
  for (const auto model : {SecondMomentModel::full, SecondMomentModel::noise_only})
    check_sde_model(AdamSde(problem(), 0.04, constants(model), Schedule::power(0.5)), lo, hi);
}

TEST_CASE("Adam's SDE has the paper's coefficients", "[models]") {
  const double eta = 0.04, t = 0.7, rate = 1.0 / std::sqrt(1.0 + t);
  const Block s{{1.0, -0.5, 0.25, -3.0, 100.0, 4.0}, {0.2, 3.0, 1.0, 0.0, 0.0, 0.25}};
  for (const bool full : {true, false}) {
    const AdamSde model(problem(), eta,
                        constants(full ? SecondMomentModel::full : SecondMomentModel::noise_only),
                        Schedule::power(0.5));
    const SdeCoefficients c = coefficients(model, s, t);
    const double iota1 = 1 - std::exp(-5.0 * t), iota2 = 1 - std::exp(-2.0 * t);
    for (Index r = 0; r < 2; ++r)
      for (Index i = 0; i < 2; ++i) {
        const double x = s(r, i), m = s(r, 2 + i), v = s(r, 4 + i), g = lambda(i) * x;
        const double p = std::sqrt(v) + 0.01 * std::sqrt(iota2);
        const double momentum = m + (full ? eta * 5.0 * (g - m) : 0.0);
        const double target = (full ? g * g : 0.0) + sigma(i) * sigma(i);
        CHECK(c.drift(r, i) ==
              Approx(-rate * (std::sqrt(iota2) / iota1 * momentum / p + 0.3 * x)).epsilon(1e-13));
        CHECK(c.drift(r, 2 + i) == Approx(5.0 * (g - m)).epsilon(1e-14));
        CHECK(c.drift(r, 4 + i) == Approx(2.0 * (target - v)).epsilon(1e-14));
        CHECK(c.diagonal(r, i) == Approx(std::sqrt(eta) * 5.0 * sigma(i)).epsilon(1e-14));
      }
  }
}

/// Largest difference of conditional means of x, m, v, and of conditional covariances of m, between
/// a step of Adam and the SDE's coefficients over the time η, from one state at time t_0 = 1.
std::array<double, 2> one_step_difference(double eta, SecondMomentModel variant) {
  const double t0 = 1.0, rho1 = 5.0, rho2 = 2.0;
  const auto k = static_cast<std::uint64_t>(std::llround(t0 / eta));
  const GaussHermite rule(20);
  Block z(rule.nodes.size(), 2), state(rule.nodes.size(), 6);
  z.col(0) = z.col(1) = rule.nodes;
  const Block point{{1.0, -0.5, 0.25, -3.0, 3.0, 4.0}};
  state = point.replicate(state.rows(), 1);
  const Adam adam({"adam", problem(), eta, StartPoint(VectorXd::Zero(2))},
                  {.beta1 = 1 - eta * rho1,
                   .beta2 = 1 - eta * rho2,
                   .epsilon = 0.01,
                   .decay = 0.3,
                   .accuracy = Accuracy::accurate});
  const Replay source(std::vector<Block>(k + 1, z));
  Scratch scratch;
  adam.advance({k, t0, eta, 0, 0, source, scratch}, state);
  const auto mean = [&](const Eigen::ArrayXd& of) { return (rule.weights * of).sum(); };
  const SdeCoefficients c = coefficients(AdamSde(problem(), eta, constants(variant)), point, t0);
  std::array<double, 2> largest{};
  for (Index i = 0; i < 6; ++i) {
    const double step = mean(state.col(i) - point(0, i));
    largest[0] = std::max(largest[0], std::abs(step - eta * c.drift(0, i)));
  }
  for (Index i = 0; i < 2; ++i) {
    const Eigen::ArrayXd m = state.col(2 + i);
    const double variance = mean((m - mean(m)).square());
    largest[1] =
        std::max(largest[1], std::abs(variance - eta * c.diagonal(0, i) * c.diagonal(0, i)));
  }
  return largest;
}

TEST_CASE("a step of Adam and its SDE have the same moments to second order in eta", "[models]") {
  const auto at = [](double eta) { return one_step_difference(eta, SecondMomentModel::full); };
  const auto coarse = at(1.0 / 2048), fine = at(1.0 / 4096);
  CHECK(coarse[0] / fine[0] == Approx(4.0).epsilon(0.05));
  CHECK(coarse[1] < 1e-15);  // the variance of m is the optimizer's own
  // Malladi's model lacks (∇f)² in V and is wrong in the first order.
  const auto wrong = one_step_difference(1.0 / 2048, SecondMomentModel::noise_only);
  const auto finer = one_step_difference(1.0 / 4096, SecondMomentModel::noise_only);
  CHECK(wrong[0] / finer[0] == Approx(2.0).epsilon(0.05));
}

TEST_CASE("Adam's SDE refuses what it cannot mean", "[models]") {
  const auto with = [](AdamSdeSettings s) { return AdamSde(problem(), 0.1, s); };
  CHECK_THROWS_MATCHES(with({.rho1 = 0, .rho2 = 1}), InvalidInput,
                       Message("rho1 must be > 0, got 0"));
  CHECK_THROWS_AS(with({.rho1 = 1, .rho2 = -1}), InvalidInput);
  CHECK_THROWS_AS(with({.rho1 = 1, .rho2 = 1, .epsilon = -1}), InvalidInput);
  CHECK_THROWS_AS(AdamSde(problem(), 0, constants()), InvalidInput);
  CHECK_THROWS_MATCHES(coefficients(with(constants()), Block::Ones(1, 6), 0.0), InvalidInput,
                       Message("time of adam_sde must be > 0, got 0"));
  const auto correlated = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(lambda),
      std::make_shared<GaussianNoise>(
          GaussianNoise::with_covariance(Eigen::Matrix2d{{1.0, 0.5}, {0.5, 1.0}})));
  CHECK_THROWS_AS(AdamSde(correlated, 0.1, constants()), InvalidInput);
}

TEST_CASE("Adam's SDE starts later than 0", "[models]") {
  const auto model = std::make_shared<AdamSde>(problem(), 0.1, constants());
  const auto from = [&](double t) {
    return SdeProcess("sde", model, std::make_shared<EulerMaruyama>(), {.unit = 0.1},
                      LaterStart(StartPoint(VectorXd::Ones(6)), t));
  };
  CHECK(from(0.1).start_time() == 0.1);
  CHECK_THROWS_MATCHES(from(0.0), InvalidInput,
                       Message("start time of process sde must be > 0, where its equation holds: "
                               "from an optimizer's state at such a time, got 0"));
}

TEST_CASE("a second moment below zero is no number in Adam's SDE", "[models]") {
  const AdamSde model(problem(), 0.1, constants());
  CHECK(std::isnan(coefficients(model, Block{{1, 1, 0, 0, -1e-9, 1}}, 1.0).drift(0, 0)));
}

}  // namespace
}  // namespace sdescent
