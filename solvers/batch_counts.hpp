#pragma once
/// \file
/// How many paths fell into each of some cells, kept separately for each replicate batch.

#include "solvers/recorder.hpp"

#include <cstdint>
#include <vector>

namespace sdescent {

/// Cells × 64 counts. Sums of whole numbers: the order of adding and merging leaves no trace.
/// A batch may hold 2³² − 1 paths, that is 2.7·10¹¹ in all.
class BatchCounts {
 public:
  explicit BatchCounts(Index cells = 0) { resize(cells); }

  /// Bytes of this many cells.
  static double bytes(double cells) {
    return cells * (replicate_batches * sizeof(std::uint32_t) + sizeof(std::uint64_t));
  }

  Index cells() const { return static_cast<Index>(totals_.size()); }
  void resize(Index cells) {
    counts_.resize(place(cells, 0));
    totals_.resize(static_cast<std::size_t>(cells));
  }
  void reserve(Index cells) {
    counts_.reserve(place(cells, 0));
    totals_.reserve(static_cast<std::size_t>(cells));
  }

  void add(Index cell, Index batch) {
    ++counts_[place(cell, batch)];
    ++totals_[static_cast<std::size_t>(cell)];
  }

  /// Adds a cell of another object to a cell.
  void add_cell(Index cell, const BatchCounts& other, Index other_cell);

  /// Adds cell by cell; both have as many.
  void merge(const BatchCounts& other);

  /// Paths in a cell, of all batches or of all but one.
  double count(Index cell, Index without = -1) const;

  /// All counts, batch by batch within cell by cell, as an archive stores them.
  std::vector<double> values() const { return {counts_.begin(), counts_.end()}; }
  /// Throws InvalidInput for a number that is no count.
  void restore(std::vector<double>::const_iterator first, Index cells);

 private:
  static std::size_t place(Index cell, Index batch) {
    return static_cast<std::size_t>(cell * replicate_batches + batch);
  }

  std::vector<std::uint32_t> counts_;
  std::vector<std::uint64_t> totals_;  // of each cell: a jackknife asks for them 65 times
};

}  // namespace sdescent
