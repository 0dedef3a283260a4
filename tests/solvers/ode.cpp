#include "solvers/ode.hpp"

#include "io/error.hpp"
#include "tests/support/allocation_count.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace sdescent;
using Catch::Contains;
using Catch::Message;
using Vector = Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

void decay(double, const Vector& s, Vector& ds) { ds = -s; }

void oscillator(double, const Vector& s, Vector& ds) {
  ds(0) = s(1);
  ds(1) = -s(0);
}

void square(double, const Vector& s, Vector& ds) { ds = s.array().square(); }

Vector one(double x = 1.0) { return Vector::Constant(1, x); }

/// The time named by the message of a failure to solve; NaN if there was none.
double failure_time(const OdeRightHandSide& rhs, const Vector& s0, double t1,
                    const OdeTolerance& tolerance = {}) {
  try {
    const OdeSolution solution(rhs, s0, 0.0, t1, tolerance);
  } catch (const NumericalFailure& failure) {
    const std::string message = failure.what(), before = "the ODE solver stopped at t = ";
    REQUIRE(message.substr(0, before.size()) == before);
    return std::stod(message.substr(before.size()));
  }
  return nan;
}

TEST_CASE("solutions are as accurate as asked for, between the steps too", "[solvers]") {
  for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10, 1e-12}) {
    const OdeTolerance asked{.relative = tolerance, .absolute = 1e-4 * tolerance};
    const OdeSolution exponential(decay, one(), 0.0, 5.0, asked);
    const OdeSolution circle(oscillator, Eigen::Vector2d(1.0, 0.0), 0.0, 10.0, asked);
    double of_exponential = 0.0, of_circle = 0.0;
    for (int i = 0; i <= 1000; ++i) {
      const double t = i / 200.0;
      of_exponential = std::max(of_exponential, std::abs(exponential.at(t)(0) - std::exp(-t)));
      const Vector s = circle.at(2.0 * t);
      of_circle = std::max(
          {of_circle, std::abs(s(0) - std::cos(2.0 * t)), std::abs(s(1) + std::sin(2.0 * t))});
    }
    INFO("tolerance " << tolerance);
    CHECK(of_exponential < tolerance);
    CHECK(of_circle < 4.0 * tolerance);
    CHECK(of_circle > 0.01 * tolerance);
  }
}

TEST_CASE("a step is exact to degree 5 and the interpolant to degree 4", "[solvers]") {
  // So loose a tolerance that nothing but the order keeps the error small.
  const OdeTolerance loose{.relative = 1e3, .absolute = 1e3};
  for (int degree = 1; degree <= 6; ++degree) {
    const OdeSolution power(
        [degree](double t, const Vector&, Vector& ds) { ds(0) = degree * std::pow(t, degree - 1); },
        one(0.0), 0.0, 1.0, loose);
    double between = 0.0;
    for (int i = 0; i <= 100; ++i)
      between = std::max(between, std::abs(power.at(i / 100.0)(0) - std::pow(i / 100.0, degree)));
    const double at_the_end = std::abs(power.at(1.0)(0) - 1.0);
    INFO("degree " << degree);
    CHECK((between < 1e-14) == (degree <= 4));
    CHECK((at_the_end < 1e-14) == (degree <= 5));
  }
}

TEST_CASE("a solution begins at its start and may begin at any time", "[solvers]") {
  const OdeSolution solution(decay, Eigen::Vector2d(3.0, -1.0), 2.0, 4.0);
  CHECK(solution.at(2.0) == Eigen::Vector2d(3.0, -1.0));
  CHECK(solution.at(4.0)(0) == Approx(3.0 * std::exp(-2.0)).epsilon(1e-9));
  CHECK(solution.at(3.3)(1) == Approx(-std::exp(-1.3)).epsilon(1e-9));
  CHECK(solution.steps() > 5);
}

