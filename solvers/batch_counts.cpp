#include "solvers/batch_counts.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent {

void BatchCounts::add_cell(Index cell, const BatchCounts& other, Index other_cell) {
  for (Index b = 0; b < replicate_batches; ++b)
    counts_[place(cell, b)] += other.counts_[place(other_cell, b)];
}

void BatchCounts::merge(const BatchCounts& other) {
  for (Index cell = 0; cell < cells(); ++cell) add_cell(cell, other, cell);
}

double BatchCounts::count(Index cell, Index without) const {
  std::uint64_t sum = 0;
  for (Index b = 0; b < replicate_batches; ++b) sum += counts_[place(cell, b)];
  if (without >= 0) sum -= counts_[place(cell, without)];
  return static_cast<double>(sum);
}

void BatchCounts::restore(std::vector<double>::const_iterator first, Index cells) {
  resize(cells);
  for (std::uint32_t& count : counts_) {
    const double value = *first++;
    const bool whole = value >= 0 && value <= std::numeric_limits<std::uint32_t>::max() &&
                       value == std::floor(value);
    if (!whole)
      require(false, "a saved count of paths", "a whole number from 0 to 2^32 - 1",
              fmt::format("{}", value));
    count = static_cast<std::uint32_t>(value);
  }
}

}  // namespace sdescent
