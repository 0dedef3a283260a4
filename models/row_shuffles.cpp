#include "models/row_shuffles.hpp"

#include "io/require.hpp"
#include "solvers/philox.hpp"

#include <fmt/format.h>

#include <numeric>
#include <utility>

namespace sdescent {
namespace {

/// A uniform whole number below `bound`, to bound/2⁶⁴.
std::uint64_t below(std::uint64_t bound, const std::array<std::uint32_t, 4>& words) {
  const std::uint64_t high = std::uint64_t{words[0]} * bound;
  const std::uint64_t low = std::uint64_t{words[1]} * bound;
  return (high + (low >> 32U)) >> 32U;
}

}  // namespace

RowShuffles::RowShuffles(std::uint64_t rows, std::uint64_t paths, std::uint64_t seed)
    : rows_(rows) {
  require(rows >= 1 && rows <= std::uint64_t{1} << 31U, "number of rows to shuffle",
          "from 1 to 2^31", fmt::format("{}", rows));
  require_at_least("number of shuffles", static_cast<std::int64_t>(paths), 1);
  const std::array<std::uint32_t, 2> key{static_cast<std::uint32_t>(seed),
                                         static_cast<std::uint32_t>(seed >> 32U)};
  orders_.resize(rows * paths);
  for (std::uint64_t path = 0; path < paths; ++path) {
    std::uint32_t* order = orders_.data() + path * rows;
    std::iota(order, order + rows, 0U);
    for (std::uint64_t i = rows; i > 1; --i) {
      const auto words = philox4x32_10(
          {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(path), 0, 0}, key);
      std::swap(order[i - 1], order[below(i, words)]);
    }
  }
}

std::uint32_t RowShuffles::row(std::uint64_t path, std::uint64_t step) const {
  if (step >= rows_)
    require(false, "step of one pass through the data", fmt::format("< {} rows", rows_),
            fmt::format("{}", step));
  if (path >= paths())
    require(false, "path", fmt::format("< {} shuffles", paths()), fmt::format("{}", path));
  return orders_[path * rows_ + step];
}

}  // namespace sdescent
