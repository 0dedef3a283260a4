#include "plots/key_layout.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace sdescent::plots {
namespace {

const Scale kUnit{.ends = {0, 1}};

KeyLayout key_of(const Panel& panel) { return lay_out_key(panel, kUnit, kUnit, 600, 400); }

KeyPlace place_of(const Panel& panel) { return key_of(panel).place; }

TEST_CASE("The key goes to the first corner it covers nothing in", "[plots]") {
  CHECK(place_of(Panel{}.line({0, 1}, {0.1, 0.1}, "low", {})) == KeyPlace::top_right);
  CHECK(place_of(Panel{}.line({0, 1}, {0, 1}, "rising", {})) == KeyPlace::top_left);
  CHECK(place_of(Panel{}.line({0, 1}, {0.95, 0.95}, "high", {})) == KeyPlace::bottom_right);
  CHECK(place_of(Panel{}.line({0, 0.5, 1, 1}, {0.95, 0.95, 0.95, 0}, "bent", {})) ==
        KeyPlace::bottom_left);
}

TEST_CASE("Where every corner is taken the key goes below", "[plots]") {
  CHECK(place_of(Panel{}.band({0, 1}, {0, 0}, {1, 1}, "all", {})) == KeyPlace::below);
  Panel crowded;
  for (int i = 0; i < 30; ++i) crowded.line({0, 1}, {0.5, 0.5}, "line " + std::to_string(i), {});
  CHECK(place_of(crowded) == KeyPlace::below);
}

TEST_CASE("A stated place is kept, and no labels need no key", "[plots]") {
  Panel panel = Panel{}.line({0, 1}, {0, 1}, "rising", {});
  panel.key = KeyPlace::top_right;
  CHECK(place_of(panel) == KeyPlace::top_right);
  panel.key = KeyPlace::none;
  CHECK(place_of(panel) == KeyPlace::none);
  CHECK(place_of(Panel{}.line({0, 1}, {0, 1}, "", {})) == KeyPlace::none);
}

TEST_CASE("The key lists labelled series in their order", "[plots]") {
  const KeyLayout key = key_of(Panel{}
                                   .line({0, 1}, {0, 0}, "first", {})
                                   .line({0, 1}, {0, 0}, "", {})
                                   .band({0, 1}, {0, 0}, {0, 0}, "third", {}));
  REQUIRE(key.entries.size() == 2);
  CHECK(key.entries[0].series == 0);
  CHECK(key.entries[1].series == 2);
  CHECK(key.rows() == 2);
}

TEST_CASE("Long labels are wrapped", "[plots]") {
  const KeyLayout key = key_of(Panel{}.line(
      {0, 1}, {0, 0}, "a label that tells the whole story of the curve it belongs to", {}));
  CHECK(key.entries.front().lines.size() == 2);
  CHECK(key.rows() == 2);
}

TEST_CASE("Below the panel short entries stand side by side", "[plots]") {
  Panel panel;
  panel.key = KeyPlace::below;
  for (int i = 0; i < 5; ++i) panel.line({0, 1}, {0, 0}, "β = 0." + std::to_string(i), {});
  const KeyLayout key = key_of(panel);
  CHECK(key.columns == 4);
  CHECK(key.rows() == 2);
  panel.line({0, 1}, {0, 0}, "two\nlines", {});
  CHECK(key_of(panel).columns == 1);
  CHECK(key_of(panel).rows() == 7);
}

}  // namespace
}  // namespace sdescent::plots
