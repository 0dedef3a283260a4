#include "io/error.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace sdescent;
using Catch::Message;

/// Starts at its path's number and adds `rate` in every step of 0.5.
FunctionProcessParts counter(std::string name, double rate) {
  FunctionProcessParts parts;
  parts.name = std::move(name);
  parts.time_per_step = 0.5;
  parts.start = [](const At& at, const Lockstep&, BlockRef state) {
    for (Index r = 0; r < state.rows(); ++r)
      state(r, 0) = static_cast<double>(at.path + static_cast<std::uint64_t>(r));
  };
  parts.advance = [rate](const At&, BlockRef state) { state += rate; };
  return parts;
}

/// A counter that takes over another's state at `time`.
FunctionProcessParts successor(std::string name, double rate, double time, std::size_t of) {
  FunctionProcessParts parts = counter(std::move(name), rate);
  parts.start_time = time;
  parts.start = [of](const At&, const Lockstep& others, BlockRef state) {
    state = others.state(of);
  };
  return parts;
}

TEST_CASE("a process starts where another has arrived at its start time", "[solvers]") {
  const std::vector<std::shared_ptr<const Process>> processes = {
      make_process(counter("first", 1.0)), make_process(successor("second", 10.0, 2.0, 0)),
      make_process(successor("third", 100.0, 2.0, 1))};
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < 3; ++i) parts.push_back(state_field(*processes[i], i, "x"));
  const Clock clock(0.5, 10);
  for (const Index tile : {64, 128}) {
    SampleRecorder samples("s", side_by_side(parts), 5000);
    REQUIRE(run(processes, clock, RecordTimes::at(clock, {4, 7}), 5000, Philox(0), {&samples},
                {.threads = 2, .tile = tile})
                .ok());
    const Eigen::ArrayXd path = Eigen::ArrayXd::LinSpaced(5000, 0.0, 4999.0);
    for (Index i = 0; i < 3; ++i) CHECK((samples.at(0).col(i) == path + 4.0).all());
    CHECK((samples.at(1).col(0) == path + 7.0).all());
    CHECK((samples.at(1).col(1) == path + 34.0).all());
    CHECK((samples.at(1).col(2) == path + 304.0).all());
  }
}

TEST_CASE("start() is told step, time and stream of its start", "[solvers]") {
  FunctionProcessParts late = counter("late", 1.0);
  late.start_time = 2.0;
  late.stream = 9;
  late.layout = {{"x", 4}};
  late.start = [](const At& at, const Lockstep& others, BlockRef state) {
    state.row(0) << static_cast<double>(at.step), at.t, at.dt, static_cast<double>(at.stream);
    CHECK(others.states.empty());
  };
  const auto process = make_process(late);
  const Clock clock(0.25, 10);
  SampleRecorder samples("s", state_field(*process, 0, "x"), 1);
  REQUIRE(run({process}, clock, RecordTimes::at(clock, {8}), 1, Philox(0), {&samples}).ok());
  CHECK(samples.at(0)(0, 0) == 4.0);
  CHECK(samples.at(0)(0, 1) == 2.0);
  CHECK(samples.at(0)(0, 2) == 0.5);
  CHECK(samples.at(0)(0, 3) == 9.0);
}

TEST_CASE("nothing is recorded before every process has started", "[solvers]") {
  const Clock clock(0.5, 10);
  const std::vector<std::shared_ptr<const Process>> processes = {
      make_process(counter("first", 1.0)), make_process(successor("second", 10.0, 2.0, 0))};
  CHECK(run(processes, clock, RecordTimes::at(clock, {4}), 1, Philox(0), {}).ok());
  CHECK_THROWS_MATCHES(
      run(processes, clock, RecordTimes::at(clock, {3, 4}), 1, Philox(0), {}), InvalidInput,
      Message("first record tick must be >= 4, where every process has started, got 3"));
}

TEST_CASE("a process may start at the end of the clock", "[solvers]") {
  const Clock clock(0.5, 10);
  const std::vector<std::shared_ptr<const Process>> processes = {
      make_process(counter("first", 1.0)), make_process(successor("second", 10.0, 5.0, 0))};
  SampleRecorder samples("s", state_field(*processes[1], 1, "x"), 3);
  REQUIRE(run(processes, clock, RecordTimes::at(clock, {10}), 3, Philox(0), {&samples}).ok());
  CHECK(samples.at(0)(2, 0) == 12.0);
}

TEST_CASE("taking over from a process that has not started ends the run", "[solvers]") {
  // Whatever is found there must not pass for a number, not even in a thread's second tile.
  FunctionProcessParts late = counter("late", 1.0);
  late.start_time = 2.0;
  const std::vector<std::shared_ptr<const Process>> processes = {
      make_process(late), make_process(successor("early", 10.0, 0.0, 0))};
  const Clock clock(0.5, 10);
  const Outcome outcome = run(processes, clock, RecordTimes::at(clock, {10}), 1000, Philox(0), {});
  CHECK(outcome.kind == Outcome::Kind::non_finite);
  CHECK(outcome.path == 0);
  CHECK(outcome.step == 0);
}

}  // namespace
