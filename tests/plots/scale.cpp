#include "plots/scale.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent::plots {
namespace {

constexpr Fit kRound{.round_ends = true};

TEST_CASE("A scale maps its ends to 0 and 1", "[plots]") {
  const Scale linear{.ends = {-1, 3}};
  CHECK(linear.position(-1) == 0);
  CHECK(linear.position(0) == 0.25);
  CHECK(linear.position(3) == 1);
  const Scale log{.log = true, .ends = {1e-4, 1}};
  CHECK(log.position(1e-4) == Approx(0).margin(1e-15));
  CHECK(log.position(1e-3) == Approx(0.25));
  CHECK(log.position(1) == 1);
}

TEST_CASE("Round ends are tics, others only where a tic is near", "[plots]") {
  const Scale round = choose_scale("y", {}, {0.13, 2.3}, kRound);
  CHECK(round.ends.min == 0);
  CHECK(round.ends.max == 2.5);
  const Scale tight = choose_scale("x", {}, {0.013, 2.3}, {});
  CHECK(tight.ends.min == 0);
  CHECK(tight.ends.max == 2.3);
  CHECK(tight.tics.back().at == 2);
}

TEST_CASE("Round ends keep clear of data", "[plots]") {
  const Scale linear = choose_scale("y", {}, {0, 1}, kRound);
  CHECK(linear.ends.min == Approx(-0.03));
  CHECK(linear.ends.max == Approx(1.03));
  CHECK(linear.tics.front().at == 0);
  const Scale log = choose_scale("y", {.log = true}, {1e-4, 0.8}, kRound);
  CHECK(log.ends.min == Approx(std::pow(10, -4.12)));
  CHECK(log.ends.max == 1);
  CHECK(choose_scale("y", {.min = 0}, {0, 0.7}, kRound).ends.min == 0);
}

TEST_CASE("Stated ends stay", "[plots]") {
  const Scale scale = choose_scale("y", {.min = -0.1, .max = 7.7}, {0, 1}, kRound);
  CHECK(scale.ends.min == -0.1);
  CHECK(scale.ends.max == 7.7);
  const Scale log = choose_scale("y", {.log = true, .min = 3e-7}, {1e-4, 0.3}, kRound);
  CHECK(log.ends.min == 3e-7);
  CHECK(log.ends.max == 1);
}

TEST_CASE("A margin keeps data off the ends", "[plots]") {
  const Scale linear = choose_scale("x", {}, {0, 10}, {.margin = 0.03});
  CHECK(linear.ends.min == Approx(-0.3));
  CHECK(linear.ends.max == Approx(10.3));
  const Scale log = choose_scale("x", {.log = true}, {1e-2, 1e2}, {.margin = 0.03});
  CHECK(log.position(1e-2) == Approx(0.03 / 1.06));
  CHECK(log.position(1e2) == Approx(1.03 / 1.06));
}

TEST_CASE("Data in one point get an axis around it", "[plots]") {
  for (const double value : {0.0, 1.0, -3e-9, 4e120}) {
    const Scale scale = choose_scale("y", {}, {value, value}, kRound);
    CHECK(scale.ends.min < value);
    CHECK(scale.ends.max > value);
    CHECK(scale.tics.size() >= 2);
  }
  const Scale log = choose_scale("y", {.log = true}, {0.002, 0.002}, kRound);
  CHECK(log.ends.min < 0.002);
  CHECK(log.ends.max > 0.002);
}

TEST_CASE("Rounding errors do not make an axis", "[plots]") {
  const Scale scale = choose_scale("y", {}, {1, 1 + 1e-15}, kRound);
  CHECK(scale.ends.max - scale.ends.min > 0.1);
}

TEST_CASE("Ends beyond the data are refused", "[plots]") {
  CHECK_THROWS_WITH(choose_scale("x axis", {.min = 5}, {0, 1}, {}),
                    Catch::StartsWith("x axis: end must be on the other side of the data, got 5"));
  CHECK_THROWS_AS(choose_scale("x axis", {.max = -1}, {0, 1}, {}), InvalidInput);
  CHECK_THROWS_AS(choose_scale("x axis", {.min = 1, .max = 1 + 1e-14}, {0, 2}, {}), InvalidInput);
}

TEST_CASE("Categories are named from the bottom and have half a step of room", "[plots]") {
  const Scale scale = choose_scale("y", {.names = {"first", "second"}}, {1, 2}, kRound);
  REQUIRE(scale.tics.size() == 2);
  CHECK(scale.tics[0].at == 1);
  CHECK(scale.tics[0].label == "first");
  CHECK(scale.tics[1].at == 2);
  CHECK(scale.tics[1].label == "second");
  CHECK(scale.position(0.5) == 0);
  CHECK(scale.position(2.5) == 1);
}

TEST_CASE("The largest and smallest allowed numbers have an axis", "[plots]") {
  const Scale linear = choose_scale("y", {}, {-1e200, 1e200}, kRound);
  CHECK(linear.tics.size() >= 2);
  const Scale log = choose_scale("y", {.log = true}, {1e-200, 1e200}, kRound);
  CHECK(log.ends.min > 0);
  CHECK(log.ends.min < 1e-200);
  CHECK(log.ends.max < INFINITY);
  CHECK(log.tics.size() >= 2);
}

}  // namespace
}  // namespace sdescent::plots
