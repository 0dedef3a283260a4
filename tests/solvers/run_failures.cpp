#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace sdescent;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t paths = 40'017;  // in chunks of 640

/// A value put into one path's state by one step.
struct Fault {
  std::uint64_t path, step;
  double value;
};

/// Counts its steps until a fault.
FunctionProcessParts faulty(std::string name, std::vector<Fault> faults) {
  FunctionProcessParts parts;
  parts.name = std::move(name);
  parts.layout = {{"x", 2}};
  parts.time_per_step = 0.125;
  parts.advance = [faults = std::move(faults)](const At& at, BlockRef state) {
    state += 1.0;
    for (const Fault& fault : faults)
      if (fault.step == at.step && fault.path >= at.path &&
          fault.path < at.path + static_cast<std::uint64_t>(state.rows()))
        state(static_cast<Index>(fault.path - at.path), 1) = fault.value;
  };
  return parts;
}

/// Writes a value into the first column of one path, if it is in this tile.
void mark(const At& at, std::uint64_t path, double value, BlockRef state) {
  if (path >= at.path && path < at.path + static_cast<std::uint64_t>(state.rows()))
    state(static_cast<Index>(path - at.path), 0) = value;
}

/// Runs with every number of threads and tile size and checks that all end alike.
void check_outcome(const std::vector<std::shared_ptr<const Process>>& processes,
                   const RecordTimes& times, const std::vector<Recorder*>& recorders,
                   const Outcome& expected) {
  const Clock clock(0.25, 20);
  for (const unsigned threads : {1u, 2u, 3u})
    for (const Index tile : {0, 64, 128, 512}) {
      const Outcome outcome = run(processes, clock, times, paths, Philox(0), recorders,
                                  {.threads = threads, .tile = tile});
      INFO(threads << " threads, tile " << tile);
      CHECK(outcome.kind == expected.kind);
      CHECK(outcome.step == expected.step);
      CHECK(outcome.t == expected.t);
      CHECK(outcome.path == expected.path);
      CHECK(outcome.message == expected.message);
    }
}

Outcome not_finite(std::uint64_t step, double t, std::uint64_t path, const std::string& where) {
  return {Outcome::Kind::non_finite, step, t, path,
          where + "; a smaller step (eta, or a finer grid for an SDE) usually cures this"};
}

const RecordTimes at_end = RecordTimes::at(Clock(0.25, 20), {20});
const RecordTimes often = RecordTimes::every(Clock(0.25, 20), 1);

