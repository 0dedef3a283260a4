#include "solvers/piecewise_chebyshev.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent {
namespace {

double largest_error(const PiecewiseChebyshev& table, double (*f)(double)) {
  double worst = 0;
  for (int i = 0; i <= 10'000; ++i) {
    const double x = table.lo() + (table.hi() - table.lo()) * i / 10'000;
    worst = std::max(worst, std::abs(table(x) - f(x)));
  }
  return worst;
}

TEST_CASE("a table is as accurate as asked for, where the function is steep too", "[solvers]") {
  const auto steep = [](double x) { return std::tanh(50 * (x - 0.3)) + x; };
  const PiecewiseChebyshev fine(steep, -2.0, 3.0, 1e-13);
  CHECK(largest_error(fine, steep) < 1e-12);
  CHECK(largest_error(PiecewiseChebyshev(steep, -2.0, 3.0, 1e-5), steep) < 1e-4);
  CHECK(fine.lo() == -2.0);
  CHECK(fine.hi() == 3.0);
}

TEST_CASE("a table is right at its ends and where panels meet", "[solvers]") {
  const auto kink = [](double x) { return std::sqrt(x * x + 1e-6); };
  const PiecewiseChebyshev table(kink, -1.0, 1.0, 1e-13);
  for (const double x : {-1.0, -0.5, -0x1p-10, 0.0, 0x1p-10, 0.5, 1.0})
    CHECK(table(x) == Approx(kink(x)).epsilon(1e-9));
}

TEST_CASE("what no polynomial resolves is refused", "[solvers]") {
  CHECK_THROWS_AS(PiecewiseChebyshev([](double x) { return x < 0.1 ? 0.0 : 1.0; }, -1, 1, 1e-6),
                  NumericalFailure);
  CHECK_THROWS_AS(
      PiecewiseChebyshev([](double) { return std::numeric_limits<double>::quiet_NaN(); }, 0, 1, 1),
      NumericalFailure);
}

}  // namespace
}  // namespace sdescent
