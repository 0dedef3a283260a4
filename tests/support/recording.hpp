#pragma once
/// \file
/// Showing numbers to a recorder without a run.

#include "io/archive.hpp"
#include "solvers/observable.hpp"
#include "solvers/recorder.hpp"
#include "tests/support/same_bits.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

namespace sdescent {

/// The columns of the first process.
inline Observable columns(std::vector<std::string> names) {
  return {std::move(names),
          [](const Lockstep& blocks, BlockRef out, Scratch&) { out = blocks.state(0); }};
}

inline std::optional<NotFinite> observe(Recorder& recorder, std::size_t i, const Block& values,
                                        std::uint64_t path = 0) {
  Scratch scratch;
  const std::vector<ConstBlockMap> views = {
      {values.data(), values.rows(), values.cols(), Eigen::OuterStride<>(values.rows())}};
  return recorder.observe(i, {views, path}, scratch);
}

inline Archive saved(const Recorder& recorder) {
  Archive archive;
  recorder.save(archive);
  return archive;
}

inline bool same_bytes(const Archive& a, const Archive& b) {
  const auto bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [&](const NamedArray& x, const NamedArray& y) {
        return x.name == y.name && x.shape == y.shape &&
               std::equal(x.values.begin(), x.values.end(), y.values.begin(), y.values.end(),
                          [&](double u, double v) { return bits(u) == bits(v); });
      });
}

inline bool same_arrays(const Recorder& a, const Recorder& b) {
  return same_bytes(saved(a), saved(b));
}

}  // namespace sdescent
