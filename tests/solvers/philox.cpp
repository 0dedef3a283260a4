#include "solvers/philox.hpp"

#include "io/error.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#if __has_include(<Random123/philox.h>)
#include <Random123/philox.h>
#define SDESCENT_HAS_RANDOM123
#endif

namespace {

using namespace sdescent;
using Catch::Message;
using Words = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

constexpr std::uint64_t seed = 0x123456789ABCDEF0;

Block uniforms(const DrawKey& key, Index rows, Index cols, std::uint64_t of_seed = seed) {
  Block out(rows, cols);
  Philox(of_seed).uniforms(key, out);
  return out;
}

Block normals(const DrawKey& key, Index rows, Index cols, std::uint64_t of_seed = seed) {
  Block out(rows, cols);
  Philox(of_seed).normals(key, out);
  return out;
}

double uniform_of(std::uint32_t word) { return (word + 0.5) / 4294967296.0; }

long double normal_of(std::uint32_t radius_word, std::uint32_t angle_word, bool odd) {
  const long double u = (radius_word + 0.5L) / 4294967296.0L;
  const long double angle =
      2.0L * std::numbers::pi_v<long double> * (angle_word + 0.5L) / 4294967296.0L;
  return std::sqrt(-2.0L * std::log(u)) * (odd ? std::sin(angle) : std::cos(angle));
}

TEST_CASE("Philox4x32-10 gives Random123's known answers", "[solvers]") {
  CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) ==
        Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32_10({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

#ifdef SDESCENT_HAS_RANDOM123
TEST_CASE("Philox4x32-10 agrees with Random123 on many counters and keys", "[solvers]") {
  std::mt19937 random(1);
  const auto word = [&] { return static_cast<std::uint32_t>(random()); };
  r123::Philox4x32 reference;
  int different = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Words counter{word(), word(), word(), word()};
    const Key key{word(), word()};
    const auto expected =
        reference({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
    const Words got = philox4x32_10(counter, key);
    for (unsigned j = 0; j < 4; ++j) different += got[j] != expected[j];
  }
  CHECK(different == 0);
}
#endif

TEST_CASE("with seed 0 the first counter's words go to paths 0, 8, 16 and 24", "[solvers]") {
  const Block u = uniforms({}, 32, 1, 0);
  CHECK(u(0) == uniform_of(0x6627e8d5));
  CHECK(u(8) == uniform_of(0xe169c58d));
  CHECK(u(16) == uniform_of(0xbc57ac4c));
  CHECK(u(24) == uniform_of(0x9b00dbd8));
  const Block z = normals({}, 32, 1, 0);
  CHECK(z(0) == Approx(0.9911376799303855).epsilon(0).margin(6.8 * 3e-11));
  CHECK(z(8) == Approx(-0.9246625876655352).epsilon(0).margin(6.8 * 3e-11));
  CHECK(z(16) == Approx(-0.6176089594591907).epsilon(0).margin(6.8 * 3e-11));
  CHECK(z(24) == Approx(-0.48206858748717946).epsilon(0).margin(6.8 * 3e-11));
}

TEST_CASE("paths, steps, columns and the rest fall on the counter as documented", "[solvers]") {
  struct Case {
    DrawKey key;
    Words counter;
    unsigned word;
  };
  const std::uint64_t last_path = (std::uint64_t{1} << 34) - 1;
  const std::uint32_t last_column = (1u << 24) - 1;
  const std::vector<Case> cases = {
      {{.path = 0}, {0, 0, 0, 0}, 0},
      {{.path = 7}, {7, 0, 0, 0}, 0},
      {{.path = 8}, {0, 0, 0, 0}, 1},
      {{.path = 31}, {7, 0, 0, 0}, 3},
      {{.path = 32}, {8, 0, 0, 0}, 0},
      {{.path = 1000}, {8 * 31 + 0, 0, 0, 0}, 1},
      {{.path = last_path}, {0xffffffff, 0, 0, 0}, 3},
      {{.step = 5}, {0, 5, 0, 0}, 0},
      {{.step = 0xffffffff}, {0, 0xffffffff, 0, 0}, 0},
      {{.column = 3}, {0, 0, 3, 0}, 0},
      {{.column = last_column, .draw = 255}, {0, 0, 0xffffffff, 0}, 0},
      {{.draw = 2}, {0, 0, 0x02000000, 0}, 0},
      {{.stream = 0xabcd}, {0, 0, 0, 0x0000abcd}, 0},
      {{.node = 0xabcd}, {0, 0, 0, 0xabcd0000}, 0},
      {{.path = 77, .step = 6, .column = 9, .stream = 3, .node = 4, .draw = 5},
       {8 * 2 + 5, 6, 0x05000009, 0x00040003},
       1},
  };
  const Key key{0x9ABCDEF0, 0x12345678};
  for (const Case& c : cases) {
    INFO("path " << c.key.path << ", step " << c.key.step << ", column " << c.key.column);
    const Words w = philox4x32_10(c.counter, key);
    CHECK(uniforms(c.key, 1, 1)(0) == uniform_of(w[c.word]));
    const unsigned first = c.word / 2 * 2;
    const long double z = normal_of(w[first], w[first + 1], c.word % 2 == 1);
    CHECK(normals(c.key, 1, 1)(0) == Approx(static_cast<double>(z)).epsilon(0).margin(6.8 * 3e-11));
  }
}

TEST_CASE("rows are consecutive paths and columns consecutive coordinates", "[solvers]") {
  const DrawKey key{.path = 1000, .step = 3, .column = 50, .stream = 1, .node = 2, .draw = 4};
  const Block u = uniforms(key, 70, 3);
  const Block z = normals(key, 70, 3);
  int different = 0;
  for (Index r = 0; r < 70; ++r)
    for (Index c = 0; c < 3; ++c) {
      DrawKey one = key;
      one.path += static_cast<std::uint64_t>(r);
      one.column += static_cast<std::uint32_t>(c);
      different += uniforms(one, 1, 1)(0) != u(r, c);
      different += normals(one, 1, 1)(0) != z(r, c);
    }
  CHECK(different == 0);
}

TEST_CASE("noise does not depend on how a block is cut", "[solvers]") {
  const DrawKey key{.path = 64, .step = 3, .column = 5};
  const Philox philox(seed);
  const Block u = uniforms(key, 200, 5);
  const Block z = normals(key, 200, 5);
  const std::vector<Index> row_cuts = {0, 1, 13, 32, 77, 128, 199, 200};
  const std::vector<Index> column_cuts = {0, 2, 3, 5};
  // Pieces are written into larger blocks, whose columns do not follow one another in memory.
  Block pieces_u(200, 5), pieces_z(200, 5);
  for (std::size_t i = 1; i < row_cuts.size(); ++i)
    for (std::size_t j = 1; j < column_cuts.size(); ++j) {
      const Index r = row_cuts[i - 1], rows = row_cuts[i] - r;
      const Index c = column_cuts[j - 1], cols = column_cuts[j] - c;
      DrawKey piece = key;
      piece.path += static_cast<std::uint64_t>(r);
      piece.column += static_cast<std::uint32_t>(c);
      philox.uniforms(piece, pieces_u.block(r, c, rows, cols));
      philox.normals(piece, pieces_z.block(r, c, rows, cols));
    }
  CHECK(same_bits(u, pieces_u));
  CHECK(same_bits(z, pieces_z));
}

TEST_CASE("keys that differ in any part share no numbers", "[solvers]") {
  std::vector<Block> blocks = {uniforms({}, 64, 4),
                               uniforms({.path = 64}, 64, 4),
                               uniforms({.step = 1}, 64, 4),
                               uniforms({.column = 4}, 64, 4),
                               uniforms({.stream = 1}, 64, 4),
                               uniforms({.node = 1}, 64, 4),
                               uniforms({.draw = 1}, 64, 4),
                               uniforms({}, 64, 4, seed + 1),
                               uniforms({}, 64, 4, seed + (std::uint64_t{1} << 32))};
  std::vector<double> numbers;
  for (const Block& block : blocks) numbers.insert(numbers.end(), block.data(), block.data() + 256);
  std::sort(numbers.begin(), numbers.end());
  CHECK(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
}

TEST_CASE("uniforms lie strictly between 0 and 1 and normals are finite at the extreme words",
          "[solvers]") {
  CHECK(uniform_of(0) > 0.0);
  CHECK(uniform_of(0xffffffff) < 1.0);
  const Block u = uniforms({}, 4096, 16);
  CHECK((u > 0.0 && u < 1.0).all());
  CHECK(normals({}, 4096, 16).abs().maxCoeff() < 6.8);
}

TEST_CASE("with 52 bits a counter serves two paths as documented", "[solvers]") {
  const Philox noise(seed, Resolution::bits52);
  const Key key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  Block u(1, 1), z(2, 1);
  for (const std::uint64_t path : {0u, 7u, 8u, 15u, 16u, 1000u, 123456789u}) {
    noise.uniforms({.path = path, .step = 6, .column = 9, .stream = 3, .node = 4, .draw = 5}, u);
    const auto word0 = static_cast<std::uint32_t>(8 * (path / 16) + path % 8);
    const Words w = philox4x32_10({word0, 6, 0x05000009, 0x00040003}, key);
    const std::size_t first = path % 16 < 8 ? 0 : 2;
    const std::uint64_t word = (std::uint64_t{w[first + 1]} << 32 | w[first]) >> 12;
    CHECK(u(0) == (static_cast<double>(word) + 0.5) * 0x1p-52);
  }
  CHECK_NOTHROW(noise.uniforms({.path = (std::uint64_t{1} << 33) - 1}, u));
  CHECK_THROWS_AS(noise.uniforms({.path = std::uint64_t{1} << 33}, u), InvalidInput);
}

TEST_CASE("a scale multiplies the normals", "[solvers]") {
  for (const Resolution resolution : {Resolution::bits32, Resolution::bits52}) {
    const Philox noise(seed, resolution);
    Block z(70, 3), scaled(70, 3);
    noise.normals({.path = 5}, z);
    noise.scaled_normals({.path = 5}, 0.5, scaled);
    CHECK((scaled == 0.5 * z).all());
  }
}

TEST_CASE("an empty block is filled without complaint", "[solvers]") {
  CHECK(normals({}, 0, 3).size() == 0);
  CHECK(normals({}, 3, 0).size() == 0);
}

TEST_CASE("keys that do not fit their bits are refused", "[solvers]") {
  const std::uint64_t paths = std::uint64_t{1} << 34;
  CHECK_NOTHROW(uniforms({.path = paths - 10}, 10, 1));
  CHECK_THROWS_MATCHES(uniforms({.path = paths - 9}, 10, 1), InvalidInput,
                       Message("path number must be < 2^34, got 17179869184"));
  CHECK_THROWS_MATCHES(uniforms({.path = paths}, 1, 1), InvalidInput,
                       Message("path number must be < 2^34, got 17179869184"));
  CHECK_THROWS_MATCHES(normals({.path = 0xffffffffffffffff}, 1, 1), InvalidInput,
                       Message("path number must be < 2^34, got 18446744073709551615"));

  CHECK_NOTHROW(uniforms({.step = 0xffffffff}, 1, 1));
  CHECK_THROWS_MATCHES(uniforms({.step = 0x100000000}, 1, 1), InvalidInput,
                       Message("step number must be < 2^32, got 4294967296"));

  CHECK_NOTHROW(uniforms({.column = (1u << 24) - 3}, 1, 3));
  CHECK_THROWS_MATCHES(uniforms({.column = (1u << 24) - 3}, 1, 4), InvalidInput,
                       Message("column number must be < 2^24, got 16777216"));
  CHECK_THROWS_MATCHES(normals({.column = 0xffffffff}, 1, 1), InvalidInput,
                       Message("column number must be < 2^24, got 4294967295"));
}

}  // namespace
