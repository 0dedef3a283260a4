#include "solvers/coarsened.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sdescent {

Coarsened::Coarsened(const NoiseSource& fine, std::uint64_t factor) : fine_(fine), factor_(factor) {
  require_at_least("coarsening factor", static_cast<std::int64_t>(factor), 1);
}

void Coarsened::scaled_normals(const DrawKey& key, double scale, BlockRef out) const {
  if (factor_ == 1) {
    fine_.scaled_normals(key, scale, out);
    return;
  }
  // A part at a time, on the stack: no memory of a thread's own is needed, nothing is allocated.
  constexpr Index room = 4096;  // doubles, 32 KiB
  std::array<double, room> memory;
  for (Index row = 0; row < out.rows(); row += room) {
    const Index rows = std::min(room, out.rows() - row);
    const Index width = room / rows;
    for (Index column = 0; column < out.cols(); column += width) {
      const Index columns = std::min(width, out.cols() - column);
      DrawKey part = key;
      part.path += static_cast<std::uint64_t>(row);
      part.column += static_cast<std::uint32_t>(column);
      sum(part, scale, out.block(row, column, rows, columns),
          BlockMap(memory.data(), rows, columns, Eigen::OuterStride<>(rows)));
    }
  }
}

void Coarsened::sum(DrawKey key, double scale, BlockRef out, BlockRef z) const {
  key.step *= factor_;
  const double fine_scale = scale / std::sqrt(static_cast<double>(factor_));
  fine_.scaled_normals(key, fine_scale, out);
  for (std::uint64_t j = 1; j < factor_; ++j) {
    ++key.step;
    fine_.scaled_normals(key, fine_scale, z);
    add_scaled(1.0, z, out);
  }
}

void Coarsened::uniforms(const DrawKey& key, BlockRef out) const {
  require_equal("coarsening factor of a source of uniforms", static_cast<std::int64_t>(factor_), 1);
  fine_.uniforms(key, out);
}

}  // namespace sdescent
