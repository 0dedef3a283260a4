#include "solvers/seed.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace {

using namespace sdescent;

TEST_CASE("derived seeds never change", "[solvers]") {
  CHECK(derive_seed(0, "a") == 0x380ff1f6b29ca48a);
  CHECK(derive_seed(1, "a") == 0xbe714aadd7ded67a);
  CHECK(derive_seed(0, "eta=0.01") == 0x24c0978b0b3f0016);
  CHECK(derive_seed(0xffffffffffffffff, "control:drop_drift") == 0xbd540077c721beb9);
  CHECK(derive_seed(42, "ü") == 0x32641b4731137b68);
}

TEST_CASE("derived seeds are made of the published hash and finaliser", "[solvers]") {
  // FNV-1a of "a" is af63dc4c8601ec8c; SplitMix64's first output from state 0, the finaliser of
  // its increment, is e220a8397b1dcdaf.
  const std::uint64_t increment = 0x9E3779B97F4A7C15;
  const std::uint64_t seed = increment - 0xaf63dc4c8601ec8c * increment;
  CHECK(derive_seed(seed, "a") == 0xe220a8397b1dcdaf);
}

TEST_CASE("the empty label keeps the seed", "[solvers]") {
  CHECK(derive_seed(0, "") == 0);
  CHECK(derive_seed(12345, "") == 12345);
}

TEST_CASE("labels and seeds give different seeds", "[solvers]") {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    for (int cell = 0; cell < 100; ++cell) seen.insert(derive_seed(seed, std::to_string(cell)));
  CHECK(seen.size() == 10'000);
}

}  // namespace
