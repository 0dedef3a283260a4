#include "solvers/stable_sign.hpp"

#include "io/error.hpp"

#include <boost/math/quadrature/exp_sinh.hpp>
#include <catch2/catch.hpp>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_gamma.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {
namespace {

using Catch::Message;
using std::numbers::pi;

struct Moments {
  double mean, deviation;
};

Moments moments(const StableSign& sign, double a) {
  Block in(1, 1), mean(1, 1), deviation(1, 1);
  in(0) = a;
  sign.moments(in, mean, deviation);
  return {mean(0), deviation(0)};
}

double deviation_of_tail(double q) { return std::sqrt(q * (2 - q)); }

/// P(|X| > x) for α < 1, the inversion integral turned by a right angle:
/// (2/π) ∫ e^{−xs − s^α cos(πα/2)} sin(s^α sin(πα/2)) ds/s.
double tail_by_rotated_inversion(double alpha, double x) {
  boost::math::quadrature::exp_sinh<double> rule;
  const double c = std::cos(0.5 * pi * alpha), s = std::sin(0.5 * pi * alpha);
  // in units of 1/x
  const auto integrand = [&](double u) {
    const double power = std::pow(u / x, alpha);
    return std::exp(-u - power * c) * std::sin(power * s) / u;
  };
  return 2 / pi * rule.integrate(integrand, 1e-13);
}

/// P(|X| < x) = (2/π) ∫ sin(xt) e^{−t^α} dt/t for α > 1, panel by panel, in t = u³, which makes t^α
/// smoother at 0.
double mass_by_inversion(double alpha, double x) {
  gsl_integration_glfixed_table* table = gsl_integration_glfixed_table_alloc(20);
  const double end = std::cbrt(std::pow(40.0, 1 / alpha));
  const int panels = 400 + static_cast<int>(10 * x);
  double sum = 0;
  for (int p = 0; p < panels; ++p)
    for (std::size_t i = 0; i < 20; ++i) {
      double u, weight;
      gsl_integration_glfixed_point(end * p / panels, end * (p + 1) / panels, i, &u, &weight,
                                    table);
      const double t = u * u * u;
      sum += weight * 3 / u * std::sin(x * t) * std::exp(-std::pow(t, alpha));
    }
  gsl_integration_glfixed_table_free(table);
  return 2 / pi * sum;
}

TEST_CASE("below one, the stable sign is the inverted characteristic function", "[solvers]") {
  for (const double alpha : {0.3, 0.5, 0.75, 0.95}) {
    const StableSign sign(alpha);
    for (double x = 0.02; x < 1e7; x *= 3.1) {
      INFO("alpha = " << alpha << ", x = " << x);
      const double q = tail_by_rotated_inversion(alpha, x);
      CHECK(moments(sign, x).mean == Approx(1 - q).margin(1e-10));
      CHECK(moments(sign, -x).deviation == Approx(deviation_of_tail(q)).epsilon(1e-10));
    }
  }
}

TEST_CASE("above one, the stable sign is the inverted characteristic function", "[solvers]") {
  for (const double alpha : {1.05, 1.3, 1.5, 1.8, 1.99, 1.99999}) {
    const StableSign sign(alpha);
    for (double x = 1e-4; x < 100; x *= 1.9) {
      INFO("alpha = " << alpha << ", x = " << x);
      const double m = mass_by_inversion(alpha, x);
      CHECK(moments(sign, x).mean == Approx(m).epsilon(1e-10));
      const double tail = moments(sign, x).deviation;
      CHECK(tail * tail == Approx(1 - m * m).margin(1e-11));
    }
  }
}

TEST_CASE("the stable sign ends in a power law with the right constant", "[solvers]") {
  for (const double alpha : {0.1, 0.6, 1.2, 1.5, 1.9}) {
    const StableSign sign(alpha);
    // q = (2/π)(Γ(α) sin(πα/2) y − Γ(2α) sin(πα) y²/2 + …), y = x^{−α}
    for (const double y : {1e-7, 1e-12, 1e-20, 1e-29}) {
      INFO("alpha = " << alpha << ", x^-alpha = " << y);
      const double q = 2 / pi *
                       (gsl_sf_gamma(alpha) * std::sin(0.5 * pi * alpha) * y -
                        0.5 * gsl_sf_gamma(2 * alpha) * std::sin(pi * alpha) * y * y);
      const Moments m = moments(sign, std::pow(y, -1 / alpha));
      CHECK(m.deviation == Approx(deviation_of_tail(q)).epsilon(1e-10));
      CHECK(m.mean == Approx(1 - q).epsilon(1e-15));
    }
  }
}

TEST_CASE("the stable sign starts with the slope of its density", "[solvers]") {
  for (const double alpha : {0.3, 0.6, 1.2, 1.5, 1.9}) {
    const StableSign sign(alpha);
    const double slope = 2 * gsl_sf_gamma(1 / alpha) / (pi * alpha);
    const double curvature = gsl_sf_gamma(3 / alpha) / gsl_sf_gamma(1 / alpha) / 6;
    for (const double fraction : {1e-5, 1e-8, 1e-9, 1e-100, 1e-290}) {
      const double x = fraction / std::sqrt(curvature);
      INFO("alpha = " << alpha << ", x = " << x);
      CHECK(moments(sign, x).mean == Approx(slope * x * (1 - fraction * fraction)).epsilon(1e-10));
      CHECK(moments(sign, -x).mean == -moments(sign, x).mean);
    }
  }
}

TEST_CASE("one and two are the laws of Cauchy and of Gauss, and their limits", "[solvers]") {
  const StableSign cauchy(1), normal(2), from_below(1 - 1e-11), from_above(1 + 1e-11);
  for (double x = 1e-6; x < 1e6; x *= 3.7) {
    INFO("x = " << x);
    const double q = 2 / pi * std::atan(1 / x);
    CHECK(moments(cauchy, x).mean == Approx(2 / pi * std::atan(x)).epsilon(1e-15));
    for (const StableSign* sign : {&cauchy, &from_below, &from_above}) {
      CHECK(moments(*sign, x).mean == Approx(2 / pi * std::atan(x)).epsilon(2e-10));
      CHECK(moments(*sign, x).deviation == Approx(deviation_of_tail(q)).epsilon(2e-10));
    }
  }
  for (const double x : {0.01, 0.5, 3.0, 20.0, 50.0}) {
    CHECK(moments(normal, x).mean == Approx(std::erf(x / 2)));
    CHECK(moments(normal, x).deviation == Approx(deviation_of_tail(std::erfc(x / 2))));
  }
}

TEST_CASE("zero, infinity and NaN in the moments of the stable sign", "[solvers]") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double alpha : {0.1, 1.0, 1.5, 2.0}) {
    const StableSign sign(alpha);
    CHECK(moments(sign, 0.0).mean == 0);
    CHECK_FALSE(std::signbit(moments(sign, 0.0).mean));
    CHECK(std::signbit(moments(sign, -0.0).mean));
    CHECK(moments(sign, -0.0).deviation == 1);
    CHECK(moments(sign, infinity).mean == 1);
    CHECK(moments(sign, -infinity).mean == -1);
    CHECK(moments(sign, -infinity).deviation == 0);
    CHECK(std::isnan(moments(sign, nan).mean));
    CHECK(std::isnan(moments(sign, nan).deviation));
  }
}

TEST_CASE("stability indices out of range are refused", "[solvers]") {
  for (const double alpha : {0.0, -1.0, 0.09, 2.1, 1.999999})
    CHECK_THROWS_AS(StableSign(alpha), InvalidInput);
  CHECK_THROWS_MATCHES(StableSign(2.5), InvalidInput,
                       Message("alpha must be in [0.1, 1.99999] or 2, got 2.5"));
  CHECK_THROWS_AS(StableSign(std::numeric_limits<double>::quiet_NaN()), InvalidInput);
}

}  // namespace
}  // namespace sdescent
