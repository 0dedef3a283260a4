#include "plots/occupancy.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace sdescent::plots {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
const Scale kUnit{.ends = {0, 1}};

Occupancy on_unit_square(const Panel& panel) { return Occupancy(panel, kUnit, kUnit); }

TEST_CASE("A line touches what lies under it, between its points too", "[plots]") {
  const Occupancy occupancy = on_unit_square(Panel{}.line({0, 1}, {0, 1}, "", {}));
  CHECK(occupancy.touches({0.45, 0.45, 0.55, 0.55}));
  CHECK(occupancy.touches({0, 0, 1, 1}));
  CHECK_FALSE(occupancy.touches({0.6, 0, 1, 0.55}));
  CHECK_FALSE(occupancy.touches({0, 0.45, 0.4, 1}));
}

TEST_CASE("Steep and vertical lines leave no holes", "[plots]") {
  const Occupancy steep = on_unit_square(Panel{}.line({0.5, 0.501}, {0, 1}, "", {}));
  const Occupancy vertical = on_unit_square(Panel{}.line({0.5, 0.5}, {1, 0}, "", {}));
  for (double y = 0.1; y < 0.9; y += 0.1) {
    CHECK(steep.touches({0.49, y, 0.51, y + 0.001}));
    CHECK(vertical.touches({0.49, y, 0.51, y + 0.001}));
  }
  CHECK_FALSE(steep.touches({0.6, 0, 1, 1}));
}

TEST_CASE("Lines may run backwards", "[plots]") {
  const Occupancy occupancy = on_unit_square(Panel{}.line({1, 0}, {1, 0}, "", {}));
  CHECK(occupancy.touches({0.2, 0.2, 0.3, 0.3}));
  CHECK_FALSE(occupancy.touches({0.6, 0, 1, 0.55}));
}

TEST_CASE("A gap touches nothing", "[plots]") {
  const Occupancy occupancy =
      on_unit_square(Panel{}.line({0, 0.2, 0.5, 0.8, 1}, {0.5, 0.5, kNaN, 0.5, 0.5}, "", {}));
  CHECK(occupancy.touches({0, 0.4, 0.1, 0.6}));
  CHECK_FALSE(occupancy.touches({0.25, 0, 0.75, 1}));
  CHECK(occupancy.touches({0.9, 0.4, 1, 0.6}));
}

TEST_CASE("A band touches its inside", "[plots]") {
  const Occupancy occupancy = on_unit_square(Panel{}.band({0, 1}, {0.2, 0.2}, {0.8, 0.8}, "", {}));
  CHECK(occupancy.touches({0.4, 0.45, 0.5, 0.55}));
  CHECK_FALSE(occupancy.touches({0, 0.85, 1, 1}));
}

TEST_CASE("Points touch their places and bars, rules the whole panel", "[plots]") {
  const Occupancy points = on_unit_square(
      Panel{}.points({0.5}, {0.5}, "", {}).points({0.8}, {0.5}, {0.1}, {0.9}, "", {}));
  CHECK(points.touches({0.45, 0.45, 0.55, 0.55}));
  CHECK_FALSE(points.touches({0.45, 0.6, 0.55, 1}));
  CHECK(points.touches({0.75, 0.85, 0.85, 1}));
  const Occupancy rules = on_unit_square(Panel{}.horizontal(0.3).vertical(0.7));
  CHECK(rules.touches({0, 0.25, 0.05, 0.35}));
  CHECK(rules.touches({0.65, 0.9, 0.75, 1}));
  CHECK_FALSE(rules.touches({0, 0.4, 0.6, 1}));
}

TEST_CASE("What lies on the frame touches it", "[plots]") {
  const Occupancy frame = on_unit_square(Panel{}.line({0, 0, 1, 1, 0}, {0, 1, 1, 0, 0}, "", {}));
  CHECK(frame.touches({0, 0.4, 0.01, 0.5}));
  CHECK(frame.touches({0.99, 0.4, 1, 0.5}));
  CHECK(frame.touches({0.4, 0, 0.5, 0.01}));
  CHECK(frame.touches({0.4, 0.99, 0.5, 1}));
  CHECK_FALSE(frame.touches({0.1, 0.1, 0.9, 0.9}));
}

TEST_CASE("Nothing outside the axes matters", "[plots]") {
  const Occupancy occupancy =
      on_unit_square(Panel{}.line({-5, 5}, {7, 1e200}, "", {}).points({-3}, {0.5}, "", {}));
  CHECK_FALSE(occupancy.touches({0, 0, 1, 1}));
}

TEST_CASE("Logarithmic axes count in logarithms", "[plots]") {
  const Scale log{.log = true, .ends = {1e-4, 1}};
  const Occupancy occupancy(Panel{}.line({0, 1}, {1, 1e-4}, "", {}), kUnit, log);
  CHECK_FALSE(occupancy.touches({0, 0, 0.45, 0.45}));
  CHECK(occupancy.touches({0.9, 0, 1, 0.15}));
}

}  // namespace
}  // namespace sdescent::plots
