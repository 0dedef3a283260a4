#pragma once
/// \file
/// Binary cross-entropy of a network of dense layers on a data table.

#include "models/data_table.hpp"
#include "models/objective.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace sdescent {

/// f(x) = (1/n) Σ_i log(1 + exp(−s_i z_i)), s_i = +1 for target 1 and −1 for target 0, where z_i is
/// the output of the network on the features a_i:
///
///     h_0 = a_i,     h_l = max(W_lᵀ h_{l−1} + b_l, 0),  l = 1 … L,     z_i = W_{L+1}ᵀ h_L +
///     b_{L+1}.
///
/// x holds W_1 (inputs × outputs, column by column), b_1, W_2, … Not convex, and ∇f jumps where a
/// unit's input is 0 (the derivative of max is taken as 0 there), which is where the smoothness
/// that weak approximation asks for is missing.
///
/// Value and gradient go through the network path by path, all data at once, by the vector kernels:
/// the same bits for every tile, in AVX2 and in AVX-512.
class DenseNetwork final : public Objective {
 public:
  /// `hidden` are the widths of the layers 1 … L (none: logistic regression). Throws InvalidInput
  /// for widths < 1, targets other than 0 and 1 (naming the row), an empty table, or features that
  /// are not finite.
  DenseNetwork(const DataTable& table, const std::vector<Index>& hidden);

  Index dimension() const override { return dimension_; }
  void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const override;
  void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                Scratch& scratch) const override;

  /// Weights N(0, 2/inputs), biases 0 (He et al. 2015), a function of the seed.
  Eigen::VectorXd random_start(std::uint64_t seed) const;

 private:
  /// Where a layer's parameters lie in x, and its outputs among those of all layers.
  struct Layer {
    Index in, out, weights, biases, column;
  };
  class Pass;

  Index rows_;           // data, filled up with zeros to a multiple of 32
  Index data_;           // n
  Block features_;       // rows_ × p
  Eigen::ArrayXd sign_;  // s_i, 0 for rows that are no data
  std::vector<Layer> layers_;
  Index dimension_ = 0, units_ = 0, widest_ = 0;
};

}  // namespace sdescent
