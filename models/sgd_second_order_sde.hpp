#pragma once
/// \file
/// The SDE of SGD to second order in η: that of first order (SgdSde) with a drift correction,
///
///     dX = −η_t (∇f dt + √η Σ(X)^{1/2} dW) − ½η (η_t² H ∇f − η_t' ∇f) dt,   H = ∇²f(X),
///
/// η_t' being the derivative of the schedule η_t, from the right. With η_t = 1 the drift is
/// −∇(f + (η/4)|∇f|²).
/// Source: Li, Tai, E, Stochastic modified equations and dynamics of stochastic gradient
/// algorithms I, JMLR 20 (2019); with a schedule derived in docs/theory/second-order.md, (8).
///
/// Order-2 weak approximation of SGD for smooth ∇f and Σ^{1/2} and noise of finite third moments
/// (Student's t: ν > 3). Any noise law of finite covariance is accepted, since first and second
/// moments on a quadratic need no more.

#include "models/second_order_sde.hpp"
#include "models/sgd_sde.hpp"

namespace sdescent {

class SgdSecondOrderSde final : public SecondOrderSde<SgdSde> {
 public:
  /// Throws InvalidInput, as SgdSde does, when the noise law has no covariance.
  SgdSecondOrderSde(const std::shared_ptr<const Problem>& problem, double eta,
                    const Schedule& schedule = {})
      : SecondOrderSde(problem, eta, schedule) {}

 private:
  /// ∇f and H∇f.
  void field(const ConstBlockRef& x, BlockRef phi, BlockRef transport,
             Scratch& scratch) const override {
    problem().objective().gradient(x, phi, 0, scratch);
    problem().objective().hessian_product(x, phi, transport, scratch);
  }
};

}  // namespace sdescent
