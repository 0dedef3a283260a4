#include "models/label_noise.hpp"

#include "solvers/philox.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

namespace sdescent {
namespace {

Block drawn(const LabelNoise& noise, Index rows, Index batch, std::uint64_t path = 0) {
  Scratch scratch;
  const Philox source(5);
  Block epsilon(rows, batch);
  noise.draw({4, 0.0, 1.0, path, 1, source, scratch}, epsilon);
  return epsilon;
}

TEST_CASE("Gaussian label noise draws independent numbers of its deviation", "[models]") {
  const GaussianLabelNoise noise(0.8);
  const Block epsilon = drawn(noise, 1 << 14, 2);
  const double n = static_cast<double>(epsilon.size());
  CHECK(noise.second_moment() == Approx(0.64).epsilon(1e-15));
  CHECK(std::abs(epsilon.mean()) < 5 * 0.8 / std::sqrt(n));
  CHECK(std::abs(epsilon.square().mean() / 0.64 - 1) < 5 * std::sqrt(2 / n));
  CHECK(std::abs((epsilon.col(0) * epsilon.col(1)).mean() / 0.64) < 5 / std::sqrt(n / 2));
  CHECK(same_bits(epsilon.middleRows(64, 9), drawn(noise, 9, 2, 64)));
  CHECK(noise.description() == "gaussian with v = 0.8");
}

}  // namespace
}  // namespace sdescent
