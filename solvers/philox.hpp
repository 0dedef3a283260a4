#pragma once
/// \file
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011): a bijection of 128-bit counters keyed by
/// the seed, and the noise source made of it.
///
/// Bit layout (the only place it is written down; changing it changes every result):
///
///     key      word 0   seed, bits 0–31            word 1   seed, bits 32–63
///     counter  word 0   8·⌊path/32⌋ + (path mod 8)
///              word 1   step
///              word 2   bits 0–23 column, bits 24–31 draw
///              word 3   bits 0–15 stream, bits 16–31 node
///
/// One counter serves the four paths that share ⌊path/32⌋ and path mod 8; path p takes output word
/// w = ⌊(p mod 32)/8⌋. A uniform is (word + ½)·2⁻³². Normals come in pairs by Box–Muller from words
/// (a, b) = (0, 1) and (2, 3): r = √(−2 ln((a+½)2⁻³²)), θ = 2π(b+½)2⁻³²; the even word's path takes
/// r cos θ, the odd one's r sin θ. So normals have 32-bit radii: |z| <= 6.8, tail mass beyond
/// 1e-11.

#include "solvers/noise.hpp"

#include <array>
#include <cstdint>

namespace sdescent {

/// The ten-round bijection itself.
std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter,
                                           std::array<std::uint32_t, 2> key);

/// Noise of one seed. Two seeds, or two keys that differ in any part, give independent numbers.
class Philox final : public NoiseSource {
 public:
  explicit Philox(std::uint64_t seed) : seed_(seed) {}

  /// Throws InvalidInput when a key's part does not fit its bits (path >= 2³⁴, step >= 2³²,
  /// column + columns > 2²⁴).
  void normals(const DrawKey& key, BlockRef out) const override;
  void uniforms(const DrawKey& key, BlockRef out) const override;

 private:
  std::uint64_t seed_;
};

}  // namespace sdescent
