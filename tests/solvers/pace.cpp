#include "solvers/pace.hpp"

#include "io/error.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace {

using namespace sdescent;
using Catch::Message;

Pace pace(double time_per_step, const Clock& clock, double start_time = 0.0) {
  return Pace(*make_process({.time_per_step = time_per_step, .start_time = start_time}), clock);
}

TEST_CASE("a process of one step per tick has the clock's times", "[solvers]") {
  const Clock clock(0.1, 100);
  const Pace same = pace(0.1, clock);
  CHECK_FALSE(same.continuous());
  CHECK(same.dt() == 0.1);
  for (const std::uint64_t k : {0u, 1u, 3u, 7u, 100u}) {
    CHECK(same.step_at(k) == k);
    CHECK(same.time(k) == clock.time(k));
  }
}

TEST_CASE("a faster process steps several times a tick", "[solvers]") {
  const Clock clock(0.1, 100);
  const Pace fast = pace(0.1 / 3.0, clock);
  CHECK(fast.step_at(7) == 21);
  CHECK(fast.time(21) == clock.time(7));
  CHECK(fast.time(22) == Approx(0.7 + 0.1 / 3.0).epsilon(1e-15));
  CHECK_NOTHROW(fast.require_step_at(7, "tick"));
}

TEST_CASE("a slower process steps once in several ticks", "[solvers]") {
  const Clock clock(0.1, 100);
  const Pace slow = pace(0.5, clock);
  CHECK(slow.step_at(15) == 3);
  CHECK(slow.time(3) == clock.time(15));
  CHECK_NOTHROW(slow.require_step_at(15, "tick"));
  CHECK_THROWS_MATCHES(
      slow.require_step_at(16, "record tick"), InvalidInput,
      Message("record tick of process p must be a multiple of the 5 ticks its step takes, got 16"));
}

TEST_CASE("steps that are whole to 1e-9 fit and others are refused", "[solvers]") {
  const Clock clock(0.1, 100);
  CHECK(pace(0.1 / 3.0 * (1 + 5e-10), clock).step_at(1) == 3);
  CHECK(pace(0.3 * (1 - 5e-10), clock).step_at(3) == 1);
  CHECK_THROWS_MATCHES(pace(0.04, clock), InvalidInput,
                       Message("time per step of process p must be a whole multiple or fraction of "
                               "the clock's tick 0.1, got 0.04"));
  CHECK_THROWS_AS(pace(0.15, clock), InvalidInput);
  CHECK_THROWS_AS(pace(0.1 / 3.0 * (1 + 5e-9), clock), InvalidInput);
  CHECK_THROWS_AS(pace(0.3 * (1 - 5e-9), clock), InvalidInput);
}

TEST_CASE("a time per step that is no length is refused", "[solvers]") {
  const Clock clock(0.1, 100);
  CHECK_THROWS_MATCHES(pace(-0.1, clock), InvalidInput,
                       Message("time per step of process p must be >= 0, got -0.1"));
  CHECK_THROWS_AS(pace(std::numeric_limits<double>::quiet_NaN(), clock), InvalidInput);
  CHECK_THROWS_AS(pace(std::numeric_limits<double>::infinity(), clock), InvalidInput);
}

TEST_CASE("steps too short or too long to count are refused", "[solvers]") {
  CHECK_THROWS_AS(pace(1e-320, Clock(0.1, 100)), InvalidInput);
  CHECK_THROWS_AS(pace(1e-25, Clock(0.1, 100)), InvalidInput);
  CHECK_THROWS_AS(pace(1e25, Clock(0.1, 100)), InvalidInput);
}

TEST_CASE("a continuous process goes by the clock", "[solvers]") {
  const Clock clock(0.1, 100);
  const Pace continuous = pace(0.0, clock);
  CHECK(continuous.continuous());
  CHECK(continuous.step_at(7) == 7);
  CHECK_NOTHROW(continuous.require_step_at(7, "tick"));
}

TEST_CASE("a start time lies on a tick and on a step", "[solvers]") {
  const Clock clock(0.1, 100);
  CHECK(pace(0.1, clock).start_tick() == 0);
  CHECK(pace(0.1, clock, 0.7).start_tick() == 7);
  CHECK(pace(0.5, clock, 1.5).start_tick() == 15);
  CHECK(pace(0.1, clock, 10.0).start_tick() == 100);
  CHECK_THROWS_MATCHES(
      pace(0.1, clock, 0.75), InvalidInput,
      Message(
          "start time of process p must be a whole multiple of the clock's tick 0.1, got 0.75"));
  CHECK_THROWS_MATCHES(pace(0.1, clock, 10.1), InvalidInput,
                       Message("start time of process p must be <= 10, the end of the clock, got "
                               "10.1"));
  CHECK_THROWS_MATCHES(
      pace(0.5, clock, 0.7), InvalidInput,
      Message("start tick of process p must be a multiple of the 5 ticks its step takes, got 7"));
  CHECK_THROWS_AS(pace(0.1, clock, -0.1), InvalidInput);
  CHECK_THROWS_AS(pace(0.1, clock, 1e300), InvalidInput);
  CHECK_THROWS_AS(pace(0.1, clock, std::numeric_limits<double>::infinity()), InvalidInput);
  CHECK_THROWS_AS(pace(0.1, clock, std::numeric_limits<double>::quiet_NaN()), InvalidInput);
}

}  // namespace
