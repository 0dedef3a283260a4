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

  /// ∇²f(x) v of node 0's function for each row, v and out being rows × d. By default central
  /// differences of the gradient, good to about 1e-10 of |∇²f| |v| where f varies over lengths of
  /// order max(1, |x|).
  virtual void hessian_product(const ConstBlockRef& x, const ConstBlockRef& v, BlockRef out,
                               Scratch& scratch) const;

  /// Whether f = Σ f_i(x_i), so that the Hessian is diagonal everywhere. False where it is not
  /// known.
  virtual bool is_separable() const { return dimension() == 1; }

  /// Whether hessian_diagonal() is known.
  virtual bool has_hessian_diagonal() const { return false; }

  /// ∂²f/∂x_i² of node 0's function into `out` (rows × d). Throws InvalidInput where it is unknown.
  virtual void hessian_diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const;
};

}  // namespace sdescent
