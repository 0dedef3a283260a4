#include "solvers/sup_t.hpp"

#include "tests/validation/synthetic.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using synthetic::Points;

/// P(T > c), T of Student's law with 63 degrees of freedom.
double student_tail(double c) {
  return boost::math::cdf(boost::math::complement(boost::math::students_t(63.0), c));
}

SupT sup_t(Eigen::Index points, Points kind, Sides sides = Sides::two) {
  const ArrayXd zero = ArrayXd::Zero(points);
  return {synthetic::estimate(zero, zero + 1.0, kind), sides};
}

const double thresholds[] = {0.5, 1.0, 2.0, 2.5, 3.0, 3.5, 5.0};

TEST_CASE("one point has Student's two-sided tail", "[solvers]") {
  const SupT one = sup_t(1, Points::independent);
  for (const double c : thresholds) {
    INFO("c = " << c);
    CHECK(one.tail(c) == Approx(2 * student_tail(c)).epsilon(1e-10));
  }
  CHECK(one.critical(0.01) == Approx(2.656).epsilon(2e-4));  // t_63, 0.995
}

TEST_CASE("one point has Student's one-sided tail", "[solvers]") {
  const SupT one = sup_t(1, Points::independent, Sides::one);
  for (const double c : thresholds) {
    INFO("c = " << c);
    CHECK(one.tail(c) == Approx(student_tail(c)).epsilon(1e-10));
  }
}

