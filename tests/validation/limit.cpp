#include "validation/limit.hpp"

#include "io/error.hpp"
#include "tests/validation/synthetic.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

using Catch::Contains;
using Eigen::ArrayXd;

const ArrayXd etas = Eigen::Array3d(0.1, 0.2, 0.4);

Deviations curve(const ArrayXd& values, double se, const ArrayXd& eta = etas) {
  return {"Var x", eta, synthetic::estimate(values, ArrayXd::Constant(values.size(), se)),
          ArrayXd::Zero(values.size())};
}

/// a + b η + c η².
ArrayXd parabola(double a, double b, double c, const ArrayXd& eta = etas) {
  return a + b * eta + c * eta.square();
}

Evidence evidence(const Deviations& d, double tolerance, double order = 1.0) {
  return limit_evidence({d}, ArrayXd::Constant(1, 7.0), ArrayXd::Constant(1, tolerance), order);
}

Assessment::Reading read(const Evidence& e) {
  return Assessment(synthetic::claim(ClaimKind::limit), e).read(0.01);
}

TEST_CASE("a parabola in η is extrapolated to its value at 0, from three points or more",
          "[validation]") {
  const ArrayXd six = (ArrayXd(6) << 0.01, 0.02, 0.03, 0.05, 0.1, 0.3).finished();
  for (const ArrayXd& eta : {ArrayXd(etas), six}) {
    const Extrapolation e = extrapolate(curve(parabola(0.3, -2, 5, eta), 0.01, eta));
    CHECK(e.value.value(0) == Approx(0.3).epsilon(1e-9));
    // The line through the two smallest η misses by c η₁ η₂.
    CHECK(e.bias == Approx(5 * eta(0) * eta(1)).epsilon(1e-9));
  }
}

TEST_CASE("deviations of another order are extrapolated in it", "[validation]") {
  const ArrayXd root = 0.5 + 3.0 * etas.sqrt() + 2.0 * etas;
  CHECK(extrapolate(curve(root, 0.01), 0.5).value.value(0) == Approx(0.5));
  CHECK(extrapolate(curve(root, 0.01), 1.0).value.value(0) != Approx(0.5).epsilon(0.1));
}

TEST_CASE("the uncertainty of an extrapolation is that of its weights", "[validation]") {
  // Lagrange at 0 for 1, 2, 4: 8/3, −2, 1/3.
  const Extrapolation e = extrapolate(curve(parabola(0, 1, 0), 0.01));
  CHECK(e.value.standard_error()(0) ==
        Approx(0.01 * std::sqrt(64.0 / 9 + 4 + 1.0 / 9)).epsilon(1e-9));
  Deviations biased = curve(parabola(0, 1, 0), 0.01);
  biased.bias = Eigen::Array3d(0.3, 0.2, 0.1);
  CHECK(extrapolate(biased).bias == Approx(0.3 * 8 / 3 + 0.2 * 2 + 0.1 / 3));
}

TEST_CASE("a limit holds when deviations vanish with η and fails when they do not",
          "[validation]") {
  CHECK(read(evidence(curve(parabola(0, 2, 0), 1e-4), 0.01)).verdict == Verdict::holds);
  CHECK(read(evidence(curve(parabola(0, -2, 0), 1e-4), 0.01)).verdict == Verdict::holds);
  CHECK(read(evidence(curve(parabola(0.02, 2, 0), 1e-4), 0.01)).verdict == Verdict::fails);
  CHECK(read(evidence(curve(parabola(0.02, -2, 0), 1e-4), 0.01)).verdict == Verdict::fails);
  CHECK(read(evidence(curve(parabola(0, 2, 0), 0.1), 0.01)).verdict == Verdict::undecided);
  // Curvature that the straight line does not see: not yet in the regime.
  CHECK(read(evidence(curve(parabola(0, 2, 1), 1e-4), 0.01)).verdict == Verdict::undecided);
}

TEST_CASE("a limit is reported beside the deviations at finite η", "[validation]") {
  const Assessment::Reading reading = read(evidence(curve(parabola(0, 2, 0), 1e-4), 0.01));
  CHECK(reading.predicted == 7.0);
  CHECK(reading.measured == Approx(7.0));
  CHECK(reading.remark ==
        "Var x: 0.8 ± 0.0001 at η = 0.4, 0.4 ± 0.0001 at η = 0.2, 0.2 ± 0.0001 at η = 0.1");
}

