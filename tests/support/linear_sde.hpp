#pragma once
/// \file
/// dS = A S dt + Σ_j B_j S dW_j: general noise whose first two moments solve linear ODEs.

#include "solvers/sde_model.hpp"

#include <Eigen/Core>

#include <utility>
#include <vector>

namespace sdescent {

class LinearSde final : public SdeModel {
 public:
  LinearSde(Eigen::MatrixXd a, std::vector<Eigen::MatrixXd> b)
      : a_(std::move(a)), b_(std::move(b)), layout_({{"s", a_.rows()}}) {}

  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return static_cast<Index>(b_.size()); }
  NoiseKind noise_kind() const override { return NoiseKind::general; }

  void coefficients(double, const ConstBlockRef& s, BlockRef drift, BlockRef,
                    Scratch&) const override {
    drift.setZero();
    for (Index i = 0; i < s.cols(); ++i)
      for (Index k = 0; k < s.cols(); ++k) drift.col(i) += a_(i, k) * s.col(k);
  }

  void diffuse(double, const ConstBlockRef& s, const ConstBlockRef& dW, BlockRef out,
               Scratch&) const override {
    out.setZero();
    for (std::size_t j = 0; j < b_.size(); ++j)
      for (Index i = 0; i < s.cols(); ++i)
        for (Index k = 0; k < s.cols(); ++k)
          out.col(i) += b_[j](i, k) * s.col(k) * dW.col(static_cast<Index>(j));
  }

 private:
  Eigen::MatrixXd a_;
  std::vector<Eigen::MatrixXd> b_;
  Layout layout_;
};

}  // namespace sdescent
