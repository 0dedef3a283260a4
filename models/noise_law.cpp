#include "models/noise_law.hpp"

#include "io/error.hpp"

namespace sdescent {

void NoiseLaw::diagonal(const ConstBlockRef&, BlockRef, Scratch&) const {
  throw InvalidInput("the gradient noise must be uncorrelated, got a law with correlations");
}

void NoiseLaw::sign_moments(const ConstBlockRef&, const ConstBlockRef&, BlockRef, BlockRef,
                            Scratch&) const {
  throw InvalidInput("the gradient noise must have a known P(sign), got a law without one");
}

void NoiseLaw::sign_slope(const ConstBlockRef&, const ConstBlockRef&, BlockRef, Scratch&) const {
  throw InvalidInput("the gradient noise must have a known density, got a law without one");
}

}  // namespace sdescent
