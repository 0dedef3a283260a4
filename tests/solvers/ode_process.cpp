#include "solvers/ode_process.hpp"

#include "io/error.hpp"
#include "solvers/later_start.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/contract_kit.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace {

using namespace sdescent;
using Catch::Message;

/// Two coordinates that decay at rates 1 and 3.
struct Decay final : OdeModel {
  Layout columns = {{"x", 1}, {"v", 1}};
  const Layout& layout() const override { return columns; }
  void derivative(double, const ConstBlockRef& s, BlockRef ds, Scratch&) const override {
    ds.col(0) = -s.col(0);
    ds.col(1) = -3.0 * s.col(1);
  }
};

const StartPoint start(Eigen::Vector2d(2.0, -1.0));

TEST_CASE("every path of a run sees the one solution of an ODE", "[solvers]") {
  const auto process = std::make_shared<OdeProcess>("flow", Decay(), start, 3.0);
  const Observable both =
      side_by_side({state_field(*process, 0, "x"), state_field(*process, 0, "v")});
  SampleRecorder samples("s", both, 200);
  const Clock clock(0.1, 30);
  const auto times = RecordTimes::at(clock, {0, 3, 4, 17, 30});
  REQUIRE(run({process}, clock, times, 200, Philox(0), {&samples}).ok());
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double t = clock.time(times.ticks()[i]);
    const Block seen = samples.at(i);
    INFO("t = " << t);
    CHECK(seen(0, 0) == Approx(2.0 * std::exp(-t)).epsilon(1e-9));
    CHECK(seen(0, 1) == Approx(-std::exp(-3.0 * t)).epsilon(1e-9));
    CHECK((seen == seen.row(0).replicate(200, 1)).all());
    CHECK((seen.row(0).matrix().transpose() - process->solution().at(t)).norm() < 1e-15);
  }
}

TEST_CASE("an ODE takes any step and says so", "[solvers]") {
  const OdeProcess process("flow", Decay(), start, 3.0);
  CHECK(process.name() == "flow");
  CHECK(process.time_per_step() == 0.0);
  CHECK(process.start_time() == 0.0);
  CHECK(process.layout().field("v").first == 1);
}

TEST_CASE("an ODE may begin later", "[solvers]") {
  const OdeProcess later("flow", Decay(), LaterStart(start, 1.5), 3.0);
  CHECK(later.start_time() == 1.5);
  CHECK(later.solution().at(2.5)(0) == Approx(2.0 * std::exp(-1.0)).epsilon(1e-9));
  check_process(later);
}

TEST_CASE("the end of an ODE's interval survives the rounding of t + dt", "[solvers]") {
  const Clock clock(0.01, 30);
  const double t = clock.time(3);
  REQUIRE(t + (clock.end() - t) > clock.end());
  const auto process = std::make_shared<OdeProcess>("flow", Decay(), start, clock.end());
  CHECK(run({process}, clock, RecordTimes::at(clock, {3, 30}), 1, Philox(0), {}).ok());
}

TEST_CASE("an ODE asked beyond its end refuses", "[solvers]") {
  const auto process = std::make_shared<OdeProcess>("flow", Decay(), start, 3.0);
  const Clock clock(0.1, 31);
  CHECK_THROWS_AS(run({process}, clock, RecordTimes::every(clock, 1), 1, Philox(0), {}),
                  InvalidInput);
}

TEST_CASE("an ODE's start must have the state's dimension", "[solvers]") {
  CHECK_THROWS_MATCHES(OdeProcess("flow", Decay(), StartPoint(Eigen::VectorXd::Ones(3)), 1.0),
                       InvalidInput,
                       Message("dimension of the start of process flow must be 2, got 3"));
}

TEST_CASE("an ODE that cannot be solved fails when it is made", "[solvers]") {
  struct Square final : OdeModel {
    Layout columns = {{"x", 1}};
    const Layout& layout() const override { return columns; }
    void derivative(double, const ConstBlockRef& s, BlockRef ds, Scratch&) const override {
      ds = s.square();
    }
  };
  const StartPoint one(Eigen::VectorXd::Ones(1));
  CHECK_NOTHROW(OdeProcess("square", Square(), one, 0.5));
  CHECK_THROWS_AS(OdeProcess("square", Square(), one, 1.5), NumericalFailure);
}

TEST_CASE("an ODE keeps what every process promises", "[solvers]") {
  check_process(OdeProcess("flow", Decay(), start, 3.0));
}

}  // namespace
