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
/// With 32 bits for each number, one counter serves the four paths that share ⌊path/32⌋ and
/// path mod 8; path p takes output word w = ⌊(p mod 32)/8⌋. A uniform is (word + ½)·2⁻³². Normals
/// come in pairs by Box–Muller from words (a, b) = (0, 1) and (2, 3): r = √(−2 ln((a+½)2⁻³²)),
/// θ = 2π(b+½)2⁻³²; the even word's path takes r cos θ, the odd one's r sin θ, computed to 3e-11 of
/// r. So normals have 32-bit radii: |z| <= 6.8, tail mass beyond 1e-11.
///
/// With 52 bits one counter serves two paths: counter word 0 is 8·⌊path/16⌋ + (path mod 8), path p
/// takes words (0, 1) or (2, 3) for ⌊(p mod 16)/8⌋ = 0 or 1, and k, the upper 52 bits of the second
/// of them followed by the first, gives the uniform (k + ½)·2⁻⁵². Normals come by Box–Muller with
/// the radius from words (0, 1) and the angle from (2, 3), to a few units in the last place:
/// |z| <= 8.5.

#include "solvers/kernels/kernels.hpp"
#include "solvers/noise.hpp"

#include <array>
#include <cstdint>

namespace sdescent {

/// The ten-round bijection itself.
std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter,
                                           std::array<std::uint32_t, 2> key);

/// How finely numbers are drawn.
enum class Resolution {
  bits32,  ///< fast: uniforms on a grid of 2⁻³², normals from them
  bits52   ///< twice the work; for tails beyond 6.8 and what feels a grid of 2⁻³²
};

/// Noise of one seed. Two seeds, or two keys that differ in any part, give independent numbers; so
/// do two resolutions as long as only one is used in a run.
class Philox final : public NoiseSource {
 public:
  explicit Philox(std::uint64_t seed, Resolution resolution = Resolution::bits32)
      : seed_(seed), resolution_(resolution) {}

  /// Throws InvalidInput when a key's part does not fit its bits (path >= 2³⁴, or 2³³ with 52 bits,
  /// step >= 2³², column + columns > 2²⁴).
  void scaled_normals(const DrawKey& key, double scale, BlockRef out) const override;
  void uniforms(const DrawKey& key, BlockRef out) const override;

 private:
  void draw(Kernels::Draw* coarse, Kernels::Draw* fine, const DrawKey& key, double scale,
            BlockRef out) const;

  std::uint64_t seed_;
  Resolution resolution_;
};

}  // namespace sdescent
