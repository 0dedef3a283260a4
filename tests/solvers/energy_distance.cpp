#include "solvers/energy_distance.hpp"

#include "io/error.hpp"
#include "solvers/philox.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

using namespace sdescent;

namespace {

/// Numbers without a pattern, by a linear congruence.
Block sample(Index rows, Index columns, std::uint64_t state) {
  Block block(rows, columns);
  for (double& value : block.reshaped()) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    value = static_cast<double>(state >> 11) * 0x1p-53;
  }
  return block;
}

double norm(const Block& a, Index i, const Block& b, Index j) {
  return (a.row(i) - b.row(j)).matrix().norm();
}

/// The definition, over pairs of paths that are not left out.
double brute_force(const Block& x, const Block& y, Index without) {
  double sum = 0, pairs = 0;
  for (Index i = 0; i < x.rows(); ++i)
    for (Index j = 0; j < x.rows(); ++j) {
      if (i == j || (without >= 0 && (i % 64 == without || j % 64 == without))) continue;
      sum += 2.0 * norm(x, i, y, j) - norm(x, i, x, j) - norm(y, i, y, j);
      pairs += 1.0;
    }
  return sum / pairs;
}

}  // namespace

TEST_CASE("energy distance and its jackknife are those of the definition", "[solvers]") {
  const Block x = sample(150, 2, 1), y = 1.3 * sample(150, 2, 2);
  const Estimate found = energy_distance(x, y);
  REQUIRE(found.batches() == 64);
  CHECK(found.value(0) == Approx(brute_force(x, y, -1)).epsilon(1e-12));
  for (const Index b : {0, 21, 22, 63}) {
    const double pseudo = 64.0 * found.value(0) - 63.0 * brute_force(x, y, b);
    CHECK(found.pseudo_values(b, 0) == Approx(pseudo).margin(1e-10));
  }
}

TEST_CASE("energy distance of two points is twice their distance", "[solvers]") {
  const Block x = Block::Constant(70, 2, 1.0);
  Block y = x;
  y.col(0) += 3.0;
  y.col(1) -= 4.0;
  CHECK(energy_distance(x, y).value(0) == Approx(10.0).epsilon(1e-14));
  const Block z = sample(200, 3, 9);
  CHECK(energy_distance(z, z).value(0) == 0.0);
}

TEST_CASE("energy distance of normal laws is that in closed form", "[solvers][statistical]") {
  // E|N(μ, s²)| = s√(2/π) e^{−μ²/2s²} + μ erf(μ/(s√2)); X ~ N(0, 1), Y ~ N(1, 1).
  const Index n = 4096;
  Block z(n, 2);
  Philox(5).normals({.path = 0, .step = 0, .stream = 1}, z);
  Block x = z.col(0), y = 1.0 + z.col(1);
  const Estimate found = energy_distance(x, y);
  const double root_pi = std::sqrt(std::numbers::pi);
  const double exact = 2.0 * (2.0 / root_pi * std::exp(-0.25) + std::erf(0.5)) - 4.0 / root_pi;
  CHECK(std::abs(found.value(0) - exact) < 6.0 * found.standard_error()(0));
  CHECK(found.standard_error()(0) < 0.05);
}

TEST_CASE("energy distance refuses samples that do not match", "[solvers]") {
  CHECK_THROWS_AS(energy_distance(Block(5, 2), Block(4, 2)), InvalidInput);
  CHECK_THROWS_AS(energy_distance(Block(5, 2), Block(5, 1)), InvalidInput);
  CHECK_THROWS_AS(energy_distance(Block(2, 1), Block(2, 1)), InvalidInput);
}
