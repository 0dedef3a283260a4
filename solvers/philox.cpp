#include "solvers/philox.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

constexpr Index group_paths = 32;    // paths served by one row of counters
constexpr Index group_counters = 8;  // counters in that row

/// Variates of the 32 paths of one group, in path order.
using Group = std::array<double, group_paths>;

double unit_interval(std::uint32_t word) { return (static_cast<double>(word) + 0.5) * 0x1p-32; }

/// Throws unless the numbers first … first + count − 1 are below 2^bits; nothing here may wrap.
void require_below(int bits, const char* name, std::uint64_t first, Index count) {
  const std::uint64_t limit = std::uint64_t{1} << bits;
  const auto n = static_cast<std::uint64_t>(count);
  if (first <= limit && n <= limit - first) return;
  const std::uint64_t last = first < limit ? first + n - 1 : first;
  require(false, name, fmt::format("< 2^{}", bits), fmt::format("{}", last));
}

void check(const DrawKey& key, Index rows, Index columns) {
  require_below(34, "path number", key.path, rows);
  require_below(32, "step number", key.step, 1);
  require_below(24, "column number", key.column, columns);
}

void uniform_group(const std::array<std::uint32_t, 4>& w, Index i, Group& out) {
  for (std::size_t j = 0; j < 4; ++j)
    out[j * group_counters + static_cast<std::size_t>(i)] = unit_interval(w[j]);
}

void normal_group(const std::array<std::uint32_t, 4>& w, Index i, Group& out) {
  for (std::size_t j = 0; j < 4; j += 2) {
    const double radius = std::sqrt(-2.0 * std::log(unit_interval(w[j])));
    const double angle = 2.0 * std::numbers::pi * unit_interval(w[j + 1]);
    out[j * group_counters + static_cast<std::size_t>(i)] = radius * std::cos(angle);
    out[(j + 1) * group_counters + static_cast<std::size_t>(i)] = radius * std::sin(angle);
  }
}

/// Walks the groups that cover the block, turns their words into variates and copies the part
/// wanted.
template <class Transform>
void fill(std::uint64_t seed, const DrawKey& key, BlockRef out, Transform transform) {
  check(key, out.rows(), out.cols());
  const std::array<std::uint32_t, 2> philox_key{static_cast<std::uint32_t>(seed),
                                                static_cast<std::uint32_t>(seed >> 32)};
  const auto word3 = key.stream | static_cast<std::uint32_t>(key.node) << 16;
  for (Index c = 0; c < out.cols(); ++c) {
    const auto word2 =
        (key.column + static_cast<std::uint32_t>(c)) | static_cast<std::uint32_t>(key.draw) << 24;
    for (Index r = 0; r < out.rows();) {
      const std::uint64_t path = key.path + static_cast<std::uint64_t>(r);
      const std::uint64_t group = path / group_paths;
      Group variates;
      for (Index i = 0; i < group_counters; ++i)
        transform(philox4x32_10({static_cast<std::uint32_t>(group * group_counters +
                                                            static_cast<std::uint64_t>(i)),
                                 static_cast<std::uint32_t>(key.step), word2, word3},
                                philox_key),
                  i, variates);
      const auto skip = static_cast<Index>(path % group_paths);
      const Index take = std::min(group_paths - skip, out.rows() - r);
      std::copy_n(variates.begin() + skip, take, &out(r, c));
      r += take;
    }
  }
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter,
                                           std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(p1),
        static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(p0)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

void Philox::normals(const DrawKey& key, BlockRef out) const {
  fill(seed_, key, out, normal_group);
}

void Philox::uniforms(const DrawKey& key, BlockRef out) const {
  fill(seed_, key, out, uniform_group);
}

}  // namespace sdescent
