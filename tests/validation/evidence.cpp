#include "validation/evidence.hpp"

#include "io/error.hpp"
#include "tests/validation/synthetic.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using synthetic::claim;
using synthetic::one_point;

constexpr auto equality = ClaimKind::equality;
constexpr auto bound = ClaimKind::bound;
constexpr double alpha = 0.01;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// The factor of the standard error at level `alpha` for one point.
double factor(ClaimKind kind) {
  return SupT(synthetic::estimate(ArrayXd::Zero(1), ArrayXd::Ones(1)),
              kind == bound ? Sides::one : Sides::two)
      .critical(alpha);
}

Verdict verdict(const Assessment& assessment) { return assessment.read(alpha).verdict; }

/// Three independent points with standard error 1 at tolerance 10.
Evidence three(double a, double b, double c) {
  return {synthetic::estimate(Eigen::Array3d(a, b, c), ArrayXd::Ones(3)),
          ArrayXd(Eigen::Array3d(100, 200, 300)), ArrayXd::Constant(3, 10.0), ArrayXd::Zero(3)};
}

TEST_CASE("an equality holds when its interval lies inside the tolerance", "[validation]") {
  const double c = factor(equality);
  for (const double sign : {-1.0, 1.0}) {
    CHECK(verdict(one_point(equality, 0.0, 1.0, c * 1.001)) == Verdict::holds);
    CHECK(verdict(one_point(equality, 0.0, 1.0, c * 0.999)) == Verdict::undecided);
    CHECK(verdict(one_point(equality, sign * (10 - c) * 0.999, 1.0, 10.0)) == Verdict::holds);
    CHECK(verdict(one_point(equality, sign * (10 - c) * 1.001, 1.0, 10.0)) == Verdict::undecided);
  }
}

TEST_CASE("an equality fails when its interval lies outside the tolerance", "[validation]") {
  const double c = factor(equality);
  for (const double sign : {-1.0, 1.0}) {
    CHECK(verdict(one_point(equality, sign * (10 + c) * 0.999, 1.0, 10.0)) == Verdict::undecided);
    CHECK(verdict(one_point(equality, sign * (10 + c) * 1.001, 1.0, 10.0)) == Verdict::fails);
  }
}

TEST_CASE("a bound holds below it, fails above it and is silent between", "[validation]") {
  const double c = factor(bound);
  CHECK(c < factor(equality));
  CHECK(verdict(one_point(bound, -c * 1.001, 1.0, 0.0)) == Verdict::holds);
  CHECK(verdict(one_point(bound, -c * 0.999, 1.0, 0.0)) == Verdict::undecided);
  CHECK(verdict(one_point(bound, c * 0.999, 1.0, 0.0)) == Verdict::undecided);
  CHECK(verdict(one_point(bound, c * 1.001, 1.0, 0.0)) == Verdict::fails);
  CHECK(verdict(one_point(bound, -1e9, 1.0, 0.0)) == Verdict::holds);
}

TEST_CASE("bias widens the interval to both sides", "[validation]") {
  const double c = factor(equality), b = factor(bound);
  CHECK(verdict(one_point(equality, 0.0, 1.0, c + 2.001, 2.0)) == Verdict::holds);
  CHECK(verdict(one_point(equality, 0.0, 1.0, c + 1.999, 2.0)) == Verdict::undecided);
  for (const double sign : {-1.0, 1.0}) {
    CHECK(verdict(one_point(equality, sign * (c + 12.001), 1.0, 10.0, 2.0)) == Verdict::fails);
    CHECK(verdict(one_point(equality, sign * (c + 11.999), 1.0, 10.0, 2.0)) == Verdict::undecided);
  }
  CHECK(verdict(one_point(bound, -b - 2.001, 1.0, 0.0, 2.0)) == Verdict::holds);
  CHECK(verdict(one_point(bound, -b - 1.999, 1.0, 0.0, 2.0)) == Verdict::undecided);
  CHECK(verdict(one_point(bound, b + 2.001, 1.0, 0.0, 2.0)) == Verdict::fails);
  CHECK(verdict(one_point(bound, b + 1.999, 1.0, 0.0, 2.0)) == Verdict::undecided);
}

