#pragma once
/// \file
/// dS = (A S + c t) dt + (1 + t) B dW: additive noise that depends on time, from any number of
/// Brownian motions.

#include "solvers/sde_model.hpp"

#include <Eigen/Core>

#include <utility>

namespace sdescent {

class AdditiveSde final : public SdeModel {
 public:
  AdditiveSde(Eigen::MatrixXd a, Eigen::VectorXd c, Eigen::MatrixXd b)
      : a_(std::move(a)), c_(std::move(c)), b_(std::move(b)), layout_({{"s", a_.rows()}}) {}

  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return b_.cols(); }
  NoiseKind noise_kind() const override { return NoiseKind::additive; }

  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef,
                    Scratch&) const override {
    for (Index i = 0; i < s.cols(); ++i) {
      drift.col(i).setConstant(c_(i) * t);
      for (Index k = 0; k < s.cols(); ++k) drift.col(i) += a_(i, k) * s.col(k);
    }
  }

  void diffuse(double t, const ConstBlockRef&, const ConstBlockRef& dW, BlockRef out,
               Scratch&) const override {
    out.setZero();
    for (Index i = 0; i < out.cols(); ++i)
      for (Index j = 0; j < dW.cols(); ++j) out.col(i) += (1.0 + t) * b_(i, j) * dW.col(j);
  }

 private:
  Eigen::MatrixXd a_;
  Eigen::VectorXd c_;
  Eigen::MatrixXd b_;
  Layout layout_;
};

}  // namespace sdescent
