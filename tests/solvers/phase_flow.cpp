#include "solvers/phase_flow.hpp"

#include "io/error.hpp"
#include "solvers/ode.hpp"
#include "tests/support/relay.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace {

using namespace sdescent;
using Catch::Contains;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr PhaseMode below{0}, above{1}, sliding{0, true};

const MatrixXd identity = MatrixXd::Identity(1, 1);

/// dx = a(t) dt − Sign(x) dt.
Relay pushed(std::function<double(double)> a) {
  return Relay(identity, [a](double t, const VectorXd&, const VectorXd& u) -> VectorXd {
    return VectorXd::Constant(1, a(t)) - u;
  });
}

void check_event(const PhaseEvent& event, double t, Index component, PhaseMode from, PhaseMode to,
                 double tolerance = 1e-14) {
  CHECK(std::abs(event.t - t) <= tolerance);
  CHECK(event.component == component);
  CHECK(event.from == from);
  CHECK(event.to == to);
}

TEST_CASE("a flow that both sides lead back stays on its switching surface", "[solvers]") {
  const OdeSolution x(pushed([](double) { return 0.0; }), VectorXd::Constant(1, -0.75), 0.0, 3.0);
  REQUIRE(x.events().size() == 1);
  check_event(x.events()[0], 0.75, 0, below, sliding);
  for (const double t : {0.0, 0.4, 0.75, 1.0, 3.0})
    CHECK(x.at(t)(0) == Approx(std::min(t - 0.75, 0.0)).epsilon(0).margin(1e-14));
}

TEST_CASE("a flow that goes on crosses its switching surface at the other side's speed",
          "[solvers]") {
  // From 0.75 at speed 3, then 1.
  const OdeSolution x(pushed([](double) { return -2.0; }), VectorXd::Constant(1, 0.75), 0.0, 2.0);
  REQUIRE(x.events().size() == 1);
  check_event(x.events()[0], 0.25, 0, above, below);
  CHECK(x.at(0.125)(0) == Approx(0.375).epsilon(1e-13));
  CHECK(x.at(2.0)(0) == Approx(-1.75).epsilon(1e-13));
}

TEST_CASE("a sliding mode ends where it would need more than the sign can give", "[solvers]") {
  // x = 1/4 − t + t²/2 until 1 − √½; then u = t holds it until t = 1; then (t − 1)²/2.
  const OdeSolution x(pushed([](double t) { return t; }), VectorXd::Constant(1, 0.25), 0.0, 3.0);
  REQUIRE(x.events().size() == 2);
  check_event(x.events()[0], 1.0 - std::sqrt(0.5), 0, above, sliding);
  // θ may exceed 1 by 2e-10, and u = 2θ − 1 = t.
  check_event(x.events()[1], 1.0, 0, sliding, above, 1e-9);
  CHECK(x.at(0.2)(0) == Approx(0.07).epsilon(1e-12));
  CHECK(std::abs(x.at(0.7)(0)) < 1e-13);
  CHECK(x.at(3.0)(0) == Approx(2.0).epsilon(1e-8));
}

TEST_CASE("event times carry the tolerance where solutions curve", "[solvers]") {
  // x' = −x − Sign(x): x = (x0 + 1) e^{−t} − 1 reaches 0 at log(1 + x0).
  const Relay model(
      identity, [](double, const VectorXd& s, const VectorXd& u) -> VectorXd { return -s - u; });
  for (const double tolerance : {1e-5, 1e-7, 1e-9, 1e-11}) {
    const OdeSolution x(model, VectorXd::Constant(1, 4.0), 0.0, 5.0,
                        {.relative = tolerance, .absolute = 1e-3 * tolerance});
    INFO("tolerance " << tolerance);
    REQUIRE(x.events().size() == 1);
    CHECK(std::abs(x.events()[0].t - std::log(5.0)) < 10 * tolerance);
  }
}

TEST_CASE("a start on a surface slides if it can and leaves if it cannot", "[solvers]") {
  const VectorXd zero = VectorXd::Zero(1);
  CHECK(OdeSolution(pushed([](double) { return 0.5; }), zero, 0.0, 2.0).at(2.0)(0) ==
        Approx(0.0).margin(1e-14));
  CHECK(OdeSolution(pushed([](double) { return 1.5; }), zero, 0.0, 2.0).at(2.0)(0) == Approx(1.0));
  CHECK(OdeSolution(pushed([](double) { return -4.0; }), zero, 0.0, 2.0).at(2.0)(0) ==
        Approx(-6.0));
  // Away from 0 on both sides: staying is a solution, too.
  const Relay saddle(identity,
                     [](double, const VectorXd&, const VectorXd& u) -> VectorXd { return u; });
  CHECK(OdeSolution(saddle, zero, 0.0, 2.0).at(2.0)(0) == 0.0);
  CHECK(OdeSolution(saddle, VectorXd::Constant(1, 1e-9), 0.0, 2.0).at(2.0)(0) == Approx(2.0));
}