TEST_CASE("an interval without length has its start for a solution", "[solvers]") {
  const OdeSolution solution(decay, one(3.0), 2.0, 2.0);
  CHECK(solution.at(2.0)(0) == 3.0);
  CHECK(solution.steps() == 0);
  CHECK_THROWS_AS(solution.at(2.1), InvalidInput);
}

TEST_CASE("times outside the interval are refused", "[solvers]") {
  const OdeSolution solution(decay, one(), 1.0, 2.0);
  CHECK_THROWS_MATCHES(solution.at(0.5), InvalidInput,
                       Message("time of the ODE's solution must be between 1 and 2, got 0.5"));
  CHECK_THROWS_AS(solution.at(2.0 + 1e-15), InvalidInput);
  CHECK_THROWS_AS(solution.at(nan), InvalidInput);
}

TEST_CASE("intervals and tolerances that make no sense are refused", "[solvers]") {
  const auto solve = [](double t0, double t1, OdeTolerance tolerance = {}) {
    return OdeSolution(decay, one(), t0, t1, tolerance).steps();
  };
  CHECK_THROWS_MATCHES(solve(1.0, 0.5), InvalidInput,
                       Message("end of the ODE's interval must be >= its start 1, got 0.5"));
  CHECK_THROWS_AS(solve(0.0, nan), InvalidInput);
  CHECK_THROWS_AS(solve(nan, 1.0), InvalidInput);
  CHECK_THROWS_AS(solve(0.0, infinity), InvalidInput);
  CHECK_THROWS_AS(solve(-infinity, 0.0), InvalidInput);
  CHECK_THROWS_AS(solve(0.0, 1.0, {.relative = 0.0}), InvalidInput);
  CHECK_THROWS_AS(solve(0.0, 1.0, {.absolute = -1.0}), InvalidInput);
}

TEST_CASE("the right-hand side is asked within the interval only", "[solvers]") {
  double least = 0.0, most = 0.0;
  const auto watched = [&](double t, const Vector& s, Vector& ds) {
    least = std::min(least, t);
    most = std::max(most, t);
    ds = -s;
  };
  // Around 0, where t + (t1 − t) need not be t1.
  for (int i = 1; i <= 300; ++i) {
    const double t0 = -0.9, t1 = 0.013 * i;
    least = most = t0;
    const OdeSolution solution(watched, one(), t0, t1, {.relative = 1.0, .absolute = 1.0});
    INFO("end " << t1);
    CHECK(least == t0);
    CHECK(most == t1);
  }

  // x = (1 − t)^(3/2) has no derivative after 1.
  const OdeSolution root(
      [](double t, const Vector&, Vector& ds) { ds(0) = -1.5 * std::sqrt(1.0 - t); }, one(), 0.0,
      1.0);
  CHECK(root.at(1.0)(0) == Approx(0.0).margin(1e-9));
  CHECK(root.at(0.75)(0) == Approx(0.125).epsilon(1e-8));
}

TEST_CASE("a right-hand side that becomes NaN ends the solution", "[solvers]") {
  const auto breaks_at_one = [](double t, const Vector& s, Vector& ds) {
    ds = -s;
    if (t > 1.0) ds(0) = nan;
  };
  // Known to within the step tried then.
  CHECK(failure_time(breaks_at_one, one(), 2.0) == Approx(1.0).margin(0.05));
  CHECK(std::isnan(failure_time(breaks_at_one, one(), 1.0)));
  CHECK_THROWS_WITH(OdeSolution(breaks_at_one, one(), 0.0, 2.0),
                    Contains("the right-hand side is not finite"));
}

TEST_CASE("a trial step into NaN is repeated with a smaller one", "[solvers]") {
  // x = (1 + t)^-2 by x' = −2 x^(3/2), which a step too long makes imaginary.
  bool refused = false;
  const auto root = [&](double, const Vector& s, Vector& ds) {
    ds(0) = -200.0 * s(0) * std::sqrt(s(0));
    refused = refused || std::isnan(ds(0));
  };
  const OdeSolution x(root, one(), 0.0, 100.0, {.relative = 1e-8, .absolute = 1e-14});
  CHECK(refused);
  for (const double t : {0.001, 0.1, 7.0, 100.0})
    CHECK(x.at(t)(0) == Approx(std::pow(1.0 + 100.0 * t, -2)).epsilon(1e-6));
}

