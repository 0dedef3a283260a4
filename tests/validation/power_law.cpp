#include "validation/power_law.hpp"

#include "io/error.hpp"
#include "tests/validation/synthetic.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Catch::Contains;
using Eigen::ArrayXd;
using Eigen::Index;

const ArrayXd five = (ArrayXd(5) << 0.5, 1, 2, 4, 8).finished();

/// c x^s with a relative standard error at every point.
PowerLaw law(double s, double relative_error, double c = 3.0, const ArrayXd& x = five) {
  const ArrayXd y = c * x.pow(s);
  return {"risk", x, synthetic::estimate(y, relative_error * y.abs()), ArrayXd::Zero(x.size())};
}

Verdict verdict(const Evidence& evidence) {
  return Assessment(synthetic::claim(ClaimKind::exponent), evidence).read(0.01).verdict;
}

TEST_CASE("the slope of a power law is its exponent, whatever its sign and scale", "[validation]") {
  for (const double s : {-1.5, 0.0, 0.4, 2.0})
    for (const double c : {-1e-200, 3.0, 1e200}) {
      const Slope slope = slope_of(law(s, 1e-3, c), 0, 5);
      CHECK(slope.value.value(0) == Approx(s).margin(1e-12));
      CHECK(slope_of(law(s, 1e-3, c), 1, 3).value.value(0) == Approx(s).margin(1e-12));
    }
}

TEST_CASE("the slope takes its points alike, however well they are known", "[validation]") {
  PowerLaw bent = law(1.0, 0.0);
  bent.y.value(4) *= std::exp(1.0);
  // Weight of the last point: log 4 / Σ (k log 2)², k = −2 … 2.
  const double weight = 2.0 / (10.0 * std::log(2.0));
  CHECK(slope_of(bent, 0, 5).value.value(0) == Approx(1.0 + weight));
  bent.y.pseudo_values = synthetic::estimate(bent.y.value, 0.1 * bent.y.value).pseudo_values;
  CHECK(slope_of(bent, 0, 5).value.value(0) == Approx(1.0 + weight));
}

TEST_CASE("the slope's standard error is that of least squares", "[validation]") {
  // Independent relative errors δ: δ / √(Σ (log x − mean)²).
  const Slope slope = slope_of(law(-0.5, 0.01), 0, 5);
  CHECK(slope.value.standard_error()(0) ==
        Approx(0.01 / (std::log(2.0) * std::sqrt(10.0))).epsilon(1e-9));
}

TEST_CASE("errors that all points share do not move a slope", "[validation]") {
  PowerLaw coupled = law(1.0, 0.0);
  coupled.y =
      synthetic::estimate(coupled.y.value, 0.1 * coupled.y.value, synthetic::Points::identical);
  CHECK(slope_of(coupled, 0, 5).value.standard_error()(0) < 1e-12);
}

TEST_CASE("the slope's bias bounds what biases of the points and the logarithm can do",
          "[validation]") {
  PowerLaw biased = law(1.0, 0.0);
  biased.bias = 0.5 * biased.y.value;
  const double stated = slope_of(biased, 0, 5).bias;
  // The worst points: the lower ones too large, the upper ones too small by half.
  PowerLaw worst = biased;
  worst.y.value.head(2) *= 1.5;
  worst.y.value.tail(2) *= 0.5;
  CHECK(std::abs(slope_of(worst, 0, 5).value.value(0) - 1.0) <= stated);
  worst.y.value.head(2) = biased.y.value.head(2) * 0.5;
  CHECK(std::abs(slope_of(worst, 0, 5).value.value(0) - 1.0) <= stated);
  const double weights = (2 + 1 + 1 + 2) / (10.0 * std::log(2.0));
  CHECK(stated == Approx(weights * std::log(2.0)));
  CHECK(slope_of(law(1.0, 0.1), 0, 5).bias == Approx(weights * 0.1 * 0.1 / 2));
}

TEST_CASE("an exponent holds within its tolerance and fails outside", "[validation]") {
  CHECK(verdict(exponent_evidence({law(1.0, 1e-4)}, 1.0, 0.1)) == Verdict::holds);
  CHECK(verdict(exponent_evidence({law(1.05, 1e-4)}, 1.0, 0.1)) == Verdict::holds);
  CHECK(verdict(exponent_evidence({law(0.95, 1e-4)}, 1.0, 0.1)) == Verdict::holds);
  CHECK(verdict(exponent_evidence({law(1.15, 1e-4)}, 1.0, 0.1)) == Verdict::fails);
  CHECK(verdict(exponent_evidence({law(0.85, 1e-4)}, 1.0, 0.1)) == Verdict::fails);
  CHECK(verdict(exponent_evidence({law(1.05, 0.1)}, 1.0, 0.1)) == Verdict::undecided);
}

TEST_CASE("an exponent whose halves disagree fails, and says so", "[validation]") {
  // Slopes 0.5 below and 1.5 above the middle: 1.0 in all.
  PowerLaw bent = law(1.0, 1e-4);
  bent.y.value = (ArrayXd(5) << 0.5, std::sqrt(0.5), 1, std::pow(2, 1.5), 8).finished();
  bent.y = synthetic::estimate(bent.y.value, 1e-4 * bent.y.value);
  CHECK(slope_of(bent, 0, 5).value.value(0) == Approx(1.0));
  const Evidence evidence = exponent_evidence({bent}, 1.0, 0.1);
  const auto reading = Assessment(synthetic::claim(ClaimKind::exponent), evidence).read(0.01);
  CHECK(reading.verdict == Verdict::fails);
  CHECK(reading.point == 0);
  CHECK(reading.measured == Approx(1.0));
  CHECK_THAT(reading.remark,
             Contains("it is not so that both halves of the window of risk have one slope"));
  CHECK(verdict(exponent_evidence({bent}, 1.0, 0.6)) == Verdict::holds);
}

