#include "solvers/philox.hpp"

#include "io/require.hpp"
#include "solvers/kernels/philox_constants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sdescent {
namespace {

/// Throws unless the numbers first … first + count − 1 are below 2^bits; nothing here may wrap.
void require_below(int bits, const char* name, std::uint64_t first, Index count) {
  const std::uint64_t limit = std::uint64_t{1} << bits;
  const auto n = static_cast<std::uint64_t>(count);
  if (first <= limit && n <= limit - first) return;
  const std::uint64_t last = first < limit ? first + n - 1 : first;
  require(false, name, fmt::format("< 2^{}", bits), fmt::format("{}", last));
}

void check(const DrawKey& key, int path_bits, Index rows, Index columns) {
  require_below(path_bits, "path number", key.path, rows);
  require_below(32, "step number", key.step, 1);
  require_below(24, "column number", key.column, columns);
}

/// Fills a block. Whole rows of counters (`group` paths each) go straight to their place; the ends
/// of a block that is cut inside one go through copies.
void fill(Kernels::Draw* draw, const PhiloxCounter& counter, std::uint64_t group,
          std::uint64_t path, double scale, BlockRef out) {
  constexpr Index columns_at_once = 8, longest_row = 32;
  Index done = 0;
  const auto part = [&](std::uint64_t skip, Index count) {
    std::array<double, columns_at_once * longest_row> numbers;
    for (Index c = 0; c < out.cols(); c += columns_at_once) {
      const Index columns = std::min(columns_at_once, out.cols() - c);
      PhiloxCounter at = counter;
      at.word2 += static_cast<std::uint32_t>(c);
      draw(at, path / group, 1, columns, scale, {numbers.data(), longest_row});
      for (Index j = 0; j < columns; ++j)
        std::copy_n(numbers.begin() + j * longest_row + static_cast<Index>(skip), count,
                    &out(done, c + j));
    }
    path += static_cast<std::uint64_t>(count);
    done += count;
  };
  const auto group_rows = static_cast<Index>(group);
  const std::uint64_t skip = path % group;
  if (skip != 0) part(skip, std::min(static_cast<Index>(group - skip), out.rows()));
  if (const Index groups = (out.rows() - done) / group_rows; groups > 0) {
    draw(counter, path / group, groups, out.cols(), scale, {&out(done, 0), out.outerStride()});
    path += group * static_cast<std::uint64_t>(groups);
    done += groups * group_rows;
  }
  if (done < out.rows()) part(0, out.rows() - done);
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter,
                                           std::array<std::uint32_t, 2> key) {
  using namespace philox_constants;
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t p0 = std::uint64_t{multiplier0} * counter[0];
    const std::uint64_t p1 = std::uint64_t{multiplier1} * counter[2];
    counter = {
        static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(p1),
        static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(p0)};
    key[0] += weyl0;
    key[1] += weyl1;
  }
  return counter;
}

void Philox::draw(Kernels::Draw* coarse, Kernels::Draw* fine, const DrawKey& key, double scale,
                  BlockRef out) const {
  const bool wide = resolution_ == Resolution::bits52;
  check(key, wide ? 33 : 34, out.rows(), out.cols());
  if (out.size() == 0) return;
  const PhiloxCounter counter{
      static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32),
      static_cast<std::uint32_t>(key.step), key.column | static_cast<std::uint32_t>(key.draw) << 24,
      key.stream | static_cast<std::uint32_t>(key.node) << 16};
  fill(wide ? fine : coarse, counter, wide ? 16 : 32, key.path, scale, out);
}

void Philox::scaled_normals(const DrawKey& key, double scale, BlockRef out) const {
  draw(kernels().normals32, kernels().normals52, key, scale, out);
}

void Philox::uniforms(const DrawKey& key, BlockRef out) const {
  draw(kernels().uniforms32, kernels().uniforms52, key, 1.0, out);
}

}  // namespace sdescent
