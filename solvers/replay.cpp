#include "solvers/replay.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {

void Replay::scaled_normals(const DrawKey& key, double scale, BlockRef out) const {
  if (key.step >= blocks_.size())
    require(false, "replayed step", fmt::format("< {} (the steps prescribed)", blocks_.size()),
            fmt::format("{}", key.step));
  const Block& block = blocks_[key.step];
  const auto path = static_cast<Index>(key.path);
  const auto column = static_cast<Index>(key.column);
  if (path + out.rows() > block.rows() || column + out.cols() > block.cols())
    require(false, "replayed block",
            fmt::format("within {} paths × {} columns", block.rows(), block.cols()),
            fmt::format("{} × {}", path + out.rows(), column + out.cols()));
  out = scale * block.block(path, column, out.rows(), out.cols());
}

}  // namespace sdescent