TEST_CASE("what is known exactly is decided exactly, its limit included", "[validation]") {
  for (const double sign : {-1.0, 1.0}) {
    CHECK(verdict(one_point(equality, sign * 0.5, 0.0, 0.5)) == Verdict::holds);
    CHECK(verdict(one_point(equality, sign * 0.25, 0.0, 0.5)) == Verdict::holds);
    CHECK(verdict(one_point(equality, sign * 0.5000001, 0.0, 0.5)) == Verdict::fails);
  }
  CHECK(verdict(one_point(equality, 0.0, 0.0, 0.0)) == Verdict::holds);
  CHECK(verdict(one_point(bound, 0.0, 0.0, 0.0)) == Verdict::holds);
  CHECK(verdict(one_point(bound, -1e-300, 0.0, 0.0)) == Verdict::holds);
  CHECK(verdict(one_point(bound, 1e-300, 0.0, 0.0)) == Verdict::fails);
  CHECK(one_point(equality, 0.5, 0.0, 0.5).p_value() == 0.0);
  CHECK(one_point(equality, 0.6, 0.0, 0.5).p_value() == 0.0);
}

TEST_CASE("what is known but for its bias is decided when the bias cannot matter", "[validation]") {
  CHECK(verdict(one_point(equality, 0.25, 0.0, 0.5, 0.25)) == Verdict::holds);
  CHECK(verdict(one_point(equality, 0.25, 0.0, 0.5, 0.375)) == Verdict::undecided);
  CHECK(verdict(one_point(equality, 1.0, 0.0, 0.5, 0.375)) == Verdict::fails);
  CHECK(verdict(one_point(equality, 1.0, 0.0, 0.5, 0.5)) == Verdict::undecided);
  // Undecided at every level: it must not come first in Holm's order.
  CHECK(one_point(equality, 0.25, 0.0, 0.5, 0.375).p_value() == 1.0);
  CHECK(one_point(equality, 1.0, 0.0, 0.5, 0.5).p_value() == 1.0);
}

TEST_CASE("verdicts do not depend on the unit", "[validation]") {
  const double c = factor(equality), b = factor(bound);
  for (const double unit : {1e-200, 1e-12, 1e12, 1e100}) {
    INFO("unit " << unit);
    const auto read = [unit](ClaimKind kind, double deviation, double tolerance, double bias) {
      return verdict(one_point(kind, deviation * unit, unit, tolerance * unit, bias * unit));
    };
    CHECK(read(equality, 0.0, c + 1.001, 1.0) == Verdict::holds);
    CHECK(read(equality, 0.0, c + 0.999, 1.0) == Verdict::undecided);
    CHECK(read(equality, c + 3.001, 2.0, 1.0) == Verdict::fails);
    CHECK(read(equality, c + 2.999, 2.0, 1.0) == Verdict::undecided);
    CHECK(read(bound, -b * 1.001, 0.0, 0.0) == Verdict::holds);
    CHECK(read(bound, -b * 0.999, 0.0, 0.0) == Verdict::undecided);
  }
}

TEST_CASE("every point must hold and one is enough to fail", "[validation]") {
  CHECK(verdict({claim(), three(1, -2, 3)}) == Verdict::holds);
  CHECK(verdict({claim(), three(1, -8, 3)}) == Verdict::undecided);
  CHECK(verdict({claim(), three(1, -20, 3)}) == Verdict::fails);
  CHECK(verdict({claim(), three(20, 9, -30)}) == Verdict::fails);
}

TEST_CASE("a known point beside estimated ones decides as it is", "[validation]") {
  Evidence evidence = three(1, 2, 3);
  evidence.deviation.pseudo_values.col(1).setConstant(evidence.deviation.value(1));
  CHECK(verdict({claim(), evidence}) == Verdict::holds);
  evidence.deviation.value(1) = 10.5;
  evidence.deviation.pseudo_values.col(1).setConstant(10.5);
  const Assessment::Reading reading = Assessment(claim(), evidence).read(alpha);
  CHECK(reading.verdict == Verdict::fails);
  CHECK(reading.point == 1);
  CHECK(reading.lower == 10.5);
  CHECK(reading.upper == 10.5);
}