TEST_CASE("of many curves the remark tells the three farthest off, exact numbers without an error",
          "[validation]") {
  std::vector<Deviations> curves;
  for (const double slope : {1.0, 5.0, 3.0, 4.0, 2.0}) {
    Deviations one = curve(parabola(0, slope, 0), 0.0);
    one.name = fmt::format("slope {}", slope);
    curves.push_back(one);
  }
  const ArrayXd limits = ArrayXd::Zero(5), tolerance = ArrayXd::Constant(5, 0.01);
  CHECK(limit_evidence(curves, limits, tolerance).remark ==
        "slope 5: 2 at η = 0.4, 1 at η = 0.2, 0.5 at η = 0.1; slope 4: 1.6 at η = 0.4, 0.8 at η = "
        "0.2, 0.4 at η = 0.1; slope 3: 1.2 at η = 0.4, 0.6 at η = 0.2, 0.3 at η = 0.1; 2 more are "
        "nearer");
}

TEST_CASE("deviations that grow as η falls are no limit even if they extrapolate to 0",
          "[validation]") {
  // 0 at η = 0, 1 at 0.1, 0.2 at 0.2.
  const ArrayXd growing = parabola(0, 19, -90);
  Evidence e = evidence(curve(growing, 1e-4), 0.01);
  CHECK(std::abs(e.deviation.value(0)) < 1e-9);
  e.bias(0) = 0.0;  // curvature alone would leave it open
  const Assessment::Reading reading = read(e);
  CHECK(reading.verdict == Verdict::fails);
  CHECK(reading.point == 0);
  CHECK_THAT(reading.remark,
             Contains("it is not so that |Var x| does not grow from η = 0.2 to 0.1"));
}

TEST_CASE("growth is of absolute values", "[validation]") {
  const Evidence e = evidence(curve(Eigen::Array3d(-0.1, 0.2, -0.4), 1e-4), 0.01);
  REQUIRE(e.deviation.points() == 3);
  CHECK(e.deviation.value(1) == Approx(-0.1));
  CHECK(e.deviation.value(2) == Approx(-0.2));
  for (const Condition& condition : e.conditions)
    CHECK(condition.reach == Condition::Reach::at_most);
  CHECK((e.tolerance == 0.01).all());
}

TEST_CASE("where signs may be lost in common noise growth is as uncertain as the worse of them",
          "[validation]") {
  Deviations common = curve(Eigen::Array3d(0.01, -0.01, 0.4), 0.0);
  common.deviation = synthetic::estimate(common.deviation.value, Eigen::Array3d(0.1, 0.1, 0.1),
                                         synthetic::Points::identical);
  const Evidence e = evidence(common, 0.01);
  CHECK(e.deviation.value(1) == Approx(0.0).margin(1e-15));
  CHECK(e.deviation.standard_error()(1) == Approx(0.2));  // of the sum; the difference has none
}

TEST_CASE("biases of both deviations count for growth", "[validation]") {
  Deviations d = curve(parabola(0, 2, 0), 1e-4);
  d.bias = Eigen::Array3d(0.001, 0.002, 0.004);
  const Evidence e = evidence(d, 0.01);
  CHECK(e.bias(1) == Approx(0.003));
  CHECK(e.bias(2) == Approx(0.006));
}

TEST_CASE("several limits have one point each before all conditions", "[validation]") {
  const Evidence e =
      limit_evidence({curve(parabola(0.1, 1, 0), 1e-4), curve(parabola(0.2, 1, 0), 1e-4)},
                     Eigen::Array2d(5, 6), Eigen::Array2d(0.5, 0.25));
  REQUIRE(e.deviation.points() == 6);
  CHECK(e.conditions.size() == 4);
  CHECK(e.deviation.value(0) == Approx(0.1));
  CHECK(e.deviation.value(1) == Approx(0.2));
  CHECK(e.predicted(1) == 6);
  CHECK((e.tolerance.segment(2, 2) == 0.5).all());
  CHECK((e.tolerance.tail(2) == 0.25).all());
  CHECK(read(e).verdict == Verdict::holds);
}

TEST_CASE("what cannot be extrapolated is refused", "[validation]") {
  CHECK_THROWS_WITH(extrapolate(curve(Eigen::Array2d(1, 2), 0.1, Eigen::Array2d(0.1, 0.2))),
                    "number of values of η of Var x must be >= 3, got 2");
  CHECK_THROWS_WITH(extrapolate(curve(parabola(0, 1, 0), 0.1, Eigen::Array3d(0.2, 0.1, 0.4))),
                    "values of η of Var x must be positive and increasing, got 0.1 at place 2");
  CHECK_THROWS_AS(extrapolate(curve(parabola(0, 1, 0), 0.1), 0.0), InvalidInput);
  Deviations bad = curve(parabola(0, 1, 0), 0.1);
  bad.bias = ArrayXd::Zero(2);
  CHECK_THROWS_AS(extrapolate(bad), InvalidInput);
  CHECK_THROWS_AS(limit_evidence({}, {}, {}), InvalidInput);
  CHECK_THROWS_AS(
      limit_evidence({curve(parabola(0, 1, 0), 0.1)}, Eigen::Array2d(1, 2), Eigen::Array2d(1, 2)),
      InvalidInput);
}

}  // namespace
}  // namespace sdescent
