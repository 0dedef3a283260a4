#pragma once
/// \file
/// The function being minimised, without noise.

#include "solvers/block.hpp"
#include "solvers/scratch.hpp"

#include <cstdint>

namespace sdescent {

/// f: R^d → R on a tile of points (rows). Immutable.
class Objective {
 public:
  virtual ~Objective() = default;

  /// d
  virtual Index dimension() const = 0;

  /// Number of machines that hold parts of the data; f is the average of their functions.
  virtual std::uint16_t nodes() const { return 1; }

  /// f(x) into one column: x is rows × d, f is rows × 1.
  virtual void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const = 0;

  /// ∇f(x) of one node's function into g (rows × d). g and x do not overlap.
  virtual void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                        Scratch& scratch) const = 0;
};

}  // namespace sdescent
