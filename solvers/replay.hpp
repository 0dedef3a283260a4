#pragma once
/// \file
/// Prescribed noise: replays numbers given in advance, to compare a run with one computed by hand.

#include "solvers/noise.hpp"

#include <vector>

namespace sdescent {

/// Returns blocks()[step](path, column) for every stream, node and draw, as normals and as uniforms
/// alike. Throws InvalidInput when asked beyond what was prescribed.
class Replay final : public NoiseSource {
 public:
  /// One paths × columns block for each step.
  explicit Replay(std::vector<Block> blocks) : blocks_(std::move(blocks)) {}

  void scaled_normals(const DrawKey& key, double scale, BlockRef out) const override;
  void uniforms(const DrawKey& key, BlockRef out) const override { normals(key, out); }

 private:
  std::vector<Block> blocks_;
};

}  // namespace sdescent
