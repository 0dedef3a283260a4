#pragma once
/// \file
/// Sums over columns of a tile that give a path the same bits whatever tile it is in.
///
/// Eigen picks its kernels, and with them the order of a sum, by the number of rows and by where a
/// row lies among them (one row goes another way than two; the last few are not vectorised), and
/// its product takes workspace from the heap. So a run's numbers would depend on the tile size, and
/// its steps would allocate.

#include "solvers/block.hpp"
#include "solvers/scratch.hpp"

#include <algorithm>

namespace sdescent {

/// out = x a, x and out paths × columns; `out` overlaps neither factor.
///
/// Each panel of 96 rows of `a` is summed from left to right, and the panels one after the other.
/// This is Eigen's product, always of 32 paths (steps are given multiples of 32 but at a tile's
/// end) and a part of `a` for which its workspace fits on the stack. Paths missing at the end of
/// the tile are filled up, or, if only a few are there (an ODE has one), summed by hand in the same
/// order.
template <class Matrix>
void tile_product(const ConstBlockRef& x, const Eigen::MatrixBase<Matrix>& a, BlockRef out,
                  Scratch& scratch) {
  constexpr Index paths = 32;
  constexpr Index panel = 96;
  constexpr Index few = 4;

  const auto product = [&](const ConstBlockRef& rows, BlockRef result) {
    result.setZero();
    for (Index c = 0; c < a.cols(); c += panel) {
      const Index width = std::min(panel, a.cols() - c);
      for (Index k = 0; k < a.rows(); k += panel) {
        const Index depth = std::min(panel, a.rows() - k);
        result.middleCols(c, width).matrix().noalias() +=
            rows.middleCols(k, depth).matrix() * a.block(k, c, depth, width);
      }
    }
  };
  const auto by_hand = [&](Index row, Index col) {
    double total = 0;
    for (Index k = 0; k < a.rows();) {
      double sum = 0;
      for (const Index end = std::min(k + panel, a.rows()); k < end; ++k)
        sum += x(row, k) * a(k, col);
      total += sum;
    }
    return total;
  };

  const Index whole = x.rows() / paths * paths;
  for (Index r = 0; r < whole; r += paths)
    product(x.middleRows(r, paths), out.middleRows(r, paths));
  const Index rest = x.rows() - whole;
  if (rest <= few) {
    for (Index c = 0; c < out.cols(); ++c)
      for (Index r = whole; r < x.rows(); ++r) out(r, c) = by_hand(r, c);
  } else {
    Scratch::Frame frame(scratch);
    BlockMap filled = frame.block(paths, x.cols());
    BlockMap result = frame.block(paths, out.cols());
    filled.topRows(rest) = x.bottomRows(rest);
    filled.bottomRows(paths - rest).setZero();
    product(filled, result);
    out.bottomRows(rest) = result.topRows(rest);
  }
}

/// The sum of the columns of x into one column, from left to right.
inline void sum_columns(const ConstBlockRef& x, BlockRef out) {
  out.setZero();
  for (Index c = 0; c < x.cols(); ++c) out.col(0) += x.col(c);
}

}  // namespace sdescent