TEST_CASE("states at given times are those of the solution, and nothing is kept", "[solvers]") {
  const std::vector<double> times = {1.0, 1.0, 1.5, 2.75, 3.0};
  const OdeSolution kept(oscillator, Eigen::Vector2d(1.0, 0.0), 1.0, 3.0);
  std::vector<Vector> seen;
  observe_ode(oscillator, Eigen::Vector2d(1.0, 0.0), 1.0, times,
              [&](std::size_t i, const Vector& s) {
                CHECK(i == seen.size());
                seen.push_back(s);
              });
  REQUIRE(seen.size() == times.size());
  CHECK(seen[0] == Eigen::Vector2d(1.0, 0.0));
  CHECK(seen[1] == seen[0]);
  for (std::size_t i = 0; i < times.size(); ++i)
    CHECK((seen[i] - kept.at(times[i])).cwiseAbs().maxCoeff() < 1e-14);

  const auto observe = [&](std::vector<double> at) {
    observe_ode(decay, one(), 1.0, at, [](std::size_t, const Vector&) {});
  };
  CHECK_NOTHROW(observe({1.0}));
  CHECK_THROWS_AS(observe({}), InvalidInput);
  CHECK_THROWS_MATCHES(observe({0.5, 2.0}), InvalidInput,
                       Message("time at which to observe the ODE must be >= the one before it, 1, "
                               "got 0.5"));
  CHECK_THROWS_AS(observe({2.0, 1.5}), InvalidInput);
  CHECK_THROWS_AS(observe({1.5, nan, 2.0}), InvalidInput);
  CHECK_THROWS_AS(observe({1.5, infinity}), InvalidInput);
}

TEST_CASE("steps allocate nothing", "[solvers]") {
  if (!allocation_counting_available()) return;
  DormandPrince solver(oscillator, Eigen::Vector2d(1.0, 0.0), 0.0, 10.0);
  Vector s(2);
  solver.step();
  solver.interpolate(solver.time(), s);
  const AllocationCount count;
  while (!solver.at_end()) {
    solver.step();
    solver.interpolate(0.5 * (solver.step_start() + solver.time()), s);
  }
  const std::size_t allocations = count.so_far();
  CHECK(allocations == 0);
  CHECK(solver.steps() > 10);
  CHECK(solver.evaluations() >= 6 * solver.steps());
}

TEST_CASE("a solver restarted inside its last step goes on from there", "[solvers]") {
  DormandPrince solver(decay, one(), 0.0, 3.0);
  solver.step();
  const double t = 0.5 * (solver.step_start() + solver.time());
  solver.restart(t, one(5.0));
  CHECK(solver.time() == t);
  CHECK(solver.step_start() == t);
  while (!solver.at_end()) solver.step();
  CHECK(solver.time() == 3.0);
  CHECK(solver.state()(0) == Approx(5.0 * std::exp(t - 3.0)).epsilon(1e-9));
}

TEST_CASE("a start that is not finite ends the solution even if nothing depends on it",
          "[solvers]") {
  const auto constant = [](double, const Vector&, Vector& ds) { ds(0) = 1.0; };
  CHECK_THROWS_AS(OdeSolution(constant, one(nan), 0.0, 1.0), NumericalFailure);
  CHECK_THROWS_AS(OdeSolution(constant, one(infinity), 0.0, 1.0), NumericalFailure);
}

TEST_CASE("finite-time blow-up ends the solution at its time", "[solvers]") {
  // x = 1/(1 − t).
  CHECK(failure_time(square, one(), 2.0) == Approx(1.0).margin(1e-6));
  const OdeSolution before(square, one(), 0.0, 0.9);
  CHECK(before.at(0.5)(0) == Approx(2.0).epsilon(1e-8));
  CHECK(before.at(0.9)(0) == Approx(10.0).epsilon(1e-8));
}

