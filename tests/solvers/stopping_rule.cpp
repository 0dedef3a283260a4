#include "solvers/stopping_rule.hpp"

#include "io/error.hpp"
#include "solvers/first_passage_recorder.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>
#include <limits>

namespace {

using namespace sdescent;
using Catch::Message;

constexpr std::uint64_t paths = 1000;
const Clock clock_of_twelve(0.5, 12);

/// x starts at −(path mod 10) and rises by `rate` a tick.
FunctionProcessParts riser(std::string name, double rate) {
  FunctionProcessParts parts;
  parts.name = std::move(name);
  parts.time_per_step = 0.5;
  parts.start = [](const At& at, const Lockstep&, BlockRef x) {
    for (Index r = 0; r < x.rows(); ++r)
      x(r, 0) = -static_cast<double>((at.path + static_cast<std::uint64_t>(r)) % 10);
  };
  parts.advance = [rate](const At&, BlockRef x) { x += rate; };
  return parts;
}

Observable first_state() {
  return {{"x"}, [](const Lockstep& blocks, BlockRef out, Scratch&) { out = blocks.state(0); }};
}

/// Values of both processes and of τ at all 13 ticks' records or at those given: by record, paths ×
/// (x, y, t ∧ τ, stopped).
std::vector<Block> samples_of(const std::optional<StoppingRule>& rule,
                              const std::vector<std::uint64_t>& ticks) {
  const std::vector<std::shared_ptr<const Process>> processes = {make_process(riser("x", 1.0)),
                                                                 make_process(riser("y", 0.25))};
  SampleRecorder samples("s",
                         side_by_side({state_field(*processes[0], 0, "x"),
                                       state_field(*processes[1], 1, "x"), stopping_time()}),
                         paths);
  REQUIRE(run(processes, clock_of_twelve, RecordTimes::at(clock_of_twelve, ticks), paths, Philox(0),
              {&samples}, {.threads = 2, .tile = 128}, rule)
              .ok());
  std::vector<Block> records;
  for (std::size_t i = 0; i < ticks.size(); ++i) records.push_back(samples.at(i));
  return records;
}

/// What a record at `tick` must show when path p stops at tick τ(p).
template <class StopTick>
void check_record(const Block& seen, std::uint64_t tick, StopTick stop_tick) {
  INFO("tick " << tick);
  for (std::uint64_t p = 0; p < paths; ++p) {
    const std::uint64_t tau = stop_tick(p % 10);
    const auto steps = static_cast<double>(std::min(tick, tau));
    const auto start = -static_cast<double>(p % 10);
    const auto r = static_cast<Index>(p);
    REQUIRE(seen(r, 0) == start + steps);
    REQUIRE(seen(r, 1) == start + 0.25 * steps);
    REQUIRE(seen(r, 2) == 0.5 * steps);
    REQUIRE(seen(r, 3) == (tau <= tick ? 1.0 : 0.0));
  }
}

TEST_CASE("a path stops at the first look at its level, in all processes", "[solvers]") {
  // Path p reaches 3 at tick 3 + p mod 10.
  const std::vector<std::uint64_t> ticks = {0, 1, 3, 4, 7, 12};
  const auto seen = samples_of(StoppingRule{first_state(), at_or_above(3.0), 1}, ticks);
  for (std::size_t i = 0; i < ticks.size(); ++i)
    check_record(seen[i], ticks[i], [](std::uint64_t p) { return 3 + p; });
}

TEST_CASE("looks are at multiples of their ticks, or at the record times", "[solvers]") {
  const std::vector<std::uint64_t> ticks = {0, 4, 7, 12};
  const auto every_third = samples_of(StoppingRule{first_state(), at_or_above(3.0), 3}, ticks);
  const auto at_records = samples_of(StoppingRule{first_state(), at_or_above(3.0)}, ticks);
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    check_record(every_third[i], ticks[i], [](std::uint64_t p) { return (3 + p + 2) / 3 * 3; });
    check_record(at_records[i], ticks[i], [](std::uint64_t p) {
      return 3 + p <= 4 ? 4 : 3 + p <= 7 ? 7 : 12;
    });
  }
}

TEST_CASE("a path already at its level stops at time 0, and one never there does not stop",
          "[solvers]") {
  const auto at_once = samples_of(StoppingRule{first_state(), at_or_below(-9.0), 1}, {0, 5, 12});
  for (std::size_t i = 0; i < 3; ++i)
    check_record(at_once[i], std::vector<std::uint64_t>{0, 5, 12}[i],
                 [](std::uint64_t p) -> std::uint64_t { return p == 9 ? 0 : 100; });
}

TEST_CASE("without a rule no path stops", "[solvers]") {
  const auto seen = samples_of(std::nullopt, {0, 12});
  for (std::size_t i = 0; i < 2; ++i)
    check_record(seen[i], i * 12, [](std::uint64_t) -> std::uint64_t { return 100; });
}

TEST_CASE("a tile whose paths have all stopped takes no more steps", "[solvers]") {
  std::atomic<int> steps = 0;
  FunctionProcessParts parts = riser("x", 1.0);
  parts.advance = [&](const At&, BlockRef x) {
    ++steps;
    x += 1.0;
  };
  // The slowest path of a tile stops at tick 9 + 1.
  const StoppingRule rule{first_state(), at_or_above(1.0), 2};
  const auto outcome =
      run({make_process(parts)}, clock_of_twelve, RecordTimes::at(clock_of_twelve, {12}), 640,
          Philox(0), {}, {.threads = 1, .tile = 64}, rule);
  CHECK(outcome.ok());
  CHECK(steps == 10 * 10);
}