TEST_CASE("evidence of several laws has their slopes first, then their halves", "[validation]") {
  const Evidence evidence = exponent_evidence({law(1.0, 1e-4), law(1.25, 1e-4, -2.0)}, 1.0, 0.125);
  REQUIRE(evidence.deviation.points() == 4);
  REQUIRE(evidence.conditions.size() == 2);
  CHECK(evidence.deviation.value(0) == Approx(0.0).margin(1e-12));
  CHECK(evidence.deviation.value(1) == Approx(0.25));
  CHECK(evidence.deviation.value(2) == Approx(0.0).margin(1e-12));
  CHECK((evidence.predicted == (Eigen::Array4d() << 1, 1, 0, 0).finished()).all());
  CHECK((evidence.tolerance == (Eigen::Array4d() << 0.125, 0.125, 0.25, 0.25).finished()).all());
  CHECK(verdict(evidence) == Verdict::fails);
}

TEST_CASE("halves of an odd number of points share the middle one", "[validation]") {
  PowerLaw three = law(1.0, 1e-4, 1.0, Eigen::Array3d(1, 2, 4));
  three.y.value(1) *= 2.0;  // slopes 2 and 0
  CHECK(exponent_evidence({three}, 1.0, 0.1).deviation.value(1) == Approx(2.0));
  const ArrayXd four = (ArrayXd(4) << 1, 2, 4, 8).finished();
  PowerLaw even = law(1.0, 1e-4, 1.0, four);
  even.y.value.tail(2) *= 10.0;  // a jump between the halves, which each have slope 1
  CHECK(exponent_evidence({even}, 1.0, 0.1).deviation.value(1) == Approx(0.0).margin(1e-12));
}

TEST_CASE("a logarithm of noise has no slope", "[validation]") {
  CHECK(noise_in(law(1.0, 0.19)).empty());
  CHECK_THAT(noise_in(law(1.0, 0.21)), Contains("risk at 0.5 is 1.5 ± 0.3"));
  PowerLaw biased = law(1.0, 0.1);
  biased.bias(3) = 0.51 * biased.y.value(3);
  CHECK_THAT(noise_in(biased), Contains("too close to 0 for a slope"));
  PowerLaw signs = law(1.0, 0.01);
  signs.y.value(2) *= -1.0;
  CHECK(noise_in(signs) == "risk changes its sign");
  PowerLaw unknown = law(1.0, 0.01);
  unknown.y.value(2) = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(noise_in(unknown).empty());
  for (const PowerLaw& bad : {law(1.0, 0.21), biased, signs}) {
    const Evidence evidence = exponent_evidence({law(1.0, 1e-4), bad}, 1.0, 9.0);
    CHECK(evidence.unfit == noise_in(bad));
    CHECK(verdict(evidence) == Verdict::undecided);
  }
}

TEST_CASE("zero has no slope and is no crash", "[validation]") {
  PowerLaw zero = law(1.0, 0.0);
  zero.y.value(0) = 0.0;
  zero.y.pseudo_values.col(0).setZero();
  CHECK(verdict(exponent_evidence({zero}, 1.0, 9.0)) == Verdict::undecided);
}

TEST_CASE("the logarithm of an estimate moves as its delta method says", "[validation]") {
  const Estimate y = synthetic::estimate(Eigen::Array2d(2.0, -5.0), Eigen::Array2d(0.02, 0.1));
  const Estimate log = log_of(y);
  CHECK(log.value(0) == Approx(std::log(2.0)));
  CHECK(log.value(1) == Approx(std::log(5.0)));
  CHECK(log.standard_error()(0) == Approx(0.01));
  CHECK(log.standard_error()(1) == Approx(0.02));
  CHECK((log.pseudo_values.col(1) - log.value(1))(0) ==
        Approx((y.pseudo_values(0, 1) + 5.0) / -5.0));
}

TEST_CASE("what is no power law is refused", "[validation]") {
  PowerLaw bad = law(1.0, 0.1);
  bad.x(2) = bad.x(1);
  CHECK_THROWS_WITH(slope_of(bad, 0, 5),
                    "abscissae of the power law of risk must be positive and increasing, got 1 at "
                    "place 3");
  bad = law(1.0, 0.1);
  bad.x(0) = 0.0;
  CHECK_THROWS_AS(exponent_evidence({bad}, 1.0, 0.1), InvalidInput);
  bad = law(1.0, 0.1);
  bad.bias = ArrayXd::Zero(4);
  CHECK_THROWS_WITH(slope_of(bad, 0, 5), Contains("bias bounds of the power law of risk"));
  CHECK_THROWS_AS(slope_of(law(1.0, 0.1), 0, 1), InvalidInput);
  CHECK_THROWS_AS(slope_of(law(1.0, 0.1), 3, 3), InvalidInput);
  CHECK_THROWS_AS(slope_of(law(1.0, 0.1), -1, 3), InvalidInput);
  CHECK_THROWS_WITH(exponent_evidence({law(1.0, 0.1, 1.0, Eigen::Array2d(1, 2))}, 1.0, 0.1),
                    "number of abscissae of the power law of risk must be >= 3, got 2");
  CHECK_THROWS_AS(exponent_evidence({}, 1.0, 0.1), InvalidInput);
}

}  // namespace
}  // namespace sdescent
