#include "solvers/special_functions.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace {

using namespace sdescent;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr long double half_ulp = 0x1p-53L;

struct SignMoments {
  double mean, variance;
};

SignMoments sign_moments(double a) {
  Block in(1, 1), mean(1, 1), variance(1, 1);
  in(0) = a;
  normal_sign_moments(in, mean, variance);
  return {mean(0), variance(0)};
}

/// Arguments of both signs from the smallest double to where the variance is 0, dense in between.
std::vector<double> arguments() {
  std::vector<double> all;
  for (double a = 40.0; a > 1e-3; a -= 0x1.1p-8) all.push_back(a);
  for (double a = 1.0; a >= smallest; a *= 0.71) {
    all.push_back(a);
    if (a * 0.71 == a) break;  // rounding keeps the last denormals where they are
  }
  const std::size_t positive = all.size();
  for (std::size_t i = 0; i < positive; ++i) all.push_back(-all[i]);
  return all;
}

TEST_CASE("the mean of a normal's sign is erf to a few ulp everywhere", "[solvers]") {
  long double worst = 0;
  for (const double a : arguments()) {
    const long double exact = std::erf(a / std::numbers::sqrt2_v<long double>);
    const long double error = std::abs(sign_moments(a).mean - exact);
    // Denormals are spaced evenly, not relatively.
    worst = std::max(worst, error / std::max(std::abs(exact) * half_ulp, smallest * 1.0L));
  }
  CHECK(worst < 5.0L);
}

TEST_CASE("the variance of a normal's sign is accurate down to the smallest doubles", "[solvers]") {
  long double worst = 0;
  for (const double a : arguments()) {
    const long double q = std::erfc(std::abs(a / std::numbers::sqrt2_v<long double>));
    const long double exact = q * (2.0L - q);
    const long double error = std::abs(sign_moments(a).variance - exact);
    // Twice the error of a denormal q, which is spaced evenly, not relatively.
    const long double allowed = (6.0L + 2.0L * a * a) * half_ulp * exact + 2.0L * smallest;
    worst = std::max(worst, error / allowed);
  }
  CHECK(worst < 1.0L);
}

TEST_CASE("the variance does not cancel in the tails", "[solvers]") {
  // 1 − erf² would be 0 from a = 8.3 on.
  const auto tail = sign_moments(10.0).variance;
  CHECK(tail == Approx(3.04794e-23).epsilon(1e-5));
  CHECK(sign_moments(37.0).variance > 0.0);
  CHECK(sign_moments(-37.0).variance == sign_moments(37.0).variance);
}

TEST_CASE("zero, infinity and NaN in the sign's moments", "[solvers]") {
  CHECK(sign_moments(0.0).mean == 0.0);
  CHECK(sign_moments(0.0).variance == 1.0);
  CHECK(sign_moments(-0.0).mean == 0.0);
  CHECK(std::signbit(sign_moments(-0.0).mean));
  CHECK(sign_moments(-0.0).variance == 1.0);
  CHECK(sign_moments(infinity).mean == 1.0);
  CHECK(sign_moments(infinity).variance == 0.0);
  CHECK(sign_moments(-infinity).mean == -1.0);
  CHECK(sign_moments(-infinity).variance == 0.0);
  CHECK(std::isnan(sign_moments(nan).mean));
  CHECK(std::isnan(sign_moments(nan).variance));
}

TEST_CASE("the sign's moments treat components alike and may overwrite the argument", "[solvers]") {
  Block a(3, 2), mean(3, 2), variance(3, 2), apart(3, 2);
  a << 0.5, -0.5, 1.5, -3.0, 0.0, 20.0;
  normal_sign_moments(a, mean, variance);
  for (Index r = 0; r < 3; ++r)
    for (Index c = 0; c < 2; ++c) {
      CHECK(mean(r, c) == sign_moments(a(r, c)).mean);
      CHECK(variance(r, c) == sign_moments(a(r, c)).variance);
    }
  normal_sign_moments(a, a, apart);
  CHECK((a == mean).all());
  CHECK((apart == variance).all());
}

TEST_CASE("sign keeps zero and NaN", "[solvers]") {
  Block a(8, 1), out(8, 1);
  a << 3.0, -0.25, 0.0, -0.0, infinity, -infinity, smallest, nan;
  sign(a, out);
  CHECK(out(0) == 1.0);
  CHECK(out(1) == -1.0);
  CHECK(out(2) == 0.0);
  CHECK(out(3) == 0.0);
  CHECK(out(4) == 1.0);
  CHECK(out(5) == -1.0);
  CHECK(out(6) == 1.0);
  CHECK(std::isnan(out(7)));
}

}  // namespace
