#include "validation/tolerance.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;

TEST_CASE("a tolerance is a third of the largest distance of its column", "[validation]") {
  const ArrayXXd right{{1, 1}, {2, 2}, {3, 3}}, wrong{{1, 1}, {2 - 0.6, 2}, {3 + 0.3, 3 + 9}};
  const ArrayXXd third = third_of_distance(right, wrong);
  REQUIRE(third.rows() == 3);
  CHECK((third.col(0) - 0.2).abs().maxCoeff() < 1e-15);
  CHECK((third.col(1) - 3.0).abs().maxCoeff() < 1e-15);
  const ArrayXd curve = third_of_distance(ArrayXd(right.col(0)), ArrayXd(wrong.col(0)));
  CHECK((curve == third.col(0)).all());
}

TEST_CASE("a distance that is not known gives no tolerance", "[validation]") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const ArrayXXd right{{1, 1}, {2, 2}};
  ArrayXXd wrong = right + 3.0;
  wrong(0, 1) = nan;
  const ArrayXXd third = third_of_distance(right, wrong);
  CHECK((third.col(0) == 1.0).all());
  CHECK(third.col(1).isNaN().all());
}

TEST_CASE("curves of other sizes have no distance", "[validation]") {
  CHECK_THROWS_AS(third_of_distance(ArrayXd(ArrayXd::Zero(2)), ArrayXd(ArrayXd::Zero(3))),
                  InvalidInput);
  CHECK_THROWS_AS(third_of_distance(ArrayXXd(ArrayXXd::Zero(2, 2)), ArrayXXd(ArrayXXd::Zero(2, 1))),
                  InvalidInput);
}

}  // namespace
}  // namespace sdescent
