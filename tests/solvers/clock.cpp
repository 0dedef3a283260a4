#include "solvers/clock.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <vector>

namespace {

using namespace sdescent;
using Catch::Message;
using Ticks = std::vector<std::uint64_t>;

TEST_CASE("times come from the index, not from a sum", "[solvers]") {
  const Clock clock(0.1, 1'000'000);
  double sum = 0.0;
  int different = 0;
  for (std::uint64_t k = 0; k <= clock.ticks(); ++k) {
    different += clock.time(k) != static_cast<double>(k) * 0.1;
    if (k < clock.ticks()) sum += 0.1;
  }
  CHECK(different == 0);
  CHECK(clock.time(0) == 0.0);
  CHECK(clock.end() == 100'000.0);
  CHECK(sum != clock.end());
  CHECK(clock.tick() == 0.1);
}

TEST_CASE("a refined clock has the same times at every m-th tick, to the bit", "[solvers]") {
  for (const double tick : {0.1, 1e-3, 1.0 / 3.0, 0.7}) {
    const Clock clock(tick, 1000);
    for (const std::uint64_t m : {1u, 2u, 3u, 7u, 10u, 64u, 1000u}) {
      const Clock fine = clock.refined(m);
      int different = 0;
      for (std::uint64_t k = 0; k <= clock.ticks(); ++k)
        different += fine.time(k * m) != clock.time(k);
      INFO("tick " << tick << " refined by " << m);
      CHECK(different == 0);
      CHECK(fine.ticks() == 1000 * m);
      CHECK(fine.end() == clock.end());
      CHECK(fine.tick() == tick / static_cast<double>(m));
    }
  }
}

TEST_CASE("a clock refined twice is the clock refined by the product", "[solvers]") {
  const Clock once = Clock(0.3, 50).refined(12);
  const Clock twice = Clock(0.3, 50).refined(3).refined(4);
  int different = 0;
  for (std::uint64_t k = 0; k <= once.ticks(); ++k) different += once.time(k) != twice.time(k);
  CHECK(different == 0);
  CHECK(once.ticks() == twice.ticks());
}

TEST_CASE("the times of a refined clock increase evenly", "[solvers]") {
  const Clock fine = Clock(0.1, 10).refined(7);
  for (std::uint64_t k = 0; k <= fine.ticks(); ++k)
    CHECK(fine.time(k) == Approx(static_cast<double>(k) / 70.0).epsilon(1e-15).margin(0.0));
}

TEST_CASE("a clock without length or with a bad tick is refused", "[solvers]") {
  CHECK_THROWS_MATCHES(Clock(0.0, 1), InvalidInput, Message("clock tick must be > 0, got 0"));
  CHECK_THROWS_AS(Clock(-0.1, 1), InvalidInput);
  CHECK_THROWS_AS(Clock(std::numeric_limits<double>::quiet_NaN(), 1), InvalidInput);
  CHECK_THROWS_AS(Clock(std::numeric_limits<double>::infinity(), 1), InvalidInput);
  CHECK_THROWS_MATCHES(Clock(0.1, 0), InvalidInput,
                       Message("number of clock ticks must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(Clock(0.1, 1).refined(0), InvalidInput,
                       Message("clock refinement must be >= 1, got 0"));
}

TEST_CASE("record times at a stride include the end", "[solvers]") {
  const Clock clock(0.5, 10);
  CHECK(RecordTimes::every(clock, 5).ticks() == Ticks{0, 5, 10});
  CHECK(RecordTimes::every(clock, 4).ticks() == Ticks{0, 4, 8, 10});
  CHECK(RecordTimes::every(clock, 10).ticks() == Ticks{0, 10});
  CHECK(RecordTimes::every(clock, 1000).ticks() == Ticks{0, 10});
  CHECK(RecordTimes::every(clock, 1).size() == 11);
  CHECK_THROWS_MATCHES(RecordTimes::every(clock, 0), InvalidInput,
                       Message("record stride must be >= 1, got 0"));
}

TEST_CASE("evenly spaced record times", "[solvers]") {
  const Clock clock(0.5, 10);
  CHECK(RecordTimes::evenly(clock, 1).ticks() == Ticks{0, 10});
  CHECK(RecordTimes::evenly(clock, 5).ticks() == Ticks{0, 2, 4, 6, 8, 10});
  CHECK(RecordTimes::evenly(clock, 3).ticks() == Ticks{0, 3, 6, 10});
  CHECK(RecordTimes::evenly(clock, 10).size() == 11);
  CHECK(RecordTimes::evenly(clock, 3, 4).ticks() == Ticks{4, 6, 8, 10});
  CHECK(RecordTimes::evenly(clock, 4, 4).ticks() == Ticks{4, 5, 7, 8, 10});
  const auto message = [](int got) {
    return "number of record times must be between 1 and the 10 ticks of the clock, got " +
           std::to_string(got);
  };
  CHECK_THROWS_MATCHES(RecordTimes::evenly(clock, 0), InvalidInput, Message(message(0)));
  CHECK_THROWS_MATCHES(RecordTimes::evenly(clock, 11), InvalidInput, Message(message(11)));
  CHECK_THROWS_MATCHES(RecordTimes::evenly(clock, 7, 4), InvalidInput,
                       Message("number of record times must be between 1 and the 6 ticks after the "
                               "first, got 7"));
  CHECK_THROWS_MATCHES(RecordTimes::evenly(clock, 1, 10), InvalidInput,
                       Message("first record tick must be before the end of the clock, 10, got "
                               "10"));
}

TEST_CASE("record times at given ticks", "[solvers]") {
  const Clock clock(0.5, 10);
  CHECK(RecordTimes::at(clock, {3}).ticks() == Ticks{3});
  CHECK(RecordTimes::at(clock, {0, 1, 10}).ticks() == Ticks{0, 1, 10});
  CHECK_THROWS_MATCHES(RecordTimes::at(clock, {}), InvalidInput,
                       Message("record times must be at least one tick, got none"));
  CHECK_THROWS_MATCHES(RecordTimes::at(clock, {5, 11}), InvalidInput,
                       Message("record tick must be <= 10, got 11"));
  CHECK_THROWS_MATCHES(RecordTimes::at(clock, {5, 5}), InvalidInput,
                       Message("record ticks must be strictly increasing, got 5 after 5"));
  CHECK_THROWS_AS(RecordTimes::at(clock, {5, 4}), InvalidInput);
}

}  // namespace
