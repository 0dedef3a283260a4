#include "solvers/student_sign.hpp"

#include "io/error.hpp"

#include <boost/math/quadrature/exp_sinh.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_hyperg.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;

struct Moments {
  double mean, deviation;
};

Moments moments(const StudentSign& sign, double a) {
  Block in(1, 1), mean(1, 1), deviation(1, 1);
  in(0) = a;
  sign.moments(in, mean, deviation);
  return {mean(0), deviation(0)};
}

/// m = P(|T| < a) and q = P(|T| > a).
struct Masses {
  long double m, q;
};

/// Largest relative errors of mean and deviation, and whether both are odd and even in a.
struct Errors {
  double mean = 0, deviation = 0;
  bool symmetric = true;
};

Errors errors(double nu, const std::vector<double>& arguments,
              const std::function<Masses(double)>& exact) {
  const StudentSign sign(nu);
  Errors e;
  for (const double a : arguments) {
    const Moments up = moments(sign, a), down = moments(sign, -a);
    e.symmetric = e.symmetric && down.mean == -up.mean && down.deviation == up.deviation;
    const Masses masses = exact(a);
    const long double deviation = std::sqrt(masses.q * (2 - masses.q));
    e.mean = std::max(e.mean, static_cast<double>(std::abs(up.mean / masses.m - 1)));
    e.deviation =
        std::max(e.deviation, static_cast<double>(std::abs(up.deviation / deviation - 1)));
  }
  return e;
}

/// Powers of √2 from 2^lowest to 2^highest.
std::vector<double> powers(int lowest, int highest) {
  std::vector<double> all;
  for (int half = 2 * lowest; half <= 2 * highest; ++half) all.push_back(std::exp2(0.5 * half));
  return all;
}

TEST_CASE("Cauchy's sign is the arc tangent, over the range of doubles", "[solvers]") {
  const Errors e = errors(1, powers(-1000, 1000), [](double a) {
    const long double x = a, scale = 2 / std::numbers::pi_v<long double>;
    return Masses{scale * std::atan(x), scale * std::atan(1 / x)};
  });
  CHECK(e.mean < 1e-13);
  CHECK(e.deviation < 1e-13);
  CHECK(e.symmetric);
}

TEST_CASE("with two and four degrees of freedom the sign's moments are algebraic", "[solvers]") {
  const Errors two = errors(2, powers(-500, 500), [](double a) {
    const long double x = a, root = std::sqrt(2 + x * x);
    return Masses{x / root, 2 / (root * (root + x))};
  });
  CHECK(two.mean < 1e-13);
  CHECK(two.deviation < 1e-13);
  CHECK(two.symmetric);
  const Errors four = errors(4, powers(-250, 250), [](double a) {
    const long double x = a, v = x / std::sqrt(4 + x * x);
    const long double rest = 4 / (4 + x * x) / (1 + v);  // 1 − v
    return Masses{v * (3 - v * v) / 2, rest * rest * (2 + v) / 2};
  });
  CHECK(four.mean < 1e-13);
  CHECK(four.deviation < 1e-13);
}

TEST_CASE("any number of degrees of freedom agrees with the integrated density", "[solvers]") {
  boost::math::quadrature::exp_sinh<double> to_infinity;
  boost::math::quadrature::tanh_sinh<double> between;
  for (const double nu : {0.1, 0.5, 1.5, 3.7, 12.0, 101.5, 1000.0}) {
    INFO("nu = " << nu);
    const double log_peak = gsl_sf_lngamma(0.5 * (nu + 1)) - gsl_sf_lngamma(0.5 * nu) -
                            0.5 * std::log(nu * std::numbers::pi);
    const auto density = [&](double t) {
      return std::exp(log_peak - 0.5 * (nu + 1) * std::log1p(t * t / nu));
    };
    const double reach = nu < 30 ? 1e3 : 20;  // beyond, q of large ν leaves the doubles
    std::vector<double> arguments;
    for (double a = 1e-6; a < reach; a *= 2.3) arguments.push_back(a);
    const Errors e = errors(nu, arguments, [&](double a) {
      // the tail in units of a, so that the rule finds its scale
      const double tail =
          2 * a *
          to_infinity.integrate([&](double u) { return density(a * u); }, 1.0, HUGE_VAL, 1e-14);
      return Masses{2 * between.integrate(density, 0.0, a, 1e-14), tail};
    });
    CHECK(e.mean < 2e-12);
    CHECK(e.deviation < 2e-12);
  }
}

TEST_CASE("the hypergeometric form of the paper is the same where it converges", "[solvers]") {
  for (const double nu : {0.7, 2.0, 5.5}) {
    const double c =
        gsl_sf_gamma(0.5 * (nu + 1)) / (std::sqrt(std::numbers::pi * nu) * gsl_sf_gamma(0.5 * nu));
    for (const double x : {0.01, 0.3, 0.9 * std::sqrt(nu)}) {
      const double xi = x * c * gsl_sf_hyperg_2F1(0.5, 0.5 * (nu + 1), 1.5, -x * x / nu);
      CHECK(moments(StudentSign(nu), x).mean == Approx(2 * xi).epsilon(1e-12));
    }
  }
}

TEST_CASE("many degrees of freedom tend to the normal law", "[solvers]") {
  for (const double a : {0.01, 0.5, 2.0, 5.0}) {
    const Moments m = moments(StudentSign(1e8), a);
    const double q = std::erfc(a / std::numbers::sqrt2);
    CHECK(m.mean == Approx(std::erf(a / std::numbers::sqrt2)).epsilon(1e-6));
    CHECK(m.deviation == Approx(std::sqrt(q * (2 - q))).epsilon(1e-5));
  }
}

TEST_CASE("zero, infinity and NaN in the moments of Student's sign", "[solvers]") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double nu : {0.1, 1.0, 2.5, 1e6}) {
    const StudentSign sign(nu);
    CHECK(moments(sign, 0.0).mean == 0);
    CHECK_FALSE(std::signbit(moments(sign, 0.0).mean));
    CHECK(std::signbit(moments(sign, -0.0).mean));
    CHECK(moments(sign, 0.0).deviation == 1);
    CHECK(moments(sign, infinity).mean == 1);
    CHECK(moments(sign, -infinity).mean == -1);
    CHECK(moments(sign, infinity).deviation == 0);
    CHECK(std::isnan(moments(sign, nan).mean));
    CHECK(std::isnan(moments(sign, nan).deviation));
    CHECK(moments(sign, std::numeric_limits<double>::denorm_min()).mean >= 0);
    CHECK(moments(sign, std::numeric_limits<double>::max()).mean <= 1);
  }
}

TEST_CASE("Student's sign refuses degrees of freedom that are no number > 0", "[solvers]") {
  CHECK_THROWS_MATCHES(StudentSign(0), InvalidInput, Message("nu must be > 0, got 0"));
  CHECK_THROWS_MATCHES(StudentSign(-1), InvalidInput, Message("nu must be > 0, got -1"));
  CHECK_THROWS_AS(StudentSign(std::numeric_limits<double>::infinity()), InvalidInput);
  CHECK_THROWS_AS(StudentSign(std::numeric_limits<double>::quiet_NaN()), InvalidInput);
}

}  // namespace
}  // namespace sdescent
