#pragma once
/// \file
/// Binary cross-entropy of a linear classifier on a data table.

#include "models/data_table.hpp"
#include "models/finite_sum.hpp"

namespace sdescent {

/// f(x) = (1/n) Σ_i log(1 + exp(−s_i ⟨a_i, x⟩)) + (ϑ/2)‖x‖², with s_i = +1 for target 1 and −1 for
/// target 0, and a_i the features followed by a constant 1 (the last coordinate of x is the
/// intercept, so d = p + 1). Strongly convex for ϑ > 0; for ϑ = 0 separable data have no minimum.
class LogisticRegression final : public FiniteSum {
 public:
  /// Throws InvalidInput for targets other than 0 and 1 (naming the row), an empty table, NaN in
  /// the features, or ridge < 0.
  explicit LogisticRegression(const DataTable& table, double ridge = 0.0);

  Index dimension() const override { return signed_features_.cols(); }
  Index terms() const override { return signed_features_.rows(); }
  void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const override;
  void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                Scratch& scratch) const override;
  void weighted_gradient(const ConstBlockRef& x, const ConstBlockRef& weights, BlockRef g,
                         Scratch& scratch) const override;
  void batch_gradient(const ConstBlockRef& x, const ConstBlockRef& uniforms, BlockRef g,
                      Scratch& scratch) const override;

 private:
  /// ∂f_i/∂margin = −1/(1 + exp(margin)) for every row and term.
  void slopes(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const;

  Eigen::MatrixXd signed_features_;  // row i is s_i a_i
  double ridge_;
};

}  // namespace sdescent
