#include "solvers/scaled_clock_sde.hpp"

#include "io/require.hpp"

#include <cmath>

namespace sdescent {

ScaledClockSde::ScaledClockSde(std::shared_ptr<const SdeModel> model, double factor)
    : model_(std::move(model)), factor_(factor), root_(std::sqrt(factor)) {
  require_positive("factor of a clock", factor);
}

void ScaledClockSde::coefficients(double t, const ConstBlockRef& s, BlockRef drift,
                                  BlockRef diagonal, Scratch& scratch) const {
  model_->coefficients(factor_ * t, s, drift, diagonal, scratch);
  drift *= factor_;
  if (noise_kind() == NoiseKind::diagonal) diagonal *= root_;
}

void ScaledClockSde::coefficients_and_derivative(double t, const ConstBlockRef& s, BlockRef drift,
                                                 BlockRef diagonal, BlockRef derivative,
                                                 Scratch& scratch) const {
  model_->coefficients_and_derivative(factor_ * t, s, drift, diagonal, derivative, scratch);
  drift *= factor_;
  diagonal *= root_;
  derivative *= root_;
}

void ScaledClockSde::diffuse(double t, const ConstBlockRef& s, const ConstBlockRef& dW,
                             BlockRef out, Scratch& scratch) const {
  model_->diffuse(factor_ * t, s, dW, out, scratch);
  out *= root_;
}

}  // namespace sdescent
