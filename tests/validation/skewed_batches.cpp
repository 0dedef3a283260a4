#include "validation/skewed_batches.hpp"

#include "solvers/philox.hpp"
#include "tests/validation/synthetic.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// 64 pseudo-values e^{bend·u} at evenly spread u in (−1, 1), at one point, u at all others.
Estimate bent(double bend, Index point = 0, Index points = 1) {
  Estimate e = synthetic::estimate(ArrayXd::Zero(points), ArrayXd::Ones(points));
  const ArrayXd u = ArrayXd::LinSpaced(64, -63.0 / 64, 63.0 / 64);
  for (Index i = 0; i < points; ++i) e.pseudo_values.col(i) = u;
  e.pseudo_values.col(point) = (bend * u).exp();
  return e;
}

double skewness(const Estimate& e, Index point = 0) {
  const ArrayXd d = e.pseudo_values.col(point) - e.pseudo_values.col(point).mean();
  return d.cube().mean() / std::pow(d.square().mean(), 1.5);
}

TEST_CASE("batches are skewed beyond the critical value that samples of normal numbers have",
          "[validation]") {
  // Of 10⁵ samples of 64 normal numbers ten had |√b₁| > 1.39 (simulated); the test says 1.34.
  double bend = 0.1;
  while (bend < 9.0 && !skewed_batches(bent(bend))) bend += 0.01;
  CHECK(skewness(bent(bend)) == Approx(1.36).margin(0.05));
}

TEST_CASE("skewness has a sign and its point, the worst of many", "[validation]") {
  Estimate e = bent(5.0, 2, 4);
  e.pseudo_values.col(1) = bent(4.0).pseudo_values.col(0);
  e.pseudo_values.col(2) *= -1.0;
  const auto left = skewed_batches(e);
  REQUIRE(left);
  CHECK(left->point == 2);
  CHECK(left->skewness == Approx(skewness(e, 2)));
  CHECK(left->skewness < 0);
}

/// 64 batches, most at 0 and a few at 1: skewed, but no batch far from the others.
Estimate rare(Index few) {
  Estimate e = synthetic::estimate(ArrayXd::Zero(1), ArrayXd::Zero(1));
  e.pseudo_values.topRows(few).setOnes();
  return e;
}

TEST_CASE("location and scale are no skewness", "[validation]") {
  for (const double unit : {1e-200, 1.0, 1e100}) {
    Estimate even = bent(0.1), skewed = rare(6);
    even.pseudo_values = unit * (even.pseudo_values + 5.0);
    skewed.pseudo_values = unit * (skewed.pseudo_values + 5.0);
    CHECK_FALSE(skewed_batches(even));
    CHECK(skewed_batches(skewed));
  }
}

TEST_CASE("skewed batches leave a claim open and say so", "[validation]") {
  const Evidence evidence{rare(6), ArrayXd::Ones(1), ArrayXd::Constant(1, 100.0), ArrayXd::Zero(1)};
  const Assessment assessment(synthetic::claim(), evidence);
  CHECK(assessment.p_value() == 1.0);
  CHECK(assessment.read(0.01).remark ==
        "no normal interval: at point 1 the batches have skewness 2.8");
}

TEST_CASE("rounding is not skewed", "[validation]") {
  Estimate e = rare(6);
  e.pseudo_values = 0.1 + 1e-14 * e.pseudo_values;
  CHECK(skewed_batches(e));
  CHECK_FALSE(skewed_batches(e, 1e-13));
  e.pseudo_values.setConstant(0.1);
  CHECK_FALSE(skewed_batches(e));
}

TEST_CASE("fewer than nine batches show no skewness", "[validation]") {
  Estimate e = rare(1);
  e.pseudo_values.conservativeResize(8, 1);
  CHECK_FALSE(skewed_batches(e));
}

TEST_CASE("Gaussian batches are called skewed once in ten thousand estimates",
          "[validation][statistical]") {
  // Ten are expected. The approximation of the law of skewness may be off by half as many in its
  // tail: of 15 expected more than 40 have probability 2e-8.
  constexpr int estimates = 100'000;
  int skewed = 0;
  Block z(synthetic::batches, 1000);
  for (std::uint64_t k = 0; k < estimates / 1000; ++k) {
    Philox(78).normals({.step = k}, z);
    for (Index i = 0; i < 1000; ++i)
      skewed += skewed_batches({ArrayXd::Zero(1), z.col(i), 6400}).has_value();
  }
  CHECK(skewed <= 40);
  CHECK(skewed > 0);
}

}  // namespace
}  // namespace sdescent