TEST_CASE("switches at one time are taken together", "[solvers]") {
  const Index d = 7;
  const Relay model(MatrixXd::Identity(d, d),
                    [](double, const VectorXd&, const VectorXd& u) -> VectorXd { return -u; });
  VectorXd start = VectorXd::Constant(d, 0.7);
  start(3) = -0.7;
  start(5) = 0.9;
  PhaseFlow flow(model, start, 0.0, 2.0);
  int pieces_at_switch = 0;
  while (!flow.at_end()) {
    const double before = flow.time();
    flow.step();
    CHECK(flow.time() > before);
    pieces_at_switch += std::abs(flow.time() - 0.7) < 1e-12;
  }
  CHECK(pieces_at_switch == 1);
  CHECK(flow.events().size() == 7);
  CHECK(flow.state().cwiseAbs().maxCoeff() < 1e-14);
  CHECK(std::all_of(flow.modes().begin(), flow.modes().end(),
                    [](const PhaseMode& mode) { return mode == sliding; }));
}

/// The "twisting" controller x'' = −2 Sign(x) − Sign(x'), which winds around 0 infinitely often
/// before a finite time.
Relay twisting() {
  return Relay(MatrixXd::Identity(2, 2),
               [](double, const VectorXd& s, const VectorXd& u) -> VectorXd {
                 return Eigen::Vector2d(s(1), -2.0 * u(0) - u(1));
               });
}

TEST_CASE("surfaces whose speed does not depend on the signs are crossed", "[solvers]") {
  // x falls from 1 as 1 − t²/2 (x' < 0: 2 against 1), to 0 at √2 with x' = −√2; then x'' = 3.
  const OdeSolution s(twisting(), Eigen::Vector2d(1.0, 0.0), 0.0, 2.0);
  const double first = std::sqrt(2.0), second = first + std::sqrt(2.0) / 3.0;
  REQUIRE(s.events().size() == 2);
  check_event(s.events()[0], first, 0, above, below, 1e-10);
  check_event(s.events()[1], second, 1, below, above, 1e-10);
  CHECK(s.at(2.0)(1) == Approx(2.0 - second).epsilon(1e-9));
}

TEST_CASE("switches that accumulate are reported as chattering at their time", "[solvers]") {
  // Half-turns from (x, 0): √(2|x|) + √(2|x|)/3, and |x| shrinks to a third.
  const double half_turn = 4.0 / 3.0 * std::sqrt(2.0);
  const double end = half_turn / (1.0 - std::sqrt(1.0 / 3.0));
  try {
    const OdeSolution s(twisting(), Eigen::Vector2d(1.0, 0.0), 0.0, 10.0);
    FAIL("no end of switching was noticed");
  } catch (const NumericalFailure& failure) {
    const std::string message = failure.what(), before = "the ODE solver stopped at t = ";
    REQUIRE(message.substr(0, before.size()) == before);
    CHECK(std::stod(message.substr(before.size())) == Approx(end).epsilon(1e-6));
  }
}

TEST_CASE("NaN in a phase is reported with its time", "[solvers]") {
  const Relay model = pushed([](double t) { return t > 0.5 ? nan : 0.0; });
  CHECK_THROWS_AS(OdeSolution(model, VectorXd::Ones(1), 0.0, 0.75), NumericalFailure);
  CHECK_THROWS_WITH(OdeSolution(model, VectorXd::Ones(1), 0.0, 0.75), Contains("t = 0.5"));
  CHECK_NOTHROW(OdeSolution(model, VectorXd::Ones(1), 0.0, 0.5));
  CHECK_THROWS_AS(OdeSolution(model, VectorXd::Constant(1, nan), 0.0, 0.5), NumericalFailure);
  // Sliding, too.
  CHECK_THROWS_WITH(OdeSolution(model, VectorXd::Constant(1, 0.1), 0.0, 0.75), Contains("t = 0.5"));
}

TEST_CASE("a start of another size than the state is refused", "[solvers]") {
  CHECK_THROWS_AS(OdeSolution(twisting(), VectorXd::Ones(3), 0.0, 1.0), InvalidInput);
}

TEST_CASE("a switched right-hand side is the mean of both sides on a surface, and NaN shows",
          "[solvers]") {
  const Relay model = pushed([](double) { return 0.25; });
  Scratch scratch;
  const Block s{{-2.0}, {0.0}, {3.0}, {nan}};
  Block ds(4, 1);
  model.derivative(0.0, s, ds, scratch);
  CHECK(ds(0) == 1.25);
  CHECK(ds(1) == 0.25);
  CHECK(ds(2) == -0.75);
  CHECK(std::isnan(ds(3)));
}

}  // namespace