TEST_CASE("perfectly correlated points behave as one", "[solvers]") {
  for (const Sides sides : {Sides::one, Sides::two}) {
    const SupT one = sup_t(1, Points::identical, sides), many = sup_t(40, Points::identical, sides);
    for (const double c : {1.0, 2.0, 2.5, 3.0}) {
      INFO("c = " << c);
      // Two standard deviations of 20 000 draws are added, which Student's tail caps for one point.
      const double p = one.tail(c);
      CHECK(many.tail(c) >= p);
      CHECK(many.tail(c) <= p + 4 * std::sqrt(p / 20'000));
    }
  }
}

TEST_CASE("points that move against each other are one on two sides, two on one", "[solvers]") {
  Estimate both = synthetic::estimate(ArrayXd::Zero(2), ArrayXd::Ones(2), Points::identical);
  both.pseudo_values.col(1) *= -3.0;
  for (const double c : {1.0, 2.0, 3.0}) {
    const double p = 2 * student_tail(c), monte_carlo = 4 * std::sqrt(p / 20'000);
    CHECK(SupT(both, Sides::one).tail(c) == Approx(p).margin(monte_carlo));
    CHECK(SupT(both, Sides::two).tail(c) == Approx(p).margin(monte_carlo));
  }
}

TEST_CASE("independent points come close to Šidák and never exceed Bonferroni", "[solvers]") {
  for (const Eigen::Index n : {2, 10, 60}) {
    const SupT points = sup_t(n, Points::independent);
    for (const double c : {2.5, 3.0, 3.5, 4.0}) {
      const double one = 2 * student_tail(c);
      const double sidak = 1 - std::pow(1 - one, static_cast<double>(n));
      INFO(n << " points, c = " << c << ", Sidak " << sidak);
      CHECK(points.tail(c) <= one * static_cast<double>(n) * (1 + 1e-12));
      // Less than Šidák, because the points share one scale, by as much as 20 % where it is small.
      CHECK(points.tail(c) <= sidak + 4 * std::sqrt(sidak / 20'000));
      CHECK(points.tail(c) >= 0.8 * sidak);
    }
  }
}

TEST_CASE("more points never lower the critical value", "[solvers]") {
  double before = 0;
  for (const Eigen::Index n : {1, 2, 5, 20, 60}) {
    const double critical = sup_t(n, Points::independent).critical(0.01);
    CHECK(critical > before);
    before = critical;
  }
}

TEST_CASE("location and scale of the points do not count", "[solvers]") {
  Estimate shifted = synthetic::estimate(ArrayXd::Zero(5), ArrayXd::Ones(5));
  shifted.pseudo_values = shifted.pseudo_values * 1e-3 + 7.0;
  const SupT plain = sup_t(5, Points::independent), other(shifted, Sides::two);
  CHECK(other.critical(0.01) == Approx(plain.critical(0.01)).epsilon(1e-6));
}

TEST_CASE("points without spread take no part", "[solvers]") {
  Estimate mixed = synthetic::estimate(ArrayXd::Zero(6), ArrayXd::Ones(6));
  for (const Eigen::Index known : {0, 3, 5}) mixed.pseudo_values.col(known).setConstant(4.0);
  const Estimate rest{ArrayXd::Zero(3),
                      Eigen::ArrayXXd(mixed.pseudo_values(Eigen::all, Eigen::Array3i(1, 2, 4))),
                      6400};
  for (const double c : {1.0, 2.0, 3.0})
    CHECK(SupT(mixed, Sides::two).tail(c) == SupT(rest, Sides::two).tail(c));
}

TEST_CASE("a curve known exactly has no error to exceed", "[solvers]") {
  const SupT known(synthetic::estimate(ArrayXd::Zero(2), ArrayXd::Zero(2)), Sides::two);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(known.critical(0.01) == 0.0);
  CHECK(known.tail(infinity) == 0.0);
  CHECK(known.tail(-infinity) == 1.0);
}

TEST_CASE("the tail is 1 up to 0, falls, and vanishes at infinity", "[solvers]") {
  const SupT points = sup_t(10, Points::independent);
  CHECK(points.tail(-3.0) == 1.0);
  CHECK(points.tail(0.0) == 1.0);
  CHECK(points.tail(std::numeric_limits<double>::quiet_NaN()) == 1.0);
  double before = 1.0;
  for (double c = 0.01; c < 8; c += 0.01) {
    const double p = points.tail(c);
    REQUIRE(p <= before);
    before = p;
  }
  CHECK(before > 0);
  CHECK(points.tail(std::numeric_limits<double>::infinity()) == 0.0);
}

TEST_CASE("the critical value is where the tail falls to alpha", "[solvers]") {
  for (const Sides sides : {Sides::one, Sides::two})
    for (const Eigen::Index n : {1, 7, 50}) {
      const SupT points = sup_t(n, Points::independent, sides);
      for (const double alpha : {0.5, 0.05, 0.01, 0.01 / 6, 1e-6}) {
        const double c = points.critical(alpha);
        INFO(n << " points, alpha = " << alpha << ", c = " << c);
        CHECK(points.tail(c) <= alpha);
        CHECK(points.tail(c * (1 - 1e-9)) >= alpha * (1 - 1e-3));
      }
    }
}

TEST_CASE("the distribution of the largest t is the same at every call", "[solvers]") {
  const SupT a = sup_t(20, Points::independent), b = sup_t(20, Points::independent);
  for (const double c : thresholds) CHECK(a.tail(c) == b.tail(c));
  CHECK(a.critical(0.01) == b.critical(0.01));
}

TEST_CASE("a band is the estimate with the critical number of standard errors on both sides",
          "[solvers]") {
  const ArrayXd value = Eigen::Array3d(1.0, -2.0, 5.0), se = Eigen::Array3d(0.1, 0.5, 0.0);
  const Estimate estimate = synthetic::estimate(value, se);
  const Band band = simultaneous_band(estimate, 0.05);
  CHECK(band.critical == SupT(estimate, Sides::two).critical(0.05));
  CHECK(band.critical > 2.0);
  CHECK((band.value == value).all());
  CHECK((band.upper - value - band.critical * se).abs().maxCoeff() < 1e-12);
  CHECK((value - band.lower - band.critical * se).abs().maxCoeff() < 1e-12);
  CHECK(simultaneous_band(estimate, 0.01).critical > band.critical);
  for (const double alpha : {0.0, 1.0, -1.0, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_WITH(simultaneous_band(estimate, alpha),
                      Catch::StartsWith("alpha of a band must be between 0 and 1, got "));
}

TEST_CASE("a band does not hide a point that is not known", "[solvers]") {
  Estimate estimate = synthetic::estimate(ArrayXd::Zero(2), ArrayXd::Ones(2));
  estimate.pseudo_values(3, 1) = std::numeric_limits<double>::quiet_NaN();
  const Band band = simultaneous_band(estimate, 0.05);
  CHECK(std::isfinite(band.upper(0)));
  CHECK(std::isnan(band.upper(1)));
  CHECK(std::isnan(band.lower(1)));
}

}  // namespace
}  // namespace sdescent
