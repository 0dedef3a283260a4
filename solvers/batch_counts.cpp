#include "solvers/batch_counts.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent {

void BatchCounts::add_cell(Index cell, const BatchCounts& other, Index other_cell) {
  for (Index b = 0; b < replicate_batches; ++b)
    counts_[place(cell, b)] += other.counts_[place(other_cell, b)];
  totals_[static_cast<std::size_t>(cell)] += other.totals_[static_cast<std::size_t>(other_cell)];
}

void BatchCounts::merge(const BatchCounts& other) {
  for (Index cell = 0; cell < cells(); ++cell) add_cell(cell, other, cell);
}

double BatchCounts::count(Index cell, Index without) const {
  std::uint64_t sum = totals_[static_cast<std::size_t>(cell)];
  if (without >= 0) sum -= counts_[place(cell, without)];
  return static_cast<double>(sum);
}

void BatchCounts::restore(std::vector<double>::const_iterator first, Index cells) {
  resize(cells);
  totals_.assign(totals_.size(), 0);
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const double value = *first++;
    const bool whole = value >= 0 && value <= std::numeric_limits<std::uint32_t>::max() &&
                       value == std::floor(value);
    if (!whole)
      require(false, "a saved count of paths", "a whole number from 0 to 2^32 - 1",
              fmt::format("{}", value));
    counts_[i] = static_cast<std::uint32_t>(value);
    totals_[i / static_cast<std::size_t>(replicate_batches)] += counts_[i];
  }
}

}  // namespace sdescent
