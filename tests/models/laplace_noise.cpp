#include "models/laplace_noise.hpp"

#include "solvers/replay.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

using Eigen::VectorXd;

TEST_CASE("the moments of the sign under Laplace noise, from 1e-300 into the tail", "[models]") {
  const LaplaceNoise noise(VectorXd{{2.0}});
  double worst = 0;
  for (double a = 1e-300; a < 700; a *= a < 0.1 ? 7.0 : 1.1) {
    const SignTable up = sign_table(noise, Block::Constant(1, 1, 2 * a));
    const SignTable down = sign_table(noise, Block::Constant(1, 1, -2 * a));
    const long double m = -std::expm1(-static_cast<long double>(a));
    const long double q = std::exp(-static_cast<long double>(a));
    worst = std::max({worst, static_cast<double>(std::abs(up.mean(0) / m - 1)),
                      static_cast<double>(std::abs(up.deviation(0) / std::sqrt(q * (2 - q)) - 1))});
    CHECK(down.mean(0) == -up.mean(0));
    CHECK(down.deviation(0) == up.deviation(0));
  }
  CHECK(worst < 1e-15);
  check_special_gradients(noise);
}

TEST_CASE("Laplace noise inverts its distribution function, up to the last uniforms", "[models]") {
  const auto at = [](double u) {
    return draws(LaplaceNoise(VectorXd{{2.0}}), Replay({Block::Constant(1, 1, u)}), 1)(0);
  };
  CHECK(at(0.25) == Approx(2 * std::log(0.5)));
  CHECK(at(0.75) == Approx(-2 * std::log(0.5)));
  CHECK(at(0x1p-33) == Approx(-2 * 32 * std::log(2.0)));
  CHECK(at(1 - 0x1p-33) == -at(0x1p-33));
}

TEST_CASE("Laplace noise draws one uniform, of its path alone", "[models]") {
  check_draws(LaplaceNoise(VectorXd{{0.5, 2.0}}), {{false, 0, 2}});
}

TEST_CASE("Laplace noise has the signs of its law", "[models][statistical]") {
  check_sign_frequencies(LaplaceNoise(VectorXd{{0.5, 0.5}}),
                         VectorXd{{-4.0, -1.0, -0.3, 0.0, 0.1, 0.6, 2.0}});
}

}  // namespace
}  // namespace sdescent
