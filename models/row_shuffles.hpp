#pragma once
/// \file
/// The orders in which paths go through a data set.

#include <cstdint>
#include <vector>

namespace sdescent {

/// A permutation of 0 … rows − 1 for each path, uniform over all (Fisher and Yates, to 2⁻³²) and a
/// function of (seed, path) alone. Takes 4 · rows · paths bytes.
class RowShuffles {
 public:
  /// Throws InvalidInput unless rows, paths >= 1 and rows <= 2³¹.
  RowShuffles(std::uint64_t rows, std::uint64_t paths, std::uint64_t seed);

  std::uint64_t rows() const { return rows_; }
  std::uint64_t paths() const { return orders_.size() / rows_; }

  /// The row that `path` sees in its step number `step`. Throws InvalidInput for a step after the
  /// last row (the data are used once) and for a path that has no permutation.
  std::uint32_t row(std::uint64_t path, std::uint64_t step) const;

 private:
  std::uint64_t rows_;
  std::vector<std::uint32_t> orders_;  // one path after the other
};

}  // namespace sdescent
