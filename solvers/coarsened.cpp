#include "solvers/coarsened.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

Coarsened::Coarsened(const NoiseSource& fine, std::uint64_t factor, Scratch& scratch)
    : fine_(fine), factor_(factor), scratch_(scratch) {
  require(factor >= 1, "coarsening factor", ">= 1", fmt::format("{}", factor));
}

void Coarsened::scaled_normals(const DrawKey& key, double scale, BlockRef out) const {
  DrawKey fine_key = key;
  fine_key.step = key.step * factor_;
  const double fine_scale = scale / std::sqrt(static_cast<double>(factor_));
  fine_.scaled_normals(fine_key, fine_scale, out);
  if (factor_ == 1) return;
  Scratch::Frame frame(scratch_);
  BlockMap z = frame.block(out.rows(), out.cols());
  for (std::uint64_t j = 1; j < factor_; ++j) {
    ++fine_key.step;
    fine_.scaled_normals(fine_key, fine_scale, z);
    add_scaled(1.0, z, out);
  }
}

void Coarsened::uniforms(const DrawKey& key, BlockRef out) const {
  require(factor_ == 1, "coarsening factor of a source of uniforms", "1",
          fmt::format("{}", factor_));
  fine_.uniforms(key, out);
}

}  // namespace sdescent
