#include "validation/estimate_algebra.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

Estimate three_points() {
  Estimate e{Eigen::Array3d(1, 2, 4), Eigen::ArrayXXd(2, 3), 128};
  e.pseudo_values << 0, 3, 5,  //
      2, 1, 3;
  return e;
}

TEST_CASE("a linear map of an estimate maps its value and every batch", "[validation]") {
  Eigen::MatrixXd weights(2, 3);
  weights << 1, -1, 0,  //
      0.5, 0, 0.25;
  const Estimate mapped_points = mapped(weights, three_points());
  CHECK((mapped_points.value == Eigen::Array2d(-1, 1.5)).all());
  Eigen::ArrayXXd pseudo(2, 2);
  pseudo << -3, 1.25,  //
      1, 1.75;
  CHECK((mapped_points.pseudo_values == pseudo).all());
  CHECK(mapped_points.runs == 128);
  CHECK_THROWS_WITH(mapped(weights.leftCols(2), three_points()),
                    "number of weights of a linear map must be 3, got 2");
}

TEST_CASE("points of an estimate are chosen in the order asked for", "[validation]") {
  const Estimate two = chosen(three_points(), {2, 0});
  CHECK((two.value == Eigen::Array2d(4, 1)).all());
  CHECK((two.pseudo_values.col(0) == Eigen::Array2d(5, 3)).all());
  CHECK((two.pseudo_values.col(1) == Eigen::Array2d(0, 2)).all());
  CHECK_THROWS_WITH(chosen(three_points(), {3}),
                    "number of a point of an estimate must be in [0, 3), got 3");
}

TEST_CASE("relative numbers keep their relative standard errors", "[validation]") {
  const Estimate e = three_points(), relative = relative_to(e, Eigen::Array3d(2, -4, 8));
  CHECK((relative.value == Eigen::Array3d(0.5, -0.5, 0.5)).all());
  for (Eigen::Index i = 0; i < 3; ++i)
    CHECK(relative.standard_error()(i) ==
          Approx(e.standard_error()(i) / std::abs(Eigen::Array3d(2, -4, 8)(i))));
  CHECK_THROWS_WITH(relative_to(e, Eigen::Array2d(1, 1)),
                    "number of points to divide by must be 3, got 2");
}

}  // namespace
}  // namespace sdescent
