#include "solvers/philox.hpp"
#include "tests/support/frequency_radius.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

namespace {

using namespace sdescent;

constexpr double family_alpha = 1e-6;

double normal_cdf(double q) { return 0.5 * std::erfc(-q / std::numbers::sqrt2); }

Block normals(const DrawKey& key, Index rows, Index cols, std::uint64_t seed) {
  Block out(rows, cols);
  Philox(seed).normals(key, out);
  return out;
}

/// Checks that the share of `events` that are true is p, n being all of them.
void check_frequency(double events, double n, double p, double alpha) {
  const double radius = frequency_radius(p, n, alpha);
  CHECK(events / n == Approx(p).epsilon(0).margin(radius));
}

TEST_CASE("normals have the normal distribution", "[solvers][statistical]") {
  const Block z = normals({.step = 17, .stream = 2}, 1 << 16, 16, 2024);
  const auto n = static_cast<double>(z.size());
  const std::vector<double> quantiles = {-4.0, -3.0, -2.0, -1.5, -1.0, -0.5, -0.1, 0.0,
                                         0.1,  0.5,  1.0,  1.5,  2.0,  3.0,  4.0};
  for (const double q : quantiles) {
    INFO("q = " << q);
    check_frequency(static_cast<double>((z < q).count()), n, normal_cdf(q),
                    family_alpha / static_cast<double>(quantiles.size()));
  }
}

TEST_CASE("uniforms are uniform", "[solvers][statistical]") {
  Block u(1 << 16, 16);
  Philox(2025).uniforms({.draw = 3}, u);
  for (int cell = 0; cell < 16; ++cell) {
    INFO("cell " << cell);
    check_frequency(static_cast<double>((u >= cell / 16.0 && u < (cell + 1) / 16.0).count()),
                    static_cast<double>(u.size()), 1.0 / 16, family_alpha / 16);
  }
}

/// Two sets of numbers that a good generator makes independent of each other.
struct Pair {
  std::string what;
  Block first, second;
};

/// Pairs (path p, path p + shift), each path in one of them.
Pair shifted_paths(Index shift) {
  const Block z = normals({}, 1 << 19, 1, 5);
  Pair pair{"paths " + std::to_string(shift) + " apart", Block(1 << 18, 1), Block(1 << 18, 1)};
  Index i = 0;
  for (Index r = 0; r < z.rows(); ++r) {
    if (r / shift % 2 == 1) continue;
    pair.first(i) = z(r);
    pair.second(i++) = z(r + shift);
  }
  return pair;
}

Pair with_key(const std::string& what, const DrawKey& other, std::uint64_t other_seed = 5) {
  return {what, normals({}, 1 << 18, 1, 5), normals(other, 1 << 18, 1, other_seed)};
}

TEST_CASE("normals of neighbouring keys are independent", "[solvers][statistical]") {
  // 8 apart share a radius, 16 apart a counter.
  const std::vector<Pair> pairs = {
      shifted_paths(1),
      shifted_paths(8),
      shifted_paths(16),
      shifted_paths(32),
      with_key("steps", {.step = 1}),
      with_key("columns", {.column = 1}),
      with_key("streams", {.stream = 1}),
      with_key("nodes", {.node = 1}),
      with_key("draws", {.draw = 1}),
      with_key("seeds", {}, 6),
      with_key("seeds' upper halves", {}, 5 + (std::uint64_t{1} << 32))};
  using Event = std::function<Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic>(const Block&)>;
  struct Kind {
    Event event;
    double probability;
  };
  const std::vector<Kind> kinds = {
      {[](const Block& z) { return z > 0.0; }, 0.5},
      {[](const Block& z) { return z.abs() > 1.0; }, 2.0 * normal_cdf(-1.0)},
      {[](const Block& z) { return z > 1.5; }, normal_cdf(-1.5)}};
  const auto checks = static_cast<double>(pairs.size() * kinds.size() * kinds.size());
  for (const Pair& pair : pairs)
    for (const Kind& a : kinds)
      for (const Kind& b : kinds) {
        INFO(pair.what << ", probabilities " << a.probability << " and " << b.probability);
        check_frequency(static_cast<double>((a.event(pair.first) && b.event(pair.second)).count()),
                        static_cast<double>(pair.first.size()), a.probability * b.probability,
                        family_alpha / checks);
      }
}

}  // namespace