TEST_CASE("the reading shows the point that decided, in the claim's numbers", "[validation]") {
  const Evidence holding = three(1, -4, 3), failing = three(15, -30, 3), open = three(1, 9, 30.0);
  const double c = SupT(holding.deviation, Sides::two).critical(alpha);

  const Assessment::Reading held = Assessment(claim(), holding).read(alpha);
  CHECK(held.verdict == Verdict::holds);
  CHECK(held.point == 1);
  CHECK(held.predicted == 200);
  CHECK(held.measured == 196);
  CHECK(held.tolerance == 10);
  CHECK(held.lower == Approx(-4 - c));
  CHECK(held.upper == Approx(-4 + c));
  CHECK(held.alpha == alpha);

  const Assessment::Reading failed = Assessment(claim(), failing).read(alpha);
  CHECK(failed.verdict == Verdict::fails);
  CHECK(failed.point == 1);
  CHECK(failed.measured == 170);

  Evidence undecided = open;
  undecided.deviation.value(2) = 2.0;
  const Assessment::Reading between = Assessment(claim(), undecided).read(alpha);
  CHECK(between.verdict == Verdict::undecided);
  CHECK(between.point == 1);
}

TEST_CASE("detectable is the deviation whose interval starts at the tolerance", "[validation]") {
  const Assessment::Reading reading = one_point(equality, 0.0, 1.0, 10.0, 2.0).read(alpha);
  CHECK(reading.detectable == Approx(10 + 2 + factor(equality)));
  CHECK(verdict(one_point(equality, reading.detectable * 1.0001, 1.0, 10.0, 2.0)) ==
        Verdict::fails);
  CHECK(verdict(one_point(equality, reading.detectable * 0.9999, 1.0, 10.0, 2.0)) ==
        Verdict::undecided);
}

TEST_CASE("slack is the smallest bound over value, of bounds alone", "[validation]") {
  Evidence evidence = three(-50, -150, -100);
  evidence.tolerance.setZero();
  // Bounds 100, 200, 300 on 50, 50, 200.
  const Assessment::Reading reading = Assessment(claim(bound), evidence).read(alpha);
  REQUIRE(reading.slack);
  CHECK(*reading.slack == Approx(1.5));
  CHECK_FALSE(Assessment(claim(equality), evidence).read(alpha).slack);
}

TEST_CASE("slack is of what is measured above 0", "[validation]") {
  Evidence evidence = three(-50, -200, -301);  // 50, 0, −1
  evidence.tolerance.setZero();
  CHECK(*Assessment(claim(bound), evidence).read(alpha).slack == Approx(2.0));
  evidence.deviation.value(0) = -100.5;
  CHECK_FALSE(Assessment(claim(bound), evidence).read(alpha).slack);
}

/// Two measured points and a condition at ±10, of deviation `c`.
Evidence with_condition(double a, double b, double c, Condition::Reach reach) {
  Evidence evidence = three(a, b, c);
  evidence.conditions.push_back({"sub-windows agree", reach});
  evidence.remark = "0.3 at η = 0.1";
  return evidence;
}

TEST_CASE("a claim holds only when its conditions do, and fails when one does", "[validation]") {
  using enum Condition::Reach;
  const auto read = [](const Evidence& e) { return Assessment(claim(), e).read(alpha); };
  CHECK(read(with_condition(1, 2, 3, within)).verdict == Verdict::holds);
  CHECK(read(with_condition(1, 2, 9, within)).verdict == Verdict::undecided);
  CHECK(read(with_condition(1, 2, 30, within)).verdict == Verdict::fails);
  CHECK(read(with_condition(1, 2, -30, within)).verdict == Verdict::fails);
  CHECK(read(with_condition(1, 2, -30, at_most)).verdict == Verdict::holds);
  CHECK(read(with_condition(1, 2, 30, at_most)).verdict == Verdict::fails);
  CHECK(read(with_condition(1, 20, 3, within)).verdict == Verdict::fails);
}

TEST_CASE("a reading never shows a condition but says when one decided", "[validation]") {
  using enum Condition::Reach;
  const auto read = [](const Evidence& e) { return Assessment(claim(), e).read(alpha); };
  const auto failed = read(with_condition(1, -2, 30, within));
  CHECK(failed.point == 1);
  CHECK(failed.predicted == 200);
  const double c = SupT(three(0, 0, 0).deviation, Sides::two).critical(alpha);
  CHECK(failed.remark == fmt::format("0.3 at η = 0.1; it is not so that sub-windows agree: 30 ± "
                                     "{:.2g} against 10",
                                     c));
  CHECK_THAT(read(with_condition(1, -2, 9, within)).remark,
             Catch::Contains("it is not shown that sub-windows agree: 9 ±"));
  CHECK(read(with_condition(1, -2, 3, within)).remark == "0.3 at η = 0.1");
  CHECK(read(with_condition(1, -9, 3, within)).remark == "0.3 at η = 0.1");
}

