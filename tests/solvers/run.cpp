#include "solvers/run.hpp"

#include "io/archive.hpp"
#include "io/error.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/first_passage_recorder.hpp"
#include "solvers/histogram_recorder.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/quantile_recorder.hpp"
#include "solvers/sample_recorder.hpp"
#include "solvers/sde_process.hpp"
#include "tests/support/function_process.hpp"
#include "tests/support/linear_sde.hpp"
#include "tests/support/recording.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <cmath>
#include <limits>

namespace {

using namespace sdescent;
using Catch::Message;

/// x += a uniform number, so that a path's state names the noise it was given.
std::shared_ptr<const Process> uniform_walk() {
  FunctionProcessParts parts;
  parts.name = "walk";
  parts.time_per_step = 0.1;
  parts.stream = 1;
  parts.advance = [](const At& at, BlockRef x) {
    Scratch::Frame frame(at.scratch);
    BlockMap u = frame.block(x.rows(), 1);
    at.noise.uniforms(at.key(), u);
    x += u;
  };
  return make_process(parts);
}

std::shared_ptr<const Process> linear_system() {
  Eigen::Matrix2d a, b;
  a << -1.0, 0.5, 0.25, -2.0;
  b << 0.1, 0.8, 0.6, -0.4;
  return std::make_shared<SdeProcess>(
      "linear", std::make_shared<LinearSde>(a, std::vector<Eigen::MatrixXd>{b, a}),
      std::make_shared<EulerMaruyama>(), SdeGrid{.unit = 0.1, .refine = 2, .brownian = 4},
      StartPoint(Eigen::Vector2d(1.0, -1.0)));
}

/// Everything a run of both processes leaves behind.
Archive results(std::uint64_t paths, const RunControl& control,
                const std::optional<StoppingRule>& stopping = {}) {
  const std::vector<std::shared_ptr<const Process>> processes = {uniform_walk(), linear_system()};
  const Observable observable =
      side_by_side({state_field(*processes[0], 0, "x"), state_field(*processes[1], 1, "s")});
  MomentRecorder moments("moments", observable, SecondMoments::covariances);
  SampleRecorder samples("samples", side_by_side({observable, stopping_time()}), 1000);
  QuantileRecorder quantiles("quantiles", observable, {.scale = 0.5, .buckets = 100});
  HistogramRecorder histogram("histogram", observable, {-1.0, 2.0, 30});
  FirstPassageRecorder passages("passages", observable, at_or_above(1.2));
  const std::vector<Recorder*> recorders = {&moments, &samples, &quantiles, &histogram, &passages};
  const Clock clock(0.1, 6);
  const Philox philox(99);
  REQUIRE(run(processes, clock, RecordTimes::every(clock, 2), paths, philox, recorders, control,
              stopping)
              .ok());
  Archive archive;
  for (const Recorder* recorder : recorders) recorder->save(archive);
  return archive;
}

TEST_CASE("a run's results do not depend on threads or tiles, to the bit", "[solvers]") {
  // 40017 paths make chunks of 1280, so that all tile sizes differ in how they cut them.
  CHECK(chunk_size(40'017) == 1280);
  for (const std::uint64_t paths : {1u, 63u, 64u, 65u, 1000u, 40'017u}) {
    const Archive reference = results(paths, {.threads = 1, .tile = 64});
    for (const unsigned threads : {1u, 2u, 3u})
      for (const Index tile : {0, 64, 128, 192, 512}) {
        INFO(paths << " paths, " << threads << " threads, tile " << tile);
        CHECK(same_bytes(results(paths, {.threads = threads, .tile = tile}), reference));
      }
  }
}

TEST_CASE("nor do results of paths that are stopped", "[solvers]") {
  // The walk, uniform steps from 0, reaches 1.8 after two to a few steps: most paths stop, each at
  // its own time, and in some tiles all do.
  const Observable walk{
      {"walk"}, [](const Lockstep& blocks, BlockRef out, Scratch&) { out = blocks.state(0); }};
  const Archive never = results(5000, {.tile = 64});
  for (const std::uint64_t every : {0u, 1u, 3u}) {
    const StoppingRule rule{walk, at_or_above(1.8), every};
    const Archive reference = results(5000, {.tile = 64}, rule);
    CHECK_FALSE(same_bytes(reference, never));
    for (const unsigned threads : {1u, 2u, 3u})
      for (const Index tile : {0, 128, 192, 512}) {
        INFO("every " << every << ", " << threads << " threads, tile " << tile);
        CHECK(same_bytes(results(5000, {.threads = threads, .tile = tile}, rule), reference));
      }
  }
}

TEST_CASE("recorders that need more memory than allowed are refused before any work", "[solvers]") {
  std::atomic<int> calls = 0;
  FunctionProcessParts parts;
  parts.start = [&](const At&, const Lockstep&, BlockRef state) {
    ++calls;
    state.setZero();
  };
  const auto process = make_process(parts);
  const Clock clock(1.0, 10);
  // 11 times × 64 batches × 3 numbers × 8 bytes = 16 896 bytes, once for the whole and once for
  // each of four chunks at work with two threads.
  MomentRecorder moments("m", state_field(*process, 0, "x"));
  const auto run_with = [&](double memory, std::uint64_t paths) {
    RunControl control;
    control.threads = 2;
    control.memory = memory;
    return run({process}, clock, RecordTimes::every(clock, 1), paths, Philox(0), {&moments},
               control);
  };
  CHECK(run_with(5 * 16'896.0, 10'000).ok());
  calls = 0;
  CHECK_THROWS_MATCHES(
      run_with(5 * 16'896.0 - 1, 10'000), InvalidInput,
      Message("memory of the recorders must be <= 0.1 MiB (observe fewer columns or times: \"m\" "
              "takes most), got 0.1 MiB for 11 times and 4 chunks at once"));
  CHECK(calls == 0);
  // A run of one chunk has no more than two recorders.
  CHECK(run_with(2 * 16'896.0, 64).ok());
}

TEST_CASE("a run repeated gives the same bits and another seed others", "[solvers]") {
  const auto sample = [](std::uint64_t seed) {
    const auto walk = uniform_walk();
    SampleRecorder samples("x", state_field(*walk, 0, "x"), 100);
    const Clock clock(0.1, 3);
    REQUIRE(run({walk}, clock, RecordTimes::evenly(clock, 1), 100, Philox(seed), {&samples}).ok());
    return samples.at(1);
  };
  CHECK(same_bits(sample(1), sample(1)));
  CHECK_FALSE((sample(1) == sample(2)).any());
}

TEST_CASE("every path gets the noise of its own number", "[solvers]") {
  const std::uint64_t paths = 5000;
  const auto walk = uniform_walk();
  SampleRecorder samples("x", state_field(*walk, 0, "x"), paths);
  const Clock clock(0.1, 3);
  const Philox philox(7);
  REQUIRE(run({walk}, clock, RecordTimes::every(clock, 1), paths, philox, {&samples},
              {.threads = 2, .tile = 128})
              .ok());
  Block expected = Block::Zero(static_cast<Index>(paths), 1), u = expected;
  for (std::uint64_t step = 0; step < 3; ++step) {
    CHECK(same_bits(samples.at(step), expected));
    philox.uniforms({.step = step, .stream = 1}, u);
    expected += u;
  }
  CHECK(same_bits(samples.at(3), expected));
}

TEST_CASE("recorders get the record times and all paths", "[solvers]") {
  const auto walk = uniform_walk();
  const Clock clock(0.1, 10);
  for (const std::uint64_t paths : {1u, 65u, 4161u}) {
    MomentRecorder moments("x", state_field(*walk, 0, "x"));
    REQUIRE(
        run({walk}, clock, RecordTimes::at(clock, {0, 3, 7}), paths, Philox(1), {&moments}).ok());
    CHECK(moments.curves().count == static_cast<double>(paths));
    CHECK(moments.times() == std::vector<double>{0.0, clock.time(3), clock.time(7)});
    CHECK(moments.curves().mean(0, 0) == 0.0);
  }
}

TEST_CASE("a recorder begins afresh with every run", "[solvers]") {
  const auto walk = uniform_walk();
  const Clock clock(0.1, 10);
  MomentRecorder moments("x", state_field(*walk, 0, "x"));
  for (int i = 0; i < 2; ++i) {
    REQUIRE(run({walk}, clock, RecordTimes::every(clock, 5), 10, Philox(1), {&moments}).ok());
    CHECK(moments.curves().count == 10.0);
  }
}

/// Counts its steps and adds up their times, dt and numbers.
FunctionProcessParts bookkeeper(std::string name, double time_per_step) {
  FunctionProcessParts parts;
  parts.name = std::move(name);
  parts.layout = {{"count", 1}, {"t", 1}, {"dt", 1}, {"step", 1}};
  parts.time_per_step = time_per_step;
  parts.advance = [](const At& at, BlockRef s) {
    s.col(0) += 1.0;
    s.col(1) += at.t;
    s.col(2) += at.dt;
    s.col(3) += static_cast<double>(at.step);
  };
  return parts;
}

TEST_CASE("processes of all paces take their steps at their times", "[solvers]") {
  const std::vector<std::shared_ptr<const Process>> processes = {
      make_process(bookkeeper("tick", 0.25)), make_process(bookkeeper("slow", 0.75)),
      make_process(bookkeeper("fast", 0.0625)), make_process(bookkeeper("continuous", 0.0))};
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < processes.size(); ++i)
    for (const char* field : {"count", "t", "dt", "step"})
      parts.push_back(state_field(*processes[i], i, field));
  SampleRecorder samples("s", side_by_side(parts), 1);
  const Clock clock(0.25, 12);
  REQUIRE(run(processes, clock, RecordTimes::at(clock, {0, 3, 12}), 1, Philox(0), {&samples}).ok());
  // Sums over n steps of number n(n − 1)/2 and time that times the step.
  const auto columns = [](double n, double dt) {
    const double numbers = n * (n - 1) / 2;
    return std::vector<double>{n, numbers * dt, n * dt, numbers};
  };
  const auto check = [&](std::size_t record, std::vector<std::vector<double>> expected) {
    const Block seen = samples.at(record);
    for (std::size_t i = 0; i < expected.size(); ++i)
      for (std::size_t j = 0; j < 4; ++j) {
        INFO("record " << record << ", " << processes[i]->name() << ", column " << j);
        CHECK(seen(0, static_cast<Index>(4 * i + j)) == expected[i][j]);
      }
  };
  check(0, {columns(0, 1), columns(0, 1), columns(0, 1), columns(0, 1)});
  // The continuous process goes from event to event: 0 to 0.75, then to 3.
  check(1, {columns(3, 0.25), columns(1, 0.75), columns(12, 0.0625), {1, 0.0, 0.75, 0}});
  check(2, {columns(12, 0.25), columns(4, 0.75), columns(48, 0.0625), {2, 0.75, 3.0, 3}});
}

TEST_CASE("a run refuses what cannot be run", "[solvers]") {
  const auto walk = uniform_walk();
  const Clock clock(0.1, 10);
  const auto times = RecordTimes::every(clock, 1);
  const Philox philox(1);
  CHECK_THROWS_MATCHES(run({}, clock, times, 1, philox, {}), InvalidInput,
                       Message("number of processes must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(run({walk, walk}, clock, times, 1, philox, {}), InvalidInput,
                       Message("process name must be used once in a run, got walk"));
  CHECK_THROWS_MATCHES(run({walk}, clock, times, 0, philox, {}), InvalidInput,
                       Message("paths must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(run({walk}, clock, times, 1, philox, {}, {.threads = 0}), InvalidInput,
                       Message("threads must be >= 1, got 0"));
  for (const Index tile : {-64, 1, 32, 65, 100})
    CHECK_THROWS_MATCHES(run({walk}, clock, times, 1, philox, {}, {.tile = tile}), InvalidInput,
                         Message("tile must be a multiple of 64, got " + std::to_string(tile)));
  CHECK_THROWS_AS(run({walk}, Clock(0.07, 10), times, 1, philox, {}), InvalidInput);
}

TEST_CASE("record times must fall on the steps of every process", "[solvers]") {
  const Clock clock(0.25, 12);
  const std::vector<std::shared_ptr<const Process>> processes = {
      make_process(bookkeeper("tick", 0.25)), make_process(bookkeeper("slow", 0.75))};
  CHECK(run(processes, clock, RecordTimes::every(clock, 3), 1, Philox(0), {}).ok());
  CHECK_THROWS_MATCHES(run(processes, clock, RecordTimes::every(clock, 2), 1, Philox(0), {}),
                       InvalidInput,
                       Message("record or start tick of process slow must be a multiple of the 3 "
                               "ticks its step takes, got 2"));
}

TEST_CASE("record times of a longer clock are refused", "[solvers]") {
  const auto times = RecordTimes::every(Clock(0.1, 20), 5);
  CHECK_THROWS_MATCHES(run({uniform_walk()}, Clock(0.1, 10), times, 1, Philox(0), {}), InvalidInput,
                       Message("last record tick must be <= 10, the end of the clock, got 20"));
}

TEST_CASE("more threads than anyone has are as good as enough", "[solvers]") {
  const auto walk = uniform_walk();
  const Clock clock(0.1, 2);
  MomentRecorder moments("x", state_field(*walk, 0, "x"));
  for (const unsigned threads : {100u, 1u << 31, std::numeric_limits<unsigned>::max()}) {
    REQUIRE(run({walk}, clock, RecordTimes::every(clock, 1), 64, Philox(1), {&moments},
                {.threads = threads})
                .ok());
    CHECK(moments.curves().count == 64.0);
  }
}

TEST_CASE("a process without state columns runs", "[solvers]") {
  std::atomic<int> tiles = 0;
  FunctionProcessParts parts;
  parts.layout = {};
  parts.advance = [&](const At&, BlockRef state) { tiles += state.cols() == 0; };
  const Clock clock(1.0, 1);
  CHECK(run({make_process(parts)}, clock, RecordTimes::every(clock, 1), 10, Philox(0), {}).ok());
  CHECK(tiles == 1);
}

TEST_CASE("chunks are lanes of 64 paths, about 32 of them, and never too large", "[solvers]") {
  CHECK(chunk_size(1) == 64);
  CHECK(chunk_size(64) == 64);
  CHECK(chunk_size(32 * 64) == 64);
  CHECK(chunk_size(32 * 65) == 128);
  CHECK(chunk_size(100'000) == 3136);
  CHECK(chunk_size(1'000'000) == 4096);
  CHECK(chunk_size(std::uint64_t{1} << 34) == 4096);
}

}  // namespace
