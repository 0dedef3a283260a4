#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <thread>

namespace {

using namespace sdescent;

constexpr std::uint64_t paths = 4160;  // 33 chunks of 128, the last of one lane

const Clock clock_of_ten(1.0, 10);

Outcome run_counter(const FunctionProcessParts& parts, const RunControl& control,
                    const std::vector<Recorder*>& recorders = {}) {
  return run({make_process(parts)}, clock_of_ten, RecordTimes::every(clock_of_ten, 2), paths,
             Philox(0), recorders, control);
}

TEST_CASE("a run asked to stop before it begins stops at once", "[solvers]") {
  std::atomic<int> steps = 0;
  FunctionProcessParts parts;
  parts.advance = [&](const At&, BlockRef) { ++steps; };
  const std::atomic<bool> stop = true;
  for (const unsigned threads : {1u, 3u}) {
    const Outcome outcome = run_counter(parts, {.threads = threads, .stop = &stop});
    CHECK(outcome.kind == Outcome::Kind::stopped);
    CHECK(outcome.message == "stopped");
    CHECK(outcome.t == 0.0);
  }
  CHECK(steps == 0);
}

TEST_CASE("a run asked to stop on the way takes no further step", "[solvers]") {
  std::atomic<bool> stop = false;
  int steps = 0;
  FunctionProcessParts parts;
  parts.advance = [&](const At& at, BlockRef) {
    if (at.path == 256) ++steps;
    if (at.path == 256 && at.step == 4) stop = true;
  };
  const Outcome outcome = run_counter(parts, {.threads = 1, .tile = 64, .stop = &stop});
  CHECK(outcome.kind == Outcome::Kind::stopped);
  CHECK(steps == 5);
  CHECK(outcome.step == 4);  // the record time passed last
  CHECK(outcome.t == 4.0);
  CHECK(outcome.path == 256);
}

TEST_CASE("a run nobody stops is ok", "[solvers]") {
  const std::atomic<bool> stop = false;
  CHECK(run_counter({}, {.threads = 2, .stop = &stop}).ok());
}

TEST_CASE("progress goes up to 1", "[solvers]") {
  for (const unsigned threads : {1u, 2u, 3u, 2u, 3u, 2u, 3u}) {
    std::vector<double> fractions;
    const auto tell = [&](double fraction) {
      fractions.push_back(fraction);
      // While one thread is here, others cannot tell of the end they reach.
      if (fraction > 0.95) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    };
    REQUIRE(run_counter({}, {.threads = threads, .progress = tell}).ok());
    INFO(threads << " threads");
    REQUIRE_FALSE(fractions.empty());
    CHECK(std::is_sorted(fractions.begin(), fractions.end()));
    CHECK(fractions.front() > 0.0);
    CHECK(fractions.back() == 1.0);
  }
}

TEST_CASE("progress of one thread is told at every record time of every tile", "[solvers]") {
  std::vector<double> fractions;
  REQUIRE(run_counter({}, {.threads = 1,
                           .tile = 64,
                           .progress = [&](double fraction) { fractions.push_back(fraction); }})
              .ok());
  // 65 tiles of 64 paths, six record times.
  const auto count = [&](double fraction) {
    return std::count_if(fractions.begin(), fractions.end(),
                         [&](double f) { return f == Approx(fraction).epsilon(1e-12); });
  };
  for (int i = 1; i < 390; ++i) CHECK(count(i / 390.0) == 1);
  CHECK(fractions.size() >= 390);
}

TEST_CASE("progress never passes 1 when a failure is looked into", "[solvers]") {
  FunctionProcessParts parts;
  parts.advance = [](const At& at, BlockRef state) {
    if (at.path + static_cast<std::uint64_t>(state.rows()) == paths && at.step == 9)
      state.setConstant(std::numeric_limits<double>::quiet_NaN());
  };
  double most = 0.0;
  const Outcome outcome = run_counter(
      parts, {.threads = 1, .tile = 128, .progress = [&](double f) { most = std::max(most, f); }});
  CHECK_FALSE(outcome.ok());
  CHECK(most > 0.9);
  CHECK(most < 1.0);
}

struct Surprise : std::runtime_error {
  Surprise() : std::runtime_error("surprise") {}
};

TEST_CASE("exceptions reach whoever called run()", "[solvers]") {
  FunctionProcessParts in_advance, in_start;
  in_advance.advance = [](const At& at, BlockRef) {
    if (at.path >= 2048 && at.step == 5) throw Surprise();
  };
  in_start.start = [](const At&, const Lockstep&, BlockRef) { throw Surprise(); };
  MomentRecorder in_observable("m", {{"x"}, [](const Lockstep& blocks, BlockRef out, Scratch&) {
                                       out.setZero();
                                       if (blocks.path >= 1024) throw Surprise();
                                     }});
  for (const unsigned threads : {1u, 2u, 3u}) {
    INFO(threads << " threads");
    CHECK_THROWS_AS(run_counter(in_advance, {.threads = threads}), Surprise);
    CHECK_THROWS_AS(run_counter(in_start, {.threads = threads}), Surprise);
    CHECK_THROWS_AS(run_counter({}, {.threads = threads}, {&in_observable}), Surprise);
    CHECK_THROWS_AS(
        run_counter({}, {.threads = threads, .progress = [](double) { throw Surprise(); }}),
        Surprise);
  }
}

}  // namespace