TEST_CASE("a bound with a two-sided condition pays for both sides", "[validation]") {
  Evidence evidence = with_condition(-5, -5, 3, Condition::Reach::within);
  evidence.tolerance.head(2).setZero();
  const double c = SupT(evidence.deviation, Sides::two).critical(alpha);
  CHECK(Assessment(claim(bound), evidence).read(alpha).upper == Approx(-5 + c));
  evidence.conditions[0].reach = Condition::Reach::at_most;
  const double one = SupT(evidence.deviation, Sides::one).critical(alpha);
  CHECK(one < c);
  CHECK(Assessment(claim(bound), evidence).read(alpha).upper == Approx(-5 + one));
}

TEST_CASE("a claim is about something besides its conditions", "[validation]") {
  Evidence evidence = three(1, 2, 3);
  evidence.conditions.assign(3, {"it rains", Condition::Reach::within});
  CHECK_THROWS_WITH(Assessment(claim(), evidence), "points of claim mean must be >= 1, got 0");
}

TEST_CASE("unfit evidence decides nothing and says why, even where it is not a number",
          "[validation]") {
  Evidence evidence = three(1, 2, 3);
  evidence.remark = "a remark";
  evidence.unfit = "no stationary series";
  for (const double value : {2.0, 200.0, nan}) {
    evidence.deviation.value(1) = value;
    const Assessment assessment(claim(), evidence);
    CHECK(assessment.p_value() == 1.0);
    CHECK(assessment.read(alpha).verdict == Verdict::undecided);
    CHECK(assessment.read(alpha).remark == "a remark; no stationary series");
  }
}

TEST_CASE("an ordering at exactly 0 is not one, a bound at exactly 0 is", "[validation]") {
  CHECK(verdict(one_point(ClaimKind::ordering, 0.0, 0.0, 0.0)) == Verdict::fails);
  CHECK(verdict(one_point(ClaimKind::ordering, -1e-300, 0.0, 0.0)) == Verdict::holds);
  CHECK(verdict(one_point(bound, 0.0, 0.0, 0.0)) == Verdict::holds);
  CHECK(verdict(one_point(ClaimKind::ordering, -0.5, 0.0, 0.0, 0.5)) == Verdict::undecided);
  CHECK(one_point(ClaimKind::ordering, 0.0, 0.0, 0.0).p_value() == 0.0);
  // With noise around it, 0 is open in both.
  CHECK(verdict(one_point(ClaimKind::ordering, 0.0, 1.0, 0.0)) == Verdict::undecided);
}

TEST_CASE("the p-value is the smallest level at which a claim is decided", "[validation]") {
  for (const Assessment& a :
       {one_point(equality, 1.0, 1.0, 4.5), one_point(equality, 8.0, 1.0, 4.5),
        one_point(bound, -3.0, 1.0, 0.0), one_point(bound, 3.0, 1.0, 0.0),
        Assessment(claim(), three(1, -6.5, 3)), Assessment(claim(), three(1, 14.0, 3))}) {
    const double p = a.p_value();
    INFO("p = " << p);
    REQUIRE(p > 0);
    REQUIRE(p < 0.1);
    CHECK(a.read(p * 1.001).verdict != Verdict::undecided);
    CHECK(a.read(p * 0.99).verdict == Verdict::undecided);
  }
  const boost::math::students_t t(63.0);
  CHECK(one_point(equality, 1.0, 1.0, 4.5).p_value() ==
        Approx(2 * boost::math::cdf(boost::math::complement(t, 3.5))).epsilon(0.03));
  CHECK(one_point(equality, 4.5, 1.0, 4.5).p_value() == 1.0);
}

TEST_CASE("fewer than 20 runs decide nothing", "[validation]") {
  CHECK(verdict(one_point(equality, 0.0, 1e-9, 1.0, 0.0, 20)) == Verdict::holds);
  CHECK(verdict(one_point(equality, 9.0, 1e-9, 1.0, 0.0, 20)) == Verdict::fails);
  for (const double runs : {0.0, 1.0, 19.0}) {
    for (const double deviation : {0.0, 9.0}) {
      const Assessment few = one_point(equality, deviation, 1e-9, 1.0, 0.0, runs);
      CHECK(verdict(few) == Verdict::undecided);
      CHECK(few.p_value() == 1.0);
      CHECK(verdict(one_point(equality, deviation, 0.0, 1.0, 0.0, runs)) == Verdict::undecided);
      CHECK(verdict(one_point(bound, deviation - 5, 1e-9, 0.0, 0.0, runs)) == Verdict::undecided);
    }
  }
}

