#pragma once
/// \file
/// Draws and sign moments of noise laws, and whether the two belong to one law.

#include "models/noise_law.hpp"
#include "solvers/philox.hpp"
#include "solvers/scratch.hpp"
#include "tests/support/frequency_radius.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace sdescent {

/// mean and deviation of sign(g + Z), by entry of g.
struct SignTable {
  Block mean, deviation;
};

inline SignTable sign_table(const NoiseLaw& noise, const Block& g) {
  Scratch scratch;
  SignTable m{Block(g.rows(), g.cols()), Block(g.rows(), g.cols())};
  noise.sign_moments(g, g, m.mean, m.deviation, scratch);
  return m;
}

/// Z of paths path, path + 1, …
inline Block draws(const AdditiveNoise& noise, const NoiseSource& source, Index rows,
                   std::uint64_t path = 0, std::uint64_t step = 0, std::uint16_t node = 0) {
  Scratch scratch;
  Block z = Block::Zero(rows, noise.dimension());
  noise.add({step, 0.0, 1.0, path, 0, source, scratch}, node, z);
  return z;
}

/// Passes a source's numbers on and remembers which were asked for.
class Recording final : public NoiseSource {
 public:
  struct Use {
    bool normal;
    std::uint8_t draw;
    Index columns;
    bool operator==(const Use&) const = default;
  };

  void scaled_normals(const DrawKey& key, double scale, BlockRef out) const override {
    uses.push_back({true, key.draw, out.cols()});
    source_.scaled_normals(key, scale, out);
  }
  void uniforms(const DrawKey& key, BlockRef out) const override {
    uses.push_back({false, key.draw, out.cols()});
    source_.uniforms(key, out);
  }

  mutable std::vector<Use> uses;

 private:
  Philox source_{3};
};

/// The law draws what it says, once each, and a path's draw is its own: not the tile's, and another
/// for every step and node.
inline void check_draws(const AdditiveNoise& noise, const std::vector<Recording::Use>& uses) {
  const Recording source;
  const Block z = draws(noise, source, 150);
  CHECK(source.uses == uses);
  CHECK(z.allFinite());
  const Philox philox(3);
  CHECK(same_bits(z, draws(noise, philox, 150)));
  CHECK(same_bits(z.middleRows(64, 33), draws(noise, philox, 33, 64)));
  CHECK((z != draws(noise, philox, 150, 0, 1)).any());
  CHECK((z != draws(noise, philox, 150, 0, 0, 1)).any());
}

/// Frequencies of the signs of g + Z, for gradients `g` of one coordinate, against sign_moments():
/// of +1, of −1, and of +1 in the first two coordinates at once. Family error 1e-6.
inline void check_sign_frequencies(const AdditiveNoise& noise, const Eigen::VectorXd& gradients) {
  constexpr Index n = 1 << 18;
  REQUIRE(noise.dimension() == 2);
  const Block z = draws(noise, Philox(17), n, 0, 5);
  const double alpha = 1e-6 / static_cast<double>(5 * gradients.size());
  const auto near = [&](Index count, double p) {
    const double q = std::min(std::max(p, 0.0), 1.0);  // p is a difference of rounded numbers
    return std::abs(static_cast<double>(count) / n - q) <= frequency_radius(q, n, alpha);
  };
  for (const double g : gradients) {
    INFO("g = " << g);
    const SignTable m = sign_table(noise, Block::Constant(1, 2, g));
    const Block mean = m.mean;
    const Block nonzero = m.deviation.square() + mean.square();
    const Block positive = 0.5 * (nonzero + mean);
    for (Index c = 0; c < 2; ++c) {
      CHECK(near((g + z.col(c) > 0).count(), positive(c)));
      CHECK(near((g + z.col(c) < 0).count(), 0.5 * (nonzero(c) - mean(c))));
    }
    CHECK(near(((g + z.col(0) > 0) && (g + z.col(1) > 0)).count(), positive(0) * positive(1)));
  }
}

/// ±0, ±∞ and NaN, for a law with a density, symmetric about 0, in its first coordinate.
inline void check_special_gradients(const NoiseLaw& noise) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Block g{{0.0}, {-0.0}, {infinity}, {-infinity}, {std::numeric_limits<double>::quiet_NaN()}};
  const SignTable m = sign_table(noise, g);
  CHECK(same_bits(m.mean.topRows(4), Block{{0.0}, {-0.0}, {1.0}, {-1.0}}));
  CHECK(same_bits(m.deviation.topRows(4), Block{{1.0}, {1.0}, {0.0}, {0.0}}));
  CHECK(std::isnan(m.mean(4)));
  CHECK(std::isnan(m.deviation(4)));
}

}  // namespace sdescent
