#include "solvers/at.hpp"

#include "solvers/philox.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace sdescent;

TEST_CASE("a tile's key names its path, step and stream, and the use made of it", "[solvers]") {
  const Philox philox(1);
  Scratch scratch;
  const At at = {.step = 5,
                 .t = 0.5,
                 .dt = 0.1,
                 .path = 128,
                 .stream = 7,
                 .noise = philox,
                 .scratch = scratch};
  const DrawKey plain = at.key();
  CHECK(plain.path == 128);
  CHECK(plain.step == 5);
  CHECK(plain.column == 0);
  CHECK(plain.stream == 7);
  CHECK(plain.node == 0);
  CHECK(plain.draw == 0);
  const DrawKey other = at.key(3, 9);
  CHECK(other.path == 128);
  CHECK(other.step == 5);
  CHECK(other.stream == 7);
  CHECK(other.draw == 3);
  CHECK(other.node == 9);
  const DrawKey start = at.start_key();
  CHECK(start.path == 128);
  CHECK(start.step == 0);
  CHECK(start.stream == 7);
  CHECK(start.draw == start_draw);
}

}  // namespace
