#pragma once
/// \file
/// Equality of blocks to the bit, NaN and the sign of zero included.

#include "solvers/block.hpp"

#include <bit>
#include <cstdint>

namespace sdescent {

inline bool same_bits(const ConstBlockRef& a, const ConstBlockRef& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
  for (Index c = 0; c < a.cols(); ++c)
    for (Index r = 0; r < a.rows(); ++r)
      if (std::bit_cast<std::uint64_t>(a(r, c)) != std::bit_cast<std::uint64_t>(b(r, c)))
        return false;
  return true;
}

}  // namespace sdescent
