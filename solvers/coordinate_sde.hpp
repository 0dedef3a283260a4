#pragma once
/// \file
/// One coordinate of an SDE whose coordinates do not see each other.

#include "io/require.hpp"
#include "solvers/sde_model.hpp"

#include <Eigen/Core>

#include <memory>

namespace sdescent {

/// dX_i = a_i(t, x) dt + B_ii(t, x) dW_i with x on the i-th axis through x_0: coordinate i of a
/// model with diagonal noise, as an SDE in one dimension. That a_i and B_ii depend on x_i alone is
/// the caller's word; what the other coordinates are does not matter then.
class CoordinateSde final : public SdeModel {
 public:
  /// Throws InvalidInput unless the noise is diagonal in every column of the state, x_0 has its
  /// dimension and i (from 0) is one of its columns.
  CoordinateSde(std::shared_ptr<const SdeModel> model, Eigen::VectorXd x0, Index i)
      : model_(std::move(model)), x0_(std::move(x0)), i_(i), layout_({{"x", 1}}) {
    const Index d = model_->layout().size();
    require(model_->noise_kind() == NoiseKind::diagonal && model_->noise_dimension() == d,
            "noise of an SDE taken by coordinate", "diagonal in all columns", "another");
    require_equal("dimension of the point an SDE is taken by coordinate through", x0_.size(), d);
    require(i >= 0 && i < d, "coordinate of an SDE", "in [0, " + std::to_string(d) + ")",
            std::to_string(i));
  }

  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }

  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    const Index rows = s.rows(), d = x0_.size();
    Scratch::Frame frame(scratch);
    BlockMap x = frame.block(rows, d), a = frame.block(rows, d), b = frame.block(rows, d);
    for (Index j = 0; j < d; ++j) x.col(j).setConstant(x0_(j));
    x.col(i_) = s.col(0);
    model_->coefficients(t, x, a, b, scratch);
    drift.col(0) = a.col(i_);
    diagonal.col(0) = b.col(i_);
  }

 private:
  std::shared_ptr<const SdeModel> model_;
  Eigen::VectorXd x0_;
  Index i_;
  Layout layout_;
};

}  // namespace sdescent
