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

RowShuffles::RowShuffles(std::uint64_t rows, std::uint64_t paths, std::uint64_t seed,
                         std::uint64_t length)
    : rows_(rows), length_(length) {
  require(rows >= 1 && rows <= std::uint64_t{1} << 31U, "number of rows to shuffle",
          "from 1 to 2^31", fmt::format("{}", rows));
  require(length >= 1 && length <= rows, "length of a shuffle", fmt::format("from 1 to {}", rows),
          fmt::format("{}", length));
  require_at_least("number of shuffles", static_cast<std::int64_t>(paths), 1);
  const std::array<std::uint32_t, 2> key{static_cast<std::uint32_t>(seed),
                                         static_cast<std::uint32_t>(seed >> 32U)};
  orders_.reserve(length * paths);
  std::vector<std::uint32_t> order(rows);
  for (std::uint64_t path = 0; path < paths; ++path) {
    std::iota(order.begin(), order.end(), 0U);
    for (std::uint64_t i = 0; i < length; ++i) {
      const auto words = philox4x32_10(
          {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(path), 0, 0}, key);
      std::swap(order[i], order[i + below(rows - i, words)]);
      orders_.push_back(order[i]);
    }
  }
}

std::uint32_t RowShuffles::row(std::uint64_t path, std::uint64_t step) const {
  if (step >= length_)
    require(false, "step of one pass through the data", fmt::format("< {}", length_),
            fmt::format("{}", step));
  if (path >= paths())
    require(false, "path", fmt::format("< {} shuffles", paths()), fmt::format("{}", path));
  return orders_[path * length_ + step];
}

}  // namespace sdescent