TEST_CASE("overflow ends the solution", "[solvers]") {
  const auto grow = [](double, const Vector& s, Vector& ds) { ds = 1000.0 * s; };
  // e^709.8 is the largest double.
  CHECK(failure_time(grow, one(), 2.0) == Approx(0.7097).margin(0.02));
}

TEST_CASE("a jump of the right-hand side that the solution cannot leave ends it there",
          "[solvers]") {
  long evaluations = 0;
  const auto sign_flow = [&](double, const Vector& s, Vector& ds) {
    ++evaluations;
    ds = -s.array().sign();
  };
  CHECK(failure_time(sign_flow, one(), 2.0) == Approx(1.0).margin(1e-6));
  CHECK(failure_time(sign_flow, Vector::LinSpaced(1000, 0.5, 1.0), 2.0) ==
        Approx(0.5).margin(1e-6));
  // Long before the solution, every piece of which is kept, fills the memory.
  CHECK(evaluations < 50'000);
  const OdeSolution before(sign_flow, one(), 0.0, 0.99);
  CHECK(before.at(0.99)(0) == Approx(0.01).epsilon(1e-9));
}

TEST_CASE("a jump that the solution passes is passed", "[solvers]") {
  const OdeSolution solution(
      [](double t, const Vector&, Vector& ds) { ds(0) = t < 0.3 ? 1.0 : 2.0; }, one(0.0), 0.0, 1.0);
  CHECK(solution.at(1.0)(0) == Approx(1.7).epsilon(1e-8));
}

TEST_CASE("too many steps end the solution", "[solvers]") {
  OdeTolerance few;
  few.max_steps = 20;
  CHECK_THROWS_WITH(OdeSolution(decay, one(), 0.0, 100.0, few), Contains("too many steps"));
  few.max_steps = OdeSolution(decay, one(), 0.0, 5.0).steps();
  CHECK_NOTHROW(OdeSolution(decay, one(), 0.0, 5.0, few));
  --few.max_steps;
  CHECK_THROWS_AS(OdeSolution(decay, one(), 0.0, 5.0, few), NumericalFailure);
}

TEST_CASE("an exception of the right-hand side comes through", "[solvers]") {
  const auto refuse = [](double t, const Vector&, Vector&) {
    throw InvalidInput("no derivative at " + std::to_string(t));
  };
  CHECK_THROWS_AS(OdeSolution(refuse, one(), 0.0, 1.0), InvalidInput);
}

TEST_CASE("a solution moved elsewhere is the same", "[solvers]") {
  OdeSolution solution(decay, one(), 0.0, 2.0);
  const double value = solution.at(1.3)(0);
  const OdeSolution elsewhere = std::move(solution);
  CHECK(elsewhere.at(1.3)(0) == value);
}

/// ds/dt = −t s, with a temporary.
struct TimedDecay final : OdeModel {
  Layout columns = {{"x", 2}};
  const Layout& layout() const override { return columns; }
  void derivative(double t, const ConstBlockRef& s, BlockRef ds, Scratch& scratch) const override {
    Scratch::Frame frame(scratch);
    BlockMap product = frame.block(s.rows(), s.cols());
    product = t * s;
    ds = -product;
  }
};

TEST_CASE("a model is solved for one path", "[solvers]") {
  const OdeSolution solution(TimedDecay(), Eigen::Vector2d(1.0, -3.0), 0.0, 2.0);
  for (const double t : {0.0, 0.4, 1.1, 2.0}) {
    CHECK(solution.at(t)(0) == Approx(std::exp(-0.5 * t * t)).epsilon(1e-9));
    CHECK(solution.at(t)(1) == Approx(-3.0 * std::exp(-0.5 * t * t)).epsilon(1e-9));
  }
}

}  // namespace
