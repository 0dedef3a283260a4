#pragma once
/// \file
/// The entries p <= q of a symmetric d × d matrix as columns of a block, row by row, as covariances
/// are kept (solvers/batch_moments.hpp).

#include "solvers/batch_moments.hpp"

#include <algorithm>

namespace sdescent {

/// d(d + 1)/2
inline Index pair_count(Index d) { return second_moment_count(SecondMoments::covariances, d); }

/// The column of entry (p, q), which is that of (q, p).
inline Index pair_column(Index d, Index p, Index q) {
  return second_moment_column(SecondMoments::covariances, d, std::min(p, q), std::max(p, q));
}

/// f(column, p, q) for all p <= q, by column.
template <class F>
void for_each_pair(Index d, F f) {
  for (Index p = 0, column = 0; p < d; ++p)
    for (Index q = p; q < d; ++q, ++column) f(column, p, q);
}

}  // namespace sdescent
