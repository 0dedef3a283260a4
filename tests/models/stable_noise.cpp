#include "models/stable_noise.hpp"

#include "io/error.hpp"
#include "solvers/replay.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;
using std::numbers::pi;

TEST_CASE("stable noise is Chambers, Mallows and Stuck's function of two uniforms", "[models]") {
  for (const double alpha : {0.3, 0.8, 1.0, 1.5, 2.0})
    for (const double u : {0.1, 0.4, 0.7, 0.99}) {
      INFO("alpha = " << alpha << ", u = " << u);
      const double theta = pi * (u - 0.5), w = -std::log(u);  // both uniforms are u
      const double expected = std::sin(alpha * theta) / std::pow(std::cos(theta), 1 / alpha) *
                              std::pow(std::cos((1 - alpha) * theta) / w, (1 - alpha) / alpha);
      CHECK(draws(StableNoise(alpha, VectorXd{{3.0}}), Replay({Block::Constant(1, 1, u)}), 1)(0) ==
            Approx(3 * expected));
    }
}

TEST_CASE("the outermost draws of stable noise are finite", "[models]") {
  for (const double alpha : {0.1, 0.5, 1.0, 1.7, 2.0})
    for (const double u : {0x1p-33, 0.5 - 0x1p-33, 0.5 + 0x1p-33, 1 - 0x1p-33})
      CHECK(draws(StableNoise(alpha, VectorXd{{1.0}}), Replay({Block::Constant(1, 1, u)}), 1)
                .isFinite()
                .all());
}

TEST_CASE("zero, infinite and NaN gradients under stable noise", "[models]") {
  for (const double alpha : {0.5, 1.0, 1.5, 2.0})
    check_special_gradients(StableNoise(alpha, VectorXd{{2.0}}));
}

TEST_CASE("stable noise draws two uniforms, of its path alone", "[models]") {
  check_draws(StableNoise(1.3, VectorXd{{0.5, 2.0}}), {{false, 0, 2}, {false, 1, 2}});
}

TEST_CASE("stable noise has the signs of its law", "[models][statistical]") {
  for (const double alpha : {0.5, 1.0, 1.5, 1.95}) {
    INFO("alpha = " << alpha);
    check_sign_frequencies(StableNoise(alpha, VectorXd{{0.5, 0.5}}),
                           VectorXd{{-100.0, -2.0, -0.3, 0.0, 0.1, 0.6, 3.0, 30.0}});
  }
}

TEST_CASE("stable noise has its characteristic function", "[models][statistical]") {
  constexpr Index n = 1 << 18;
  const std::array alphas{0.3, 0.8, 1.0, 1.2, 1.7, 2.0};
  const std::array frequencies{0.1, 0.5, 1.0, 3.0};
  // Hoeffding, for means of numbers in [−1, 1], cosine and sine of every case
  const double level = std::log(2.0 * 2 * alphas.size() * frequencies.size() / 1e-6);
  const double radius = std::sqrt(2 * level / static_cast<double>(n));
  for (const double alpha : alphas) {
    const Block z = draws(StableNoise(alpha, VectorXd{{1.0}}), Philox(8), n);
    for (const double s : frequencies) {
      INFO("alpha = " << alpha << ", s = " << s);
      CHECK(std::abs((s * z).cos().mean() - std::exp(-std::pow(s, alpha))) < radius);
      CHECK(std::abs((s * z).sin().mean()) < radius);
    }
  }
}

TEST_CASE("stability indices out of range are no noise", "[models]") {
  CHECK_THROWS_MATCHES(StableNoise(2.5, VectorXd::Ones(1)), InvalidInput,
                       Message("alpha must be in [0.1, 1.99999] or 2, got 2.5"));
}

}  // namespace
}  // namespace sdescent
