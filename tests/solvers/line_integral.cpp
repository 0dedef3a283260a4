#include "solvers/line_integral.hpp"

#include "io/error.hpp"
#include "solvers/scaled_erfc.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_sf_erf.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {
namespace {

TEST_CASE("integrals over the line of what falls off exponentially", "[solvers]") {
  CHECK(integral_over_line([](double x) { return std::exp(-x * x); }, 0.0, 0.0, 0.5) ==
        Approx(std::sqrt(std::numbers::pi)).epsilon(1e-14));
  CHECK(integral_over_line([](double x) { return 1.0 / std::cosh(x); }, -3.0, 2.0, 1.0) ==
        Approx(std::numbers::pi).epsilon(1e-14));
  // Two modes, far apart and narrow.
  const auto two = [](double x) {
    return std::exp(-0.5e4 * (x + 3) * (x + 3)) + std::exp(-0.5e4 * (x - 4) * (x - 4));
  };
  CHECK(integral_over_line(two, -3.0, 4.0, 0.01) ==
        Approx(0.02 * std::sqrt(2.0 * std::numbers::pi)).epsilon(1e-13));
  CHECK(integral_over_line([](double) { return 0.0; }, 0.0, 1.0, 1.0) == 0.0);
}

TEST_CASE("an integral of changing signs says what it lost", "[solvers]") {
  const auto wave = [](double k) {
    return integral_over_line([k](double x) { return std::exp(-0.5 * x * x) * std::cos(k * x); },
                              {[](double x) { return std::exp(-0.5 * x * x); }, 0.0, 0.0, 0.5});
  };
  CHECK(wave(3.0) == Approx(std::sqrt(2.0 * std::numbers::pi) * std::exp(-4.5)).epsilon(1e-12));
  CHECK_THROWS_AS(wave(8.0), NumericalFailure);
}

TEST_CASE("what is no such integral is refused", "[solvers]") {
  CHECK_THROWS_AS(integral_over_line([](double) { return 1.0; }, 0.0, 0.0, 1.0), NumericalFailure);
  CHECK_THROWS_AS(
      integral_over_line([](double x) { return x > 1 ? std::nan("") : std::exp(-x * x); }, 0.0, 2.0,
                         0.5),
      NumericalFailure);
}

TEST_CASE("the scaled erfc is GSL's", "[solvers]") {
  for (double x = -3; x < 2000; x += 0.37 + 0.05 * std::abs(x))
    CHECK(std::log(scaled_erfc(x)) ==
          Approx(gsl_sf_log_erfc(x) + x * x).epsilon(0).margin(x < 8 ? 2e-14 : 1e-15 * x * x));
  CHECK(scaled_erfc(std::nextafter(8.0, 0.0)) == Approx(scaled_erfc(8.0)).epsilon(2e-14));
  CHECK(scaled_erfc(1e200) == Approx(std::numbers::inv_sqrtpi * 1e-200));
  CHECK(scaled_erfc(std::numeric_limits<double>::infinity()) == 0.0);
}

}  // namespace
}  // namespace sdescent
