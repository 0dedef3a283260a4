#pragma once
/// \file
/// SDEs put together from parts, for planted mistakes.

#include "solvers/sde_model.hpp"

#include <memory>
#include <utility>

namespace sdescent::exact {

/// The drift of one SDE and the diffusion of another, times a factor. Both have one state.
class ComposedSde final : public SdeModel {
 public:
  ComposedSde(std::shared_ptr<const SdeModel> drift, std::shared_ptr<const SdeModel> diffusion,
              double factor = 1.0)
      : drift_(std::move(drift)), diffusion_(std::move(diffusion)), factor_(factor) {}

  const Layout& layout() const override { return drift_->layout(); }
  Index noise_dimension() const override { return diffusion_->noise_dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::general; }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef,
                    Scratch& scratch) const override {
    Scratch::Frame frame(scratch);
    BlockMap unused = frame.block(s.rows(), drift_->noise_dimension());
    drift_->coefficients(t, s, drift, unused, scratch);
  }
  void diffuse(double t, const ConstBlockRef& s, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override {
    diffusion_->diffuse(t, s, dW, out, scratch);
    out *= factor_;
  }

 private:
  std::shared_ptr<const SdeModel> drift_, diffusion_;
  double factor_;
};

}  // namespace sdescent::exact
