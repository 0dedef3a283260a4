#include "solvers/start.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace {

using namespace sdescent;
using Catch::Message;

TEST_CASE("a start point is written into every row", "[solvers]") {
  const StartPoint start(Eigen::Vector3d(1.0, -2.0, 0.5));
  CHECK(start.dimension() == 3);
  CHECK(start.point() == Eigen::Vector3d(1.0, -2.0, 0.5));
  Block memory = Block::Constant(6, 4, 9.0);
  start.write(memory.block(1, 1, 4, 3));
  Block expected = Block::Constant(6, 4, 9.0);
  for (Index r = 1; r <= 4; ++r) expected.row(r) << 9.0, 1.0, -2.0, 0.5;
  CHECK((memory == expected).all());
}

TEST_CASE("a start point without coordinates or with one not finite is refused", "[solvers]") {
  CHECK_THROWS_MATCHES(StartPoint(Eigen::VectorXd()), InvalidInput,
                       Message("dimension of the start point must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(StartPoint(Eigen::Vector2d(1.0, std::numeric_limits<double>::infinity())),
                       InvalidInput,
                       Message("coordinate 2 of the start point must be finite, got inf"));
  CHECK_THROWS_AS(StartPoint(Eigen::Vector2d(std::numeric_limits<double>::quiet_NaN(), 0.0)),
                  InvalidInput);
}

}  // namespace
