#include "validation/adaptive/phase_windows.hpp"

#include "io/error.hpp"
#include "solvers/ode.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

/// One coordinate that starts at |Y| = 3.
DiagonalSetting alone() {
  return {ArrayXd{{2.0}}, ArrayXd{{0.1}}, ArrayXd{{-3.0 * std::numbers::sqrt2 * 0.1 / 2.0}}, 1e-3};
}

/// |x| along the mean flow and the variance it gathers, integrated on their own.
OdeSolution flow_of(const DiagonalSetting& s, double end) {
  const double rate = s.lambda(0) / (std::numbers::sqrt2 * s.sigma(0));
  return {[=](double, const VectorXd& x, VectorXd& dx) {
            const double m = std::erf(rate * x(0));
            dx(0) = -m;
            dx(1) = 1e-3 * (1 - m * m);
          },
          VectorXd{{std::abs(s.x0(0)), 0.0}}, 0.0, end};
}

struct Place {
  double y, deviation;
};
Place place(const DiagonalSetting& s, double t) {
  const double rate = s.lambda(0) / (std::numbers::sqrt2 * s.sigma(0));
  const VectorXd state = flow_of(s, t).at(t);
  return {rate * state(0), rate * std::sqrt(state(1))};
}

TEST_CASE("windows of phases are where the mean flow and its noise are within them",
          "[validation]") {
  const DiagonalSetting s = alone();
  const double z = 4.0;
  const PhaseWindows windows(s, z);
  CHECK(place(s, windows.first_at(1.2)).y == Approx(1.2).epsilon(1e-6));
  const Place one = place(s, windows.phase_one().end);
  CHECK(one.y - z * one.deviation == Approx(1.5).epsilon(1e-6));
  const Place begin = place(s, windows.phase_two().begin), end = place(s, windows.phase_two().end);
  CHECK(begin.y + z * begin.deviation == Approx(1.5).epsilon(1e-6));
  CHECK(end.y - z * end.deviation == Approx(1.0).epsilon(1e-6));
  const Place three = place(s, windows.below(0.8));
  CHECK(three.y + z * three.deviation == Approx(0.8).epsilon(1e-6));
  CHECK(windows.below(3.1) == 0.0);
}

TEST_CASE("the spread is the variance that the mean flow has gathered", "[validation]") {
  const DiagonalSetting s = alone();
  const double t = 0.15;
  CHECK(PhaseWindows(s, 5.0).spread(t) == Approx(flow_of(s, t).at(t)(1)).epsilon(1e-6));
}

TEST_CASE("the first coordinate ends a phase, the last begins one", "[validation]") {
  const DiagonalSetting first = alone();
  DiagonalSetting both{ArrayXd{{2.0, 2.0}}, ArrayXd{{0.1, 0.1}},
                       ArrayXd{{first.x0(0), 1.02 * first.x0(0)}}, 1e-4};
  const PhaseWindows windows(both, 3.0);
  both.x0 = both.x0.reverse().eval();
  const PhaseWindows other(both, 3.0);
  CHECK(windows.phase_one().end == other.phase_one().end);
  CHECK(windows.phase_two().begin == other.phase_two().begin);
  const double lag = 0.02 * std::abs(first.x0(0));
  CHECK(windows.below(0.5) - windows.first_at(0.5) > lag);
}

TEST_CASE("phases that nobody is in are refused", "[validation]") {
  DiagonalSetting inside = alone();
  inside.x0 *= 0.4;
  CHECK_THROWS_AS(PhaseWindows(inside, 5.0).phase_one(), InvalidInput);
  DiagonalSetting apart{ArrayXd{{2.0, 2.0}}, ArrayXd{{0.1, 0.1}},
                        ArrayXd{{alone().x0(0), 2.0 * alone().x0(0)}}, 1e-3};
  CHECK_THROWS_AS(PhaseWindows(apart, 5.0).phase_two(), InvalidInput);
  DiagonalSetting noisy = alone();
  noisy.eta = 0.1;
  CHECK_THROWS_AS(PhaseWindows(noisy, 5.0).phase_two(), InvalidInput);
  CHECK_THROWS_AS(PhaseWindows(alone(), 0.0), InvalidInput);
}

}  // namespace
}  // namespace sdescent::adaptive
