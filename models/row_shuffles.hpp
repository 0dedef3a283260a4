#pragma once
/// \file
/// The orders in which paths go through a data set.

#include <cstdint>
#include <vector>

namespace sdescent {

/// The first `length` numbers of a permutation of 0 … rows − 1 for each path, uniform over all
/// (Fisher and Yates, to 2⁻³²) and a function of (seed, path) alone. Takes 4 · length · paths
/// bytes.
class RowShuffles {
 public:
  /// Throws InvalidInput unless rows, paths, length >= 1, rows <= 2³¹ and length <= rows.
  RowShuffles(std::uint64_t rows, std::uint64_t paths, std::uint64_t seed, std::uint64_t length);
  /// All rows.
  RowShuffles(std::uint64_t rows, std::uint64_t paths, std::uint64_t seed)
      : RowShuffles(rows, paths, seed, rows) {}

  std::uint64_t rows() const { return rows_; }
  std::uint64_t length() const { return length_; }
  std::uint64_t paths() const { return orders_.size() / length_; }

  /// The row that `path` sees in its step number `step`. Throws InvalidInput for a step after the
  /// last (the data are used once) and for a path that has no permutation.
  std::uint32_t row(std::uint64_t path, std::uint64_t step) const;

 private:
  std::uint64_t rows_, length_;
  std::vector<std::uint32_t> orders_;  // one path after the other
};

}  // namespace sdescent
