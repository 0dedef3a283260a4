#include "validation/adaptive/loss_curves.hpp"

#include "io/error.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "validation/adaptive/bound_evidence.hpp"
#include "validation/adaptive/phase_two_spread.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

Estimate known(double value) {
  const ArrayXd v = ArrayXd::Constant(1, value);
  return {v, v.transpose().replicate(64, 1), 64};
}

TEST_CASE("three step sizes extrapolate to zero with the error that is left", "[validation]") {
  // 2 + 3h + 5h² at h = 1, ½, ¼: the error of 2 fine − middle is −5/8, and so is its bound.
  const Extrapolated e = extrapolated(known(10.0), known(4.75), known(3.0625));
  CHECK(e.value.value(0) == Approx(2.0 - 0.625));
  CHECK(e.bias(0) == Approx(0.625));
}

TEST_CASE("ticks of a window lie within it", "[validation]") {
  CHECK(ticks_within(0.3, 0.7, 0.1, 10) == std::vector<std::uint64_t>{3, 4, 5, 6, 7});
  CHECK(ticks_within(0.31, 0.69, 0.1, 10) == std::vector<std::uint64_t>{4, 5, 6});
  CHECK(ticks_within(0.0, 1.0, 0.1, 2) == std::vector<std::uint64_t>{0, 5, 10});
  CHECK(ticks_within(0.0, 1.1, 0.1, 2) == std::vector<std::uint64_t>{0, 5, 10, 11});
  CHECK_THROWS_AS(ticks_within(0.31, 0.39, 0.1, 2), InvalidInput);
}

/// One coordinate without noise to speak of: SignSGD is sign flow.
DiagonalSetting sign_flow() { return {ArrayXd{{2.0}}, ArrayXd{{1e-3}}, ArrayXd{{-1.0}}, 0.01}; }

MomentRecorder loss_of_sign_flow() {
  const Course course = course_of(sign_flow(), 2);
  const auto all = course.processes();
  MomentRecorder loss("loss", losses(all, course.problem));
  const Clock clock(0.01, 80);
  run(all, clock, RecordTimes::evenly(clock, 8), 64, Philox(1), {&loss});
  return loss;
}

TEST_CASE("a bound begins at the loss with which its window is entered", "[validation]") {
  const MomentRecorder loss = loss_of_sign_flow();
  const LossCurves curves(loss, 2);
  const RecordWindow window = curves.window(0.15, 0.75);
  CHECK(window.entry == 2);
  CHECK(window.last == 7);
  CHECK(window.tested == std::vector<Index>{3, 4, 5, 6, 7});
  // f = x²: S = (1 − t)² is the sharp bound itself.
  const Estimate sharp =
      curves.above(optimizer, window, phase_one_bound(sign_flow(), PhaseOneConstant::sharp));
  CHECK(sharp.value.abs().maxCoeff() < 1e-12);
  const Estimate printed =
      curves.above(optimizer, window, phase_one_bound(sign_flow(), PhaseOneConstant::printed));
  const double since = 0.5, bound = std::pow(0.8 - std::sqrt(0.5) * since, 2);
  CHECK(printed.value(4) == Approx(0.09 - bound));
}

TEST_CASE("times left out are not tested", "[validation]") {
  const MomentRecorder loss = loss_of_sign_flow();
  const LossCurves curves(loss, 2);
  const RecordWindow all = curves.window(0.0, 0.8);
  const RecordWindow some = curves.without(all, 0.25, 0.55);
  CHECK(some.tested == std::vector<Index>{1, 2, 6, 7, 8});
  CHECK_THROWS_AS(curves.window(0.31, 0.39), InvalidInput);
  // What is met exactly is not failed by rounding.
  const Evidence evidence = curves.evidence({of_optimizer, of_full}, some,
                                            phase_one_bound(sign_flow(), PhaseOneConstant::sharp));
  CHECK(evidence.deviation.points() == 10);
  CHECK((evidence.deviation.value <= evidence.bias).all());
}

TEST_CASE("the least ratio is that of the coordinate nearest to its noise", "[validation]") {
  const ArrayXd lambda{{2.0, 1.0}}, sigma{{0.5, 0.1}};
  const auto problem = gaussian_quadratic(lambda, sigma);
  const DiagonalSetting s = started_at_ratio({lambda, sigma, ArrayXd{{-7.0, 1.0}}, 0.1}, 0.7);
  CHECK(s.x0(0) == Approx(-0.7 * std::numbers::sqrt2 * 0.25));
  DiagonalSetting moved = s;
  moved.x0(1) *= 0.5;
  const auto all = course_of(moved, 2).processes();
  MomentRecorder ratio("ratio", least_ratio(all, problem, sigma));
  const Clock clock(0.1, 1);
  run(all, clock, RecordTimes::at(clock, {0}), 64, Philox(1), {&ratio});
  CHECK(ratio.mean(0).value(0) == Approx(0.35));
  CHECK(ratio.mean(2).value(0) == Approx(0.35));
}

TEST_CASE("the intercept as printed depends on the sign of the gradient", "[validation]") {
  const ArrayXd y{{1.2, -1.2}};
  const ArrayXd printed = line(y, Intercept::printed);
  CHECK(printed(0) == line(y, Intercept::below)(0));
  CHECK(printed(1) == line(y, Intercept::above)(1));
  CHECK(printed(1) > printed(0));
  CHECK(variance_step(y, Intercept::printed).deviation.value(1) > 0);
  CHECK(variance_step(y, Intercept::below).deviation.value.maxCoeff() < 0);
}

TEST_CASE("the spread's sides are those of its paths", "[validation]") {
  const DiagonalSetting s{ArrayXd{{1.0, 1.0}}, ArrayXd{{1.0, 1.0}},
                          1.3 * std::numbers::sqrt2 * ArrayXd{{1.0, -1.0}}, 0.01};
  const Course course = course_of(s, 2);
  const auto all = course.processes();
  SampleRecorder x("x",
                   side_by_side({state_field(*all[0], 0, "x"), state_field(*all[1], 1, "x"),
                                 state_field(*all[2], 2, "x")}),
                   256);
  const Clock clock(0.01, 10);
  run(all, clock, RecordTimes::at(clock, {0, 10}), 256, Philox(3), {&x});
  const PhaseWindows windows(s, 1.0);
  const Spread spread(x, optimizer, s, windows);
  const Block at = x.at(1).leftCols(2);
  const Block apart = at.rowwise() - at.colwise().mean();
  const Estimate variance = spread.variance_sides(Intercept::below, false);
  CHECK(variance.value(0) == Approx(apart.square().sum() / 255.0));
  const ArrayXd y = at.reshaped() / std::numbers::sqrt2;
  CHECK(variance.value(1) ==
        Approx(0.01 * 0.1 * (2.0 - line(y, Intercept::below).square().sum() / 256.0)));
  const ArrayXd norms = apart.square().rowwise().sum();
  const double tail = (norms > windows.spread(0.1)).cast<double>().mean();
  CHECK(tail > 0.0);
  const Estimate tails = spread.tail_sides(Intercept::below, Spread::Factor::one, false);
  CHECK(tails.value(0) == Approx(tail));
  CHECK(tails.value(1) == Approx(variance.value(1) / 0.1 / windows.spread(0.1)));
  const Estimate either = spread.union_sides(false);
  CHECK(either.value(0) == Approx(tail));
  CHECK(either.value(1) < tail);
  CHECK(spread.union_sides(true).value(1) > tail);
}

}  // namespace
}  // namespace sdescent::adaptive
