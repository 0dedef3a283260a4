#include "solvers/function_of_estimates.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

/// Means of the batches as pseudo-values, which is what those of a mean are.
Estimate mean_of(const ArrayXd& batches) {
  return {ArrayXd::Constant(1, batches.mean()), batches, 100};
}

TEST_CASE("an estimate without a batch is the mean of the others", "[solvers]") {
  const Estimate e = mean_of(Eigen::Array4d(1, 2, 3, 6));
  CHECK(without_batch(e, -1)(0) == 3.0);
  CHECK(without_batch(e, 3)(0) == Approx(2.0).epsilon(1e-15));
  CHECK_THROWS_AS(without_batch(e, 4), InvalidInput);
}

TEST_CASE("a linear function of estimates has their pseudo-values", "[solvers]") {
  const ArrayXd a = Eigen::Array4d(1, 2, 3, 6), b = Eigen::Array4d(0, 1, 0, 1);
  const Estimate sum = function_of({mean_of(a), mean_of(b)}, [](const std::vector<ArrayXd>& v) {
    return ArrayXd(2.0 * v[0] - v[1]);
  });
  CHECK(sum.value(0) == 5.5);
  CHECK((sum.pseudo_values.col(0) - (2.0 * a - b)).abs().maxCoeff() < 1e-14);
  CHECK(sum.runs == 100);
}

TEST_CASE("a ratio of estimates is the jackknife's", "[solvers]") {
  const ArrayXd a = Eigen::Array4d(1, 2, 3, 6), b = Eigen::Array4d(2, 4, 6, 12);
  const auto ratio = [](const std::vector<ArrayXd>& v) { return ArrayXd(v[0] / v[1]); };
  CHECK(function_of({mean_of(a), mean_of(b)}, ratio).standard_error()(0) < 1e-15);
  const ArrayXd c = Eigen::Array4d(2, 2, 3, 1);
  const Estimate e = function_of({mean_of(a), mean_of(c)}, ratio);
  CHECK(e.value(0) == 1.5);
  CHECK(e.pseudo_values(3, 0) == Approx(4 * 1.5 - 3 * (2.0 / (7.0 / 3.0))).epsilon(1e-14));
}

TEST_CASE("a function of no estimates or of unequal batches is refused", "[solvers]") {
  const auto sum = [](const std::vector<ArrayXd>& v) { return v[0]; };
  CHECK_THROWS_AS(function_of({}, sum), InvalidInput);
  CHECK_THROWS_AS(
      function_of({mean_of(Eigen::Array4d(1, 2, 3, 6)), mean_of(Eigen::Array2d(1, 2))}, sum),
      InvalidInput);
}

}  // namespace
}  // namespace sdescent
