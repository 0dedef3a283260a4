#pragma once
/// \file
/// One Brownian path on a coarser grid.

#include "solvers/noise.hpp"

namespace sdescent {

/// The normals of a grid whose step is `factor` steps of another source's grid: the standardised
/// increment of coarse step n is (z_{nm} + … + z_{nm+m−1})/√m. A process with step h driven by
/// Coarsened(source, m) and one with step h/m driven by the source itself see one Brownian path.
class Coarsened final : public NoiseSource {
 public:
  /// factor >= 1, else InvalidInput. `fine` must outlive this object.
  Coarsened(const NoiseSource& fine, std::uint64_t factor);

  void scaled_normals(const DrawKey& key, double scale, BlockRef out) const override;

  /// Not defined for sums: throws InvalidInput unless factor is 1.
  void uniforms(const DrawKey& key, BlockRef out) const override;

 private:
  /// The normals of `key`, with z a temporary of the same size.
  void sum(DrawKey key, double scale, BlockRef out, BlockRef z) const;

  const NoiseSource& fine_;
  std::uint64_t factor_;
};

}  // namespace sdescent