TEST_CASE("a number that is not finite is refused, whatever the other points say", "[validation]") {
  for (const double bad : {nan, infinity, -infinity})
    for (const Eigen::Index i : {0, 1, 2}) {
      Evidence evidence = three(1, 2, 3);
      evidence.deviation.value(i) = bad;
      CHECK_THROWS_AS(Assessment(claim(), evidence), NumericalFailure);
      evidence = three(1, 2, 3);
      evidence.deviation.pseudo_values(17, i) = bad;
      CHECK_THROWS_AS(Assessment(claim(), evidence), NumericalFailure);
      evidence = three(1, 2, 3);
      evidence.predicted(i) = bad;
      CHECK_THROWS_AS(Assessment(claim(), evidence), NumericalFailure);
      evidence = three(1, 2, 3);
      evidence.bias(i) = bad;
      CHECK_THROWS_AS(Assessment(claim(), evidence), NumericalFailure);
      evidence = three(1, 2, 3);
      evidence.tolerance(i) = bad;
      CHECK_THROWS_AS(Assessment(claim(), evidence), InvalidInput);
    }
  Evidence evidence = three(1, 2, 3);
  evidence.deviation.value(1) = nan;
  CHECK_THROWS_WITH(Assessment(claim(), evidence), "claim mean: the deviation at point 2 is nan");
}

TEST_CASE("a single run has no variance and decides nothing", "[validation]") {
  Evidence one{Estimate{ArrayXd::Zero(2), Eigen::ArrayXXd::Constant(1, 2, nan), 1},
               ArrayXd::Zero(2), ArrayXd::Ones(2), ArrayXd::Constant(2, nan)};
  for (const ClaimKind kind : {equality, bound}) {
    const Assessment assessment(claim(kind), one);
    CHECK(assessment.p_value() == 1.0);
    const Assessment::Reading reading = assessment.read(alpha);
    CHECK(reading.verdict == Verdict::undecided);
    CHECK(reading.measured == 0.0);
    CHECK(std::isnan(reading.lower));
    CHECK(std::isnan(reading.upper));
  }
}

TEST_CASE("curves of a claim must have one length", "[validation]") {
  using Catch::Contains;
  const Evidence good = three(1, 2, 3);
  Evidence bad = good;
  bad.predicted = ArrayXd::Zero(2);
  CHECK_THROWS_WITH(Assessment(claim(), bad), "predictions of claim mean must be 3, got 2");
  bad = good;
  bad.tolerance = ArrayXd::Ones(4);
  CHECK_THROWS_WITH(Assessment(claim(), bad), "tolerances of claim mean must be 3, got 4");
  bad = good;
  bad.bias = ArrayXd(0);
  CHECK_THROWS_WITH(Assessment(claim(), bad), "bias bounds of claim mean must be 3, got 0");
  bad = good;
  bad.deviation.pseudo_values = Eigen::ArrayXXd::Zero(64, 2);
  CHECK_THROWS_WITH(Assessment(claim(), bad), Contains("pseudo-values of claim mean must be 3"));
  bad = good;
  bad.deviation = {ArrayXd(0), Eigen::ArrayXXd(64, 0), 6400};
  CHECK_THROWS_WITH(Assessment(claim(), bad), "points of claim mean must be >= 1, got 0");
}

TEST_CASE("negative tolerances and bias bounds are refused", "[validation]") {
  Evidence bad = three(1, 2, 3);
  bad.tolerance(2) = -1e-9;
  CHECK_THROWS_WITH(Assessment(claim(), bad), "tolerance of claim mean must be >= 0, got -1e-09");
  bad = three(1, 2, 3);
  bad.bias(0) = -1.0;
  CHECK_THROWS_WITH(Assessment(claim(), bad), "bias bound of claim mean must be >= 0, got -1");
}

TEST_CASE("a curve without batches cannot be decided", "[validation]") {
  Evidence bad = three(1, 2, 3);
  bad.deviation.pseudo_values = Eigen::ArrayXXd(0, 3);
  CHECK_THROWS_AS(Assessment(claim(), bad), NumericalFailure);
  bad.deviation.pseudo_values = Eigen::ArrayXXd::Zero(1, 3);
  CHECK_THROWS_AS(Assessment(claim(), bad), NumericalFailure);
}

}  // namespace
}  // namespace sdescent
