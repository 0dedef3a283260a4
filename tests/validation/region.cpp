#include "validation/region.hpp"

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

const ArrayXd xs = (ArrayXd(4) << 1, 2, 4, 8).finished();
const ArrayXd ys = (ArrayXd(5) << 0.1, 0.4, 1.6, 6.4, 25.6).finished();

/// z(x, y) with a relative standard error; all points independent.
template <class Function>
PhaseDiagram diagram(Function z, double relative_error) {
  ArrayXd values(xs.size() * ys.size());
  for (Index i = 0; i < xs.size(); ++i)
    for (Index j = 0; j < ys.size(); ++j) values(i * ys.size() + j) = z(xs(i), ys(j));
  return {"λ*", xs, ys, synthetic::estimate(values, relative_error * values.abs())};
}

/// Crosses 1 at y = ½ x^s.
PhaseDiagram straight(double s, double relative_error) {
  return diagram([s](double x, double y) { return std::pow(2 * y / std::pow(x, s), 1.5); },
                 relative_error);
}

Verdict verdict(const Evidence& e) {
  return Assessment(synthetic::claim(ClaimKind::region), e).read(0.01).verdict;
}

TEST_CASE("a boundary of a power law of both parameters is found exactly", "[validation]") {
  for (const double s : {-0.5, 0.0, 1.0}) {
    const Boundary boundary = boundary_of(straight(s, 1e-3), 1.0);
    REQUIRE(boundary.missing.empty());
    CHECK((boundary.law.x == xs).all());
    CHECK((boundary.law.y.value / (0.5 * xs.pow(s)) - 1).abs().maxCoeff() < 1e-12);
    CHECK(boundary.law.bias.maxCoeff() < 1e-5 * boundary.law.y.value.maxCoeff());
  }
}

TEST_CASE("the boundary moves with the noise of the two neighbours of its crossing",
          "[validation]") {
  // At x = 1: ½ lies between 0.4 and 1.6; log z = 1.5 log(2y), relative errors 0.01.
  const Boundary boundary = boundary_of(straight(1.0, 0.01), 1.0);
  const double share = std::log(0.5 / 0.4) / std::log(4.0);
  CHECK(boundary.law.y.standard_error()(0) ==
        Approx(0.5 * 0.01 * std::hypot(1 - share, share) / 1.5).epsilon(1e-6));
  // The sign, too: a larger z crosses at a smaller y.
  PhaseDiagram larger = straight(1.0, 0.0);
  larger.z.pseudo_values.row(3) *= 1.1;
  CHECK(boundary_of(larger, 1.0).law.y.pseudo_values(3, 0) < 0.5 * (1 - 0.05));
}

TEST_CASE("the bias of a curved boundary covers its error", "[validation]") {
  // log z = log(2y/x) + ½ log²: crosses at y = x/2, but not linearly in log y.
  const PhaseDiagram curved = diagram(
      [](double x, double y) {
        const double u = std::log(2 * y / x);
        return std::exp(u + 0.1 * u * u);
      },
      1e-6);
  const Boundary boundary = boundary_of(curved, 1.0);
  REQUIRE(boundary.missing.empty());
  const ArrayXd error = (boundary.law.y.value - 0.5 * xs).abs();
  CHECK(error.maxCoeff() > 0.01);
  for (Index i = 0; i < xs.size(); ++i) {
    INFO("x = " << xs(i));
    CHECK(error(i) <= 1.5 * boundary.law.bias(i));
    CHECK(boundary.law.bias(i) < 10 * error(i) + 1e-3);
  }
}

TEST_CASE("noise of a logarithm is counted as bias of the boundary", "[validation]") {
  const double relative = 0.1;
  const Boundary boundary = boundary_of(straight(1.0, relative), 1.0);
  for (Index i = 0; i < xs.size(); ++i)
    CHECK(boundary.law.bias(i) / boundary.law.y.value(i) ==
          Approx(std::expm1(relative * relative / 2 / 1.5)).epsilon(1e-9));
}

