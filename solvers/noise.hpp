#pragma once
/// \file
/// Where randomness comes from: pure functions of a key, so that a path's noise depends on nothing
/// but its own numbers (not on threads, tiles, or what was drawn before).

#include "solvers/block.hpp"

#include <cstdint>

namespace sdescent {

/// The draw kept for random starting values (At::start_key()). Steps number their uses from 0 and
/// never come here, so a start and the first step are independent.
inline constexpr std::uint8_t start_draw = 255;

/// The draw of a stepper's two-point variables: an SDE that shares a stream with an optimizer
/// shares its Brownian path and nothing else.
inline constexpr std::uint8_t two_point_draw = 254;

/// Names the numbers of one draw: out(r, c) is the variate of path + r and column + c.
struct DrawKey {
  std::uint64_t path = 0;    ///< first path of the block
  std::uint64_t step = 0;    ///< step on the grid the noise lives on
  std::uint32_t column = 0;  ///< first coordinate
  std::uint16_t stream = 0;  ///< which process (shared on purpose to couple two)
  std::uint16_t node = 0;    ///< which machine of a cluster
  std::uint8_t draw = 0;     ///< which use within the step, below two_point_draw
};

/// A family of independent variates indexed by DrawKey. Implementations are immutable and may be
/// used by many threads at once.
class NoiseSource {
 public:
  virtual ~NoiseSource() = default;

  /// Fills `out` (paths × columns) with independent N(0, scale²): increments of Brownian motion
  /// without another pass over them.
  virtual void scaled_normals(const DrawKey& key, double scale, BlockRef out) const = 0;

  /// The same with scale 1.
  void normals(const DrawKey& key, BlockRef out) const { scaled_normals(key, 1.0, out); }

  /// Fills `out` with independent uniforms on the open interval (0, 1).
  virtual void uniforms(const DrawKey& key, BlockRef out) const = 0;
};

}  // namespace sdescent