TEST_CASE("what a stopped path would have come to is nobody's concern", "[solvers]") {
  // x ← x² overflows from 10 at the tenth step; stopped at 10⁴ it does not, though it is advanced
  // with its tile from look to look.
  FunctionProcessParts square = riser("x", 0.0);
  square.start = [](const At& at, const Lockstep&, BlockRef x) {
    x.setOnes();
    if (at.path == 64) x(7, 0) = 10.0;
  };
  square.advance = [](const At&, BlockRef x) { x = x.square(); };
  const auto process = make_process(square);
  const Clock clock(0.5, 40);
  SampleRecorder samples("s", state_field(*process, 0, "x"), 128);
  const auto run_with = [&](const std::optional<StoppingRule>& rule) {
    return run({process}, clock, RecordTimes::at(clock, {40}), 128, Philox(0), {&samples},
               {.tile = 128}, rule);
  };
  REQUIRE(run_with(StoppingRule{first_state(), at_or_above(1e4), 2}).ok());
  CHECK(samples.at(0)(71, 0) == 1e4);
  CHECK(samples.at(0)(70, 0) == 1.0);
  REQUIRE(run_with(StoppingRule{first_state(), at_or_above(1e4), 20}).kind ==
          Outcome::Kind::non_finite);
  CHECK(run_with({}).path == 71);
}

TEST_CASE("no path stops before every process has started", "[solvers]") {
  FunctionProcessParts late = riser("y", 1.0);
  late.start_time = 2.0;  // tick 4
  const std::vector<std::shared_ptr<const Process>> processes = {make_process(riser("x", 1.0)),
                                                                 make_process(late)};
  SampleRecorder samples("s", stopping_time(), 10);
  REQUIRE(run(processes, clock_of_twelve, RecordTimes::at(clock_of_twelve, {12}), 10, Philox(0),
              {&samples}, {}, StoppingRule{first_state(), at_or_above(3.0), 1})
              .ok());
  CHECK(samples.at(0)(0, 0) == 2.0);  // at its level since 1.5
  CHECK(samples.at(0)(1, 0) == 2.0);
  CHECK(samples.at(0)(2, 0) == 2.5);
}

TEST_CASE("a value of the stopping rule that is not finite is named", "[solvers]") {
  const Observable pole{
      {"1/x"}, [](const Lockstep& blocks, BlockRef out, Scratch&) { out = 1.0 / blocks.state(0); }};
  const auto outcome =
      run({make_process(riser("x", 1.0))}, clock_of_twelve, RecordTimes::at(clock_of_twelve, {12}),
          5, Philox(0), {}, {}, StoppingRule{pole, at_or_above(1e9), 2});
  CHECK(outcome.path == 0);
  CHECK_THAT(outcome.message,
             Catch::StartsWith("1/x of the stopping rule is not finite after tick 0"));
}

TEST_CASE("a stopped random walk's times are its first passages", "[solvers]") {
  FunctionProcessParts parts;
  parts.advance = [](const At& at, BlockRef x) {
    Scratch::Frame frame(at.scratch);
    BlockMap z = frame.block(x.rows(), 1);
    at.noise.normals(at.key(), z);
    x += z;
  };
  const auto walk = make_process(parts);
  const Clock clock(1.0, 20);
  const Observable x = state_field(*walk, 0, "x");
  FirstPassageRecorder passages("free", x, at_or_above(2.0)),
      stopped("stopped", x, at_or_above(2.0));
  MomentRecorder indicator("i", stopping_time());
  const auto times = RecordTimes::every(clock, 1);
  REQUIRE(run({walk}, clock, times, 5000, Philox(4), {&passages}).ok());
  REQUIRE(run({walk}, clock, times, 5000, Philox(4), {&stopped, &indicator}, {},
              StoppingRule{x, at_or_above(2.0)})
              .ok());
  const Eigen::ArrayXd free = passages.distribution(0).value;
  CHECK((stopped.distribution(0).value == free).all());
  CHECK((indicator.mean(1).value - free).abs().maxCoeff() < 1e-12);
  CHECK(free(20) > 0.5);
}

TEST_CASE("stopping rules that cannot be are refused", "[solvers]") {
  FunctionProcessParts slow = riser("slow", 1.0);
  slow.time_per_step = 1.5;  // three ticks
  const auto run_with = [&](const StoppingRule& rule) {
    return run({make_process(slow)}, clock_of_twelve, RecordTimes::at(clock_of_twelve, {12}), 5,
               Philox(0), {}, {}, rule);
  };
  CHECK(run_with({first_state(), at_or_above(1.0), 6}).ok());
  CHECK_THROWS_MATCHES(run_with({first_state(), at_or_above(1.0), 4}), InvalidInput,
                       Message("stopping rule's ticks of process slow must be a multiple of the 3 "
                               "ticks its step takes, got 4"));
  CHECK_THROWS_MATCHES(run_with({{}, at_or_above(1.0)}), InvalidInput,
                       Message("number of columns of the stopping rule must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(run_with({first_state(), at_or_above(std::nan(""))}), InvalidInput,
                       Message("level of the stopping rule must be finite, got nan"));
}

}  // namespace