TEST_CASE("a region holds when its boundary has the slope stated", "[validation]") {
  CHECK(verdict(region_evidence(straight(0.5, 1e-3), 1.0, 0.5, 0.1)) == Verdict::holds);
  CHECK(verdict(region_evidence(straight(0.5, 1e-3), 1.0, 0.7, 0.1)) == Verdict::fails);
  CHECK(verdict(region_evidence(straight(0.5, 0.15), 1.0, 0.5, 0.1)) == Verdict::undecided);
}

TEST_CASE("a boundary is one when it falls as well as when it rises", "[validation]") {
  PhaseDiagram falling = straight(1.0, 1e-3);
  falling.z = synthetic::estimate(1.0 / falling.z.value, 1e-3 / falling.z.value);
  const Boundary boundary = boundary_of(falling, 1.0);
  REQUIRE(boundary.missing.empty());
  CHECK((boundary.law.y.value / (0.5 * xs) - 1).abs().maxCoeff() < 1e-12);
}

TEST_CASE("what is not crossed exactly once has no boundary and decides nothing", "[validation]") {
  const std::string reason = "λ*: at x = 1 the level 1000000 is not crossed exactly once";
  CHECK(boundary_of(straight(1.0, 1e-3), 1e6).missing == reason);
  const Evidence never = region_evidence(straight(1.0, 1e-3), 1e6, 1.0, 0.1);
  CHECK(never.unfit == reason);
  CHECK(verdict(never) == Verdict::undecided);
  PhaseDiagram twice = straight(1.0, 1e-3);
  twice.z.value(2 * ys.size() + 4) = 1e-3;
  CHECK(boundary_of(twice, 1.0).missing == "λ*: at x = 4 the level 1 is not crossed exactly once");
}

TEST_CASE("noise beside the crossing leaves no boundary, elsewhere it is no matter",
          "[validation]") {
  PhaseDiagram noisy = straight(1.0, 1e-3);
  const auto spread = [&](Index point, double relative) {
    noisy.z.pseudo_values.col(point) =
        noisy.z.value(point) * (1 + relative * std::sqrt(63.0) * synthetic::pattern(5));
  };
  spread(0, 3.0);  // x = 1, y = 0.1
  CHECK(boundary_of(noisy, 1.0).missing.empty());
  spread(1, 0.21);  // y = 0.4
  CHECK(boundary_of(noisy, 1.0).missing == "λ*: at x = 1 z is lost in noise where it crosses 1");
  noisy = straight(1.0, 1e-3);
  noisy.z.value(7) = -1.0;
  CHECK(boundary_of(noisy, 1.0).missing == "λ*: at x = 2 z is not > 0 everywhere");
}

TEST_CASE("a z that is not finite is a numerical failure", "[validation]") {
  PhaseDiagram bad = straight(1.0, 1e-3);
  bad.z.value(7) = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(region_evidence(bad, 1.0, 1.0, 0.1), NumericalFailure);
  CHECK_THROWS_WITH(boundary_of(bad, 1.0), "λ*: z is nan at x = 2, y = 1.6");
}

TEST_CASE("a grid that is none is refused", "[validation]") {
  PhaseDiagram bad = straight(1.0, 1e-3);
  bad.y(2) = bad.y(1);
  CHECK_THROWS_WITH(boundary_of(bad, 1.0),
                    "values of y of λ* must be positive and increasing, got 0.4 at place 3");
  bad = straight(1.0, 1e-3);
  bad.x(0) = -1.0;
  CHECK_THROWS_AS(boundary_of(bad, 1.0), InvalidInput);
  bad = straight(1.0, 1e-3);
  bad.x = Eigen::Array3d(1, 2, 4);
  CHECK_THROWS_WITH(boundary_of(bad, 1.0), "points of λ* must be 15, got 20");
  CHECK_THROWS_AS(boundary_of(straight(1.0, 1e-3), 0.0), InvalidInput);
}

}  // namespace
}  // namespace sdescent
