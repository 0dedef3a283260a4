#include "validation/dominant_batch.hpp"

#include "solvers/philox.hpp"
#include "tests/validation/synthetic.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

/// Pseudo-values ±1 with one batch moved to `far`.
Estimate with_outlier(double far, Eigen::Index point = 0, Eigen::Index points = 1) {
  Estimate e = synthetic::estimate(ArrayXd::Zero(points), ArrayXd::Ones(points));
  e.pseudo_values = e.pseudo_values.sign();
  e.pseudo_values(17, point) = far;
  return e;
}

/// Distance of the outlier from the mean in standard deviations.
double distance(const Estimate& e) {
  const ArrayXd p = e.pseudo_values.col(0);
  return std::abs(p(17) - p.mean()) / std::sqrt((p - p.mean()).square().sum() / 63.0);
}

TEST_CASE("a batch further than Grubbs' critical value dominates", "[validation]") {
  // G = 63/8 √(t²/(62 + t²)), t exceeded at each side with probability 1e-4/128.
  const boost::math::students_t law(62.0);
  const double t = boost::math::quantile(boost::math::complement(law, 1e-4 / 128));
  const double critical = 63.0 / 8.0 * std::sqrt(t * t / (62.0 + t * t));
  double below = 1.0, above = 100.0;
  while (above - below > 1e-9) {
    const double middle = 0.5 * (below + above);
    (distance(with_outlier(middle)) < critical ? below : above) = middle;
  }
  CHECK_FALSE(dominant_batch(with_outlier(below * 0.995)));
  for (const double sign : {-1.0, 1.0}) {
    const auto found = dominant_batch(with_outlier(sign * above * 1.005));
    REQUIRE(found);
    CHECK(found->batch == 17);
    CHECK(found->point == 0);
    CHECK(found->deviation == Approx(critical).epsilon(0.01));
  }
}

TEST_CASE("the worst of many points is told, and more points need more", "[validation]") {
  Estimate two = with_outlier(20.0, 2, 4);
  two.pseudo_values(40, 1) = 10.0;
  const auto found = dominant_batch(two);
  REQUIRE(found);
  CHECK(found->point == 2);
  CHECK(found->batch == 17);
  double barely = 1.0;
  while (!dominant_batch(with_outlier(barely))) barely *= 1.01;
  CHECK_FALSE(dominant_batch(with_outlier(barely, 0, 60)));
}

TEST_CASE("location and scale do not make a batch dominant", "[validation]") {
  for (const double unit : {1e-200, 1.0, 1e100}) {
    Estimate e = with_outlier(1.0), far = with_outlier(30.0);
    e.pseudo_values = unit * (e.pseudo_values + 5.0);
    far.pseudo_values = unit * (far.pseudo_values + 5.0);
    CHECK_FALSE(dominant_batch(e));
    CHECK(dominant_batch(far));
  }
}

TEST_CASE("what is known exactly, but for rounding, has no dominant batch", "[validation]") {
  Estimate e = with_outlier(0.0);
  e.pseudo_values.setConstant(0.1);
  CHECK_FALSE(dominant_batch(e));
  e.pseudo_values(17, 0) += 1e-15;
  CHECK(dominant_batch(e));
  CHECK_FALSE(dominant_batch(e, 1e-15));
  // The engine knows: a deviation of 0 from 1 with one batch off by rounding holds.
  const auto verdict = [](double off) {
    Evidence evidence{synthetic::estimate(ArrayXd::Zero(1), ArrayXd::Zero(1)), ArrayXd::Ones(1),
                      ArrayXd::Constant(1, 0.1), ArrayXd::Zero(1)};
    evidence.deviation.pseudo_values(17, 0) = off;
    return Assessment(synthetic::claim(), evidence).read(0.01).verdict;
  };
  CHECK(verdict(1e-14) == Verdict::holds);
  CHECK(verdict(1e-6) == Verdict::undecided);
}

TEST_CASE("a dominant batch leaves a claim open and says which", "[validation]") {
  const Evidence evidence{with_outlier(20.0), ArrayXd::Ones(1), ArrayXd::Constant(1, 100.0),
                          ArrayXd::Zero(1)};
  const Assessment assessment(synthetic::claim(), evidence);
  CHECK(assessment.p_value() == 1.0);
  const auto reading = assessment.read(0.01);
  CHECK(reading.verdict == Verdict::undecided);
  CHECK_THAT(reading.remark, Catch::StartsWith("no normal interval: at point 1 batch 17 is 7."));
}

TEST_CASE("fewer than three batches cannot be compared", "[validation]") {
  Estimate e = with_outlier(20.0);
  e.pseudo_values = Eigen::ArrayXXd(Eigen::Array2d(1.0, 2.0));
  CHECK_FALSE(dominant_batch(e));
}

TEST_CASE("Gaussian batches are dominated once in ten thousand estimates",
          "[validation][statistical]") {
  // Ten are expected; more than 31 have probability 2e-8, none 5e-5.
  constexpr Eigen::Index estimates = 100'000;
  int dominated = 0;
  Block z(synthetic::batches, 1000);
  for (std::uint64_t k = 0; k < estimates / 1000; ++k) {
    Philox(77).normals({.step = k}, z);
    for (Eigen::Index i = 0; i < 1000; ++i)
      dominated += dominant_batch({ArrayXd::Zero(1), z.col(i), 6400}).has_value();
  }
  CHECK(dominated <= 31);
  CHECK(dominated > 0);
}

}  // namespace
}  // namespace sdescent
