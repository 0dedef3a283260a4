#include "validation/unbiased_square.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

using namespace sdescent;

TEST_CASE("unbiased square is the mean product of different batches", "[validation]") {
  Eigen::ArrayXXd pseudo(4, 2);
  pseudo << 1, 2, 3, -1, 5, 0, -1, 7;
  const Estimate e{pseudo.colwise().mean(), pseudo, 100};
  const Estimate square = unbiased_square(e);
  // (1·3 + 1·5 − 1 + 3·5 − 3 − 5)·2/12, (−2 + 0 + 14 + 0 − 7 + 0)·2/12
  CHECK(square.value(0) == Approx(14.0 / 6.0));
  CHECK(square.value(1) == Approx(5.0 / 6.0));
  CHECK(square.runs == 100);
  // Without batch 0: (3·5 − 3 − 5)·2/6.
  CHECK(square.pseudo_values(0, 0) == Approx(4.0 * 14.0 / 6.0 - 3.0 * 7.0 / 3.0));
}

TEST_CASE("unbiased square of equal batches is the square", "[validation]") {
  const Estimate e{Eigen::ArrayXd::Constant(1, -3.0), Eigen::ArrayXXd::Constant(64, 1, -3.0), 64};
  CHECK(unbiased_square(e).value(0) == Approx(9.0));
  CHECK(unbiased_square(e).standard_error()(0) < 1e-12);
  const Estimate few{Eigen::ArrayXd::Zero(1), Eigen::ArrayXXd::Zero(2, 1), 2};
  CHECK_THROWS_AS(unbiased_square(few), InvalidInput);
}
