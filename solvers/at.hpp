#pragma once
/// \file
/// Where, when and with what noise a tile of paths is being advanced.

#include "solvers/noise.hpp"
#include "solvers/scratch.hpp"

#include <cstdint>

namespace sdescent {

/// Handed to every step. `t = step · dt` on the process's own grid, computed from the index.
struct At {
  std::uint64_t step;        ///< number of the step about to be taken, counted by the process
  double t;                  ///< time at its beginning
  double dt;                 ///< time it covers
  std::uint64_t path;        ///< number of the tile's first path in the ensemble
  std::uint16_t stream;      ///< noise stream of the process
  const NoiseSource& noise;  ///< the run's noise
  Scratch& scratch;          ///< temporaries of this thread

  /// The key of this tile's numbers for use `draw` on machine `node`.
  DrawKey key(std::uint8_t draw = 0, std::uint16_t node = 0) const {
    return {.path = path, .step = step, .column = 0, .stream = stream, .node = node, .draw = draw};
  }

  /// The key of random starting values. It has no step, so that processes of one stream start from
  /// the same numbers whatever their grids.
  DrawKey start_key() const { return {.path = path, .stream = stream, .draw = start_draw}; }
};

}  // namespace sdescent
