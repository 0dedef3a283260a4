#pragma once
/// \file
/// The planted mistake that a comparison of spreads must see.

#include "solvers/sde_model.hpp"

#include <memory>
#include <utility>

namespace sdescent::adaptive {

/// Another SDE of diagonal noise with its diffusion multiplied by a factor, variances by its
/// square.
class ScaledDiffusion final : public SdeModel {
 public:
  ScaledDiffusion(std::shared_ptr<const SdeModel> right, double factor)
      : right_(std::move(right)), factor_(factor) {}
  const Layout& layout() const override { return right_->layout(); }
  Index noise_dimension() const override { return right_->noise_dimension(); }
  NoiseKind noise_kind() const override { return right_->noise_kind(); }
  Index noise_column() const override { return right_->noise_column(); }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    right_->coefficients(t, s, drift, diagonal, scratch);
    diagonal *= factor_;
  }

 private:
  std::shared_ptr<const SdeModel> right_;
  double factor_;
};

}  // namespace sdescent::adaptive
