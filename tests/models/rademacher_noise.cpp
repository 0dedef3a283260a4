#include "models/rademacher_noise.hpp"

#include "solvers/replay.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace sdescent {
namespace {

using Eigen::VectorXd;

TEST_CASE("the sign under Rademacher noise has up to two of three values", "[models]") {
  const double infinity = std::numeric_limits<double>::infinity();
  const SignTable m = sign_table(RademacherNoise(VectorXd{{2.0}}),
                                 Block{{0.0}, {1.9}, {-1.9}, {2.0}, {-2.0}, {2.1}, {-infinity}});
  CHECK((m.mean == Block{{0.0}, {0.0}, {0.0}, {0.5}, {-0.5}, {1.0}, {-1.0}}).all());
  CHECK((m.deviation == Block{{1.0}, {1.0}, {1.0}, {0.5}, {0.5}, {0.0}, {0.0}}).all());
}

TEST_CASE("Rademacher noise is minus its scale below one half", "[models]") {
  const auto at = [](double u) {
    return draws(RademacherNoise(VectorXd{{2.0}}), Replay({Block::Constant(1, 1, u)}), 1)(0);
  };
  CHECK(at(0.5 - 0x1p-33) == -2.0);
  CHECK(at(0.5 + 0x1p-33) == 2.0);
}

TEST_CASE("Rademacher noise draws one uniform, of its path alone", "[models]") {
  check_draws(RademacherNoise(VectorXd{{0.5, 2.0}}), {{false, 0, 2}});
}

TEST_CASE("Rademacher noise has the signs of its law, ties too", "[models][statistical]") {
  check_sign_frequencies(RademacherNoise(VectorXd{{0.5, 0.5}}),
                         VectorXd{{-0.6, -0.5, -0.3, 0.0, 0.5, 0.7}});
}

}  // namespace
}  // namespace sdescent
