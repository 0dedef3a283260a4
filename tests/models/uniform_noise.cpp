#include "models/uniform_noise.hpp"

#include "solvers/replay.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::VectorXd;

TEST_CASE("the moments of the sign under uniform noise, inside and outside", "[models]") {
  const SignTable m = sign_table(UniformNoise(VectorXd{{2.0}}),
                                 Block{{0.5}, {-1.0}, {1e-300}, {2.0}, {-2.0}, {2.5}, {-1e300}});
  CHECK((m.mean == Block{{0.25}, {-0.5}, {5e-301}, {1.0}, {-1.0}, {1.0}, {-1.0}}).all());
  CHECK(m.deviation(0) == Approx(std::sqrt(15.0) / 4));
  CHECK(m.deviation(1) == Approx(std::sqrt(0.75)));
  CHECK(m.deviation(2) == 1);
  CHECK((m.deviation.bottomRows(4) == 0).all());
  // next to the end nothing cancels: 1 − (1 − 2⁻⁵³)²
  CHECK(sign_table(UniformNoise(VectorXd{{1.0}}), Block{{1 - 0x1p-53}}).deviation(0) ==
        Approx(0x1p-26).epsilon(1e-14));
  check_special_gradients(UniformNoise(VectorXd{{2.0}}));
}

TEST_CASE("uniform noise is uniform and never its end", "[models]") {
  const auto at = [](double u) {
    return draws(UniformNoise(VectorXd{{2.0}}), Replay({Block::Constant(1, 1, u)}), 1)(0);
  };
  CHECK(at(0.25) == -1.0);
  CHECK(at(0x1p-33) == -2.0 + 0x1p-31);
  CHECK(at(1 - 0x1p-33) == 2.0 - 0x1p-31);
}

TEST_CASE("uniform noise draws one uniform, of its path alone", "[models]") {
  check_draws(UniformNoise(VectorXd{{0.5, 2.0}}), {{false, 0, 2}});
}

TEST_CASE("uniform noise has the signs of its law", "[models][statistical]") {
  check_sign_frequencies(UniformNoise(VectorXd{{0.5, 0.5}}),
                         VectorXd{{-0.6, -0.5, -0.3, 0.0, 0.1, 0.49, 0.5}});
}

}  // namespace
}  // namespace sdescent
