#pragma once
/// \file
/// Blocks as the kernels take them: columns, or runs of neighbouring numbers.

#include "solvers/block.hpp"
#include "solvers/kernels/kernels.hpp"

namespace sdescent {

/// Calls f(count, pointers…) for each run of neighbouring numbers: once when all blocks are
/// contiguous, else for each column. The blocks have one shape; results are as if f had been called
/// for each number by itself.
template <class F, class First, class... Rest>
void for_each_run(F f, First&& first, Rest&&... rest) {
  const Index rows = first.rows();
  const auto whole = [rows](const auto& block) {
    return block.outerStride() == rows || block.cols() == 1;
  };
  if (whole(first) && (whole(rest) && ...)) {
    f(first.size(), first.data(), rest.data()...);
    return;
  }
  for (Index c = 0; c < first.cols(); ++c)
    f(rows, first.data() + c * first.outerStride(), rest.data() + c * rest.outerStride()...);
}

inline Columns<const double> columns(const ConstBlockRef& block) {
  return {block.data(), block.outerStride()};
}
inline Columns<double> columns(BlockRef block) { return {block.data(), block.outerStride()}; }

}  // namespace sdescent
