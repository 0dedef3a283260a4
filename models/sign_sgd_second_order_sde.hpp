#pragma once
/// \file
/// The SDE of SignSGD to second order in η, under gradient noise with independent coordinates and a
/// density: the SDE of first order (SignSgdSde) with a drift correction of order η,
///
///     dX = −η_t (m dt + √η √(I − diag(m)²) dW) − ½η (η_t² diag(m') H m − η_t' m) dt,
///
/// with m_i = 1 − 2P(∂_i f + Z_i < 0) at X, m_i' = ∂m_i/∂(∂_i f) twice the density of −Z_i at
/// ∂_i f, H = ∇²f(X), and η_t' the derivative of the schedule η_t, from the right. Gaussian noise:
/// m_i' = √(2/π)/σ_i e^{−(∂_i f)²/(2σ_i²)}.
/// Source: derived in docs/theory/second-order.md, (7).
///
/// Order-2 weak approximation of SignSGD for smooth f and a smooth density. Laplace noise keeps the
/// order; under uniform noise the error is O(η²) but error/η² has no limit (ibid., section 6).

#include "models/second_order_sde.hpp"
#include "models/sign_sgd_sde.hpp"

namespace sdescent {

class SignSgdSecondOrderSde final : public SecondOrderSde<SignSgdSde> {
 public:
  /// Throws InvalidInput, too, unless the noise law knows the slope of the sign's mean and its
  /// signs are independent between coordinates and never 0.
  SignSgdSecondOrderSde(const std::shared_ptr<const Problem>& problem, double eta,
                        const Schedule& schedule = {})
      : SecondOrderSde(checked(problem), eta, schedule) {}

 private:
  static const std::shared_ptr<const Problem>& checked(
      const std::shared_ptr<const Problem>& problem) {
    const NoiseLaw& noise = problem->noise();
    require(noise.has_sign_mean_slope() && noise.has_independent_signs() && !noise.has_atoms(),
            "gradient noise of sign_sgd_second_order_sde",
            "of known density and independent between coordinates", noise.description());
    return problem;
  }

  /// m and diag(m') H m.
  void field(const ConstBlockRef& x, BlockRef phi, BlockRef transport,
             Scratch& scratch) const override {
    Scratch::Frame frame(scratch);
    BlockMap g = frame.block(x.rows(), x.cols());
    problem().objective().gradient(x, g, 0, scratch);
    problem().noise().sign_mean(x, g, phi, scratch);
    problem().noise().sign_mean_slope(x, g, g, scratch);
    problem().objective().hessian_product(x, phi, transport, scratch);
    transport *= g;
  }
};

}  // namespace sdescent
