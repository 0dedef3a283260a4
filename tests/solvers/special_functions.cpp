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
  double mean, deviation;
};

SignMoments sign_moments(double a, Accuracy accuracy = Accuracy::accurate) {
  Block in(1, 1), mean(1, 1), deviation(1, 1);
  in(0) = a;
  normal_sign_moments(in, Eigen::VectorXd::Ones(1), mean, deviation, accuracy);
  return {mean(0), deviation(0)};
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

TEST_CASE("the deviation of a normal's sign is accurate to the smallest doubles", "[solvers]") {
  long double worst = 0;
  for (const double a : arguments()) {
    const long double q = std::erfc(std::abs(a / std::numbers::sqrt2_v<long double>));
    const long double exact = std::sqrt(q * (2.0L - q));
    const long double error = std::abs(sign_moments(a).deviation - exact);
    // A denormal q is spaced evenly, not relatively.
    const long double allowed =
        (6.0L + 2.0L * a * a) * half_ulp * exact + std::sqrt(2.0L * smallest);
    worst = std::max(worst, error / allowed);
  }
  CHECK(worst < 1.0L);
}

TEST_CASE("the deviation does not cancel in the tails", "[solvers]") {
  // √(1 − erf²) would be 0 from a = 8.3 on.
  CHECK(sign_moments(10.0).deviation == Approx(std::sqrt(3.04794e-23)).epsilon(1e-5));
  CHECK(sign_moments(37.0).deviation > 0.0);
  CHECK(sign_moments(-37.0).deviation == sign_moments(37.0).deviation);
}

TEST_CASE("the fast moments of a normal's sign keep their absolute errors", "[solvers]") {
  long double mean = 0, variance = 0, deviation = 0;
  for (const double a : arguments()) {
    const SignMoments fast = sign_moments(a, Accuracy::fast), exact = sign_moments(a);
    const long double v = exact.deviation, w = fast.deviation;
    mean = std::max(mean, std::abs(static_cast<long double>(fast.mean) - exact.mean));
    variance = std::max(variance, std::abs(w * w - v * v));
    deviation = std::max(deviation, std::abs(w - v));
  }
  CHECK(mean < 1.6e-11L);
  CHECK(variance < 1.6e-10L);
  CHECK(deviation < 1e-6L);
}

TEST_CASE("zero, infinity and NaN in the sign's moments", "[solvers]") {
  for (const Accuracy accuracy : {Accuracy::fast, Accuracy::accurate}) {
    const auto at = [&](double a) { return sign_moments(a, accuracy); };
    CHECK(at(0.0).mean == 0.0);
    CHECK(at(0.0).deviation == Approx(1.0).epsilon(1e-10));
    CHECK(std::signbit(at(-0.0).mean));
    CHECK(at(infinity).mean == 1.0);
    CHECK(at(infinity).deviation == 0.0);
    CHECK(at(-infinity).mean == -1.0);
    CHECK(at(-infinity).deviation == 0.0);
    CHECK(std::isnan(at(nan).mean));
    CHECK(std::isnan(at(nan).deviation));
  }
  CHECK(sign_moments(0.0).deviation == 1.0);
}

TEST_CASE("the sign's moments have a factor for each column and for the results", "[solvers]") {
  Block a(3, 2), mean(3, 2), deviation(3, 2), alone(3, 2);
  a << 0.5, -0.5, 1.5, -3.0, 0.0, 20.0;
  const Eigen::Vector2d factors(2.0, 0.25);
  for (const Accuracy accuracy : {Accuracy::fast, Accuracy::accurate}) {
    normal_sign_moments(a, factors, mean, deviation, accuracy, {-1.0, 0.5});
    for (Index r = 0; r < 3; ++r)
      for (Index c = 0; c < 2; ++c) {
        const SignMoments one = sign_moments(factors(c) * a(r, c), accuracy);
        CHECK(mean(r, c) == -one.mean);
        CHECK(deviation(r, c) == 0.5 * one.deviation);
      }
    normal_sign_mean(a, factors, alone, accuracy);
    CHECK((alone == -mean).all());
    Block in_place = a;
    normal_sign_moments(in_place, factors, in_place, deviation, accuracy);
    CHECK((in_place == alone).all());
  }
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