TEST_CASE("the first step after which a state is NaN is named with its path", "[solvers]") {
  // Step number 12, the thirteenth, ends at 13/8.
  const std::vector<std::shared_ptr<const Process>> processes = {
      make_process(faulty("good", {})), make_process(faulty("bad", {{30'005, 12, nan}}))};
  const Outcome expected = not_finite(
      13, 1.625, 30'005, "state of bad is not finite after step 13 (t = 1.625, path 30005)");
  check_outcome(processes, at_end, {}, expected);
  check_outcome(processes, often, {}, expected);
}

TEST_CASE("an infinite state is as bad as NaN, in the first step and in the last", "[solvers]") {
  check_outcome(
      {make_process(faulty("p", {{0, 0, -infinity}}))}, at_end, {},
      not_finite(1, 0.125, 0, "state of p is not finite after step 1 (t = 0.125, path 0)"));
  check_outcome(
      {make_process(faulty("p", {{paths - 1, 39, infinity}}))}, at_end, {},
      not_finite(40, 5.0, paths - 1, "state of p is not finite after step 40 (t = 5, path 40016)"));
}

TEST_CASE("an overflow is found where it happens", "[solvers]") {
  // 10^(2^k) passes 1.8e308 at k = 9.
  FunctionProcessParts square = faulty("square", {});
  square.start = [](const At& at, const Lockstep&, BlockRef state) {
    state.setOnes();
    mark(at, 777, 10.0, state);
  };
  square.advance = [](const At&, BlockRef state) { state = state.square(); };
  check_outcome({make_process(square)}, at_end, {},
                not_finite(9, 1.125, 777,
                           "state of square is not finite after step 9 (t = 1.125, path 777)"));
}

TEST_CASE("of several failures the one named is the same for every tile size", "[solvers]") {
  // Of the first group of 64 paths in which one fails, the first step, and of that the first path.
  const Outcome expected =
      not_finite(10, 1.25, 650, "state of p is not finite after step 10 (t = 1.25, path 650)");
  check_outcome({make_process(faulty("p", {{30'000, 0, nan},
                                           {710, 2, nan},  // the next group, and earlier
                                           {660, 9, nan},
                                           {650, 9, nan},
                                           {645, 30, nan}}))},
                at_end, {}, expected);
  check_outcome({make_process(faulty("p", {{900, 1, nan}, {650, 9, nan}}))}, often, {}, expected);
}

TEST_CASE("a state that is not finite at its start is named with the steps before it",
          "[solvers]") {
  FunctionProcessParts parts = faulty("p", {});
  parts.start_time = 1.0;
  parts.start = [](const At& at, const Lockstep&, BlockRef state) {
    state.setZero();
    mark(at, 150, nan, state);
  };
  check_outcome({make_process(parts)}, at_end, {},
                not_finite(8, 1.0, 150, "state of p is not finite after step 8 (t = 1, path 150)"));
}

TEST_CASE("a continuous process that fails is named with the clock's tick", "[solvers]") {
  FunctionProcessParts parts = faulty("ode", {});
  parts.time_per_step = 0.0;
  parts.advance = [](const At& at, BlockRef state) {
    if (at.t + at.dt > 1.0) state.setConstant(nan);
  };
  check_outcome(
      {make_process(parts)}, often, {},
      not_finite(5, 1.25, 0, "state of ode is not finite after tick 5 (t = 1.25, path 0)"));
}

TEST_CASE("of several failures of a continuous process the one named is the same too",
          "[solvers]") {
  FunctionProcessParts parts = faulty("ode", {});
  parts.time_per_step = 0.0;
  parts.advance = [](const At& at, BlockRef state) {
    if (at.t + at.dt > 1.0) mark(at, 710, nan, state);  // in the next group, and earlier
    if (at.t + at.dt > 2.0) mark(at, 650, nan, state);
  };
  check_outcome(
      {make_process(parts)}, often, {},
      not_finite(9, 2.25, 650, "state of ode is not finite after tick 9 (t = 2.25, path 650)"));
}

TEST_CASE("an observed value that is not finite is named with recorder, column, time and path",
          "[solvers]") {
  // Every path counts its steps, two a tick; the one that starts at −6 reaches the observable's
  // pole.
  FunctionProcessParts parts = faulty("p", {});
  parts.start = [](const At& at, const Lockstep&, BlockRef state) {
    state.setZero();
    mark(at, 700, -6.0, state);
  };
  const Observable pole{{"1/x"}, [](const Lockstep& blocks, BlockRef out, Scratch&) {
                          const auto x = blocks.state(0).col(0);
                          out.col(0) = (x < blocks.state(0).col(1)).select(1.0 / x, 0.0);
                        }};
  const Outcome expected = not_finite(
      3, 0.75, 700, "1/x of recorder \"m\" is not finite after tick 3 (t = 0.75, path 700)");
  const Observable fine = state_field(*make_process(parts), 0, "x");
  MomentRecorder moments("m", side_by_side({fine, pole}));
  MomentRecorder others("o", fine);
  check_outcome({make_process(parts)}, often, {&others, &moments}, expected);
  SampleRecorder samples("m", pole, 1000);
  check_outcome({make_process(parts)}, often, {&samples}, expected);
  // A recorder that keeps fewer paths does not see it.
  SampleRecorder few("s", pole, 700);
  const Clock clock(0.25, 20);
  CHECK(run({make_process(parts)}, clock, often, paths, Philox(0), {&few}).ok());
}

TEST_CASE("the earliest of two processes' failures is named, whatever their order", "[solvers]") {
  const auto late = make_process(faulty("late", {{30'005, 12, nan}}));
  const auto early = make_process(faulty("early", {{30'006, 4, nan}}));
  const Outcome expected = not_finite(
      5, 0.625, 30'006, "state of early is not finite after step 5 (t = 0.625, path 30006)");
  check_outcome({late, early}, at_end, {}, expected);
  check_outcome({early, late}, at_end, {}, expected);
  // Of failures at one time, the first process's.
  const auto same = make_process(faulty("same", {{30'007, 4, nan}}));
  check_outcome({early, same}, at_end, {}, expected);
}

TEST_CASE("failures after the last record time are nobody's concern", "[solvers]") {
  const Clock clock(0.25, 20);
  const auto process = make_process(faulty("p", {{5, 20, nan}}));
  CHECK(run({process}, clock, RecordTimes::at(clock, {10}), 10, Philox(0), {}).ok());
  CHECK_FALSE(run({process}, clock, RecordTimes::at(clock, {11}), 10, Philox(0), {}).ok());
}

}  // namespace
