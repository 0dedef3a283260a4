#pragma once
/// \file
/// The planted mistake that a comparison of spreads must see.

#include "solvers/sde_model.hpp"

#include <memory>
#include <utility>

namespace sdescent::adaptive {

/// Another SDE of diagonal noise with a diffusion twice as large: variances are 4 times as large.
class DoubledDiffusion final : public SdeModel {
 public:
  explicit DoubledDiffusion(std::shared_ptr<const SdeModel> right) : right_(std::move(right)) {}
  const Layout& layout() const override { return right_->layout(); }
  Index noise_dimension() const override { return right_->noise_dimension(); }
  NoiseKind noise_kind() const override { return right_->noise_kind(); }
  Index noise_column() const override { return right_->noise_column(); }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    right_->coefficients(t, s, drift, diagonal, scratch);
    diagonal *= 2.0;
  }

 private:
  std::shared_ptr<const SdeModel> right_;
};

}  // namespace sdescent::adaptive
