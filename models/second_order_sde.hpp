#pragma once
/// \file
/// What the SDEs of order 2 in η share: each is an SDE of order 1 with a drift correction.

#include "models/optimizer_sde.hpp"
#include "solvers/arithmetic.hpp"

namespace sdescent {

/// For an optimizer whose step has the conditional mean −η η_t φ(x) and the covariance η² η_t²
/// Σ(x), so that
///
///     dX = −η_t (φ dt + √η Σ^{1/2} dW)                                  (`First`)
///
/// has weak order 1, the SDE
///
///     dX = −η_t (φ dt + √η Σ^{1/2} dW) − ½η (η_t² (∇φ)φ − η_t' φ) dt
///
/// has weak order 2, ∇φ being the Jacobian of φ and η_t' the derivative of the schedule η_t, from
/// the right. For smooth φ, Σ and steps with bounded third moments; a kink of the schedule inside a
/// step costs O(η²), one between steps nothing.
/// Source: derived in docs/theory/second-order.md, (6).
template <class First>
class SecondOrderSde : public OptimizerSde {
 public:
  Index noise_dimension() const final { return first_.noise_dimension(); }
  NoiseKind noise_kind() const final { return first_.noise_kind(); }

  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const final {
    first_.coefficients(t, x, drift, diagonal, scratch);
    correct(t, x, drift, scratch);
  }

  /// The diffusion, and so its derivative, is that of `First`.
  bool has_derivative() const final { return first_.has_derivative(); }
  void coefficients_and_derivative(double t, const ConstBlockRef& x, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const final {
    first_.coefficients_and_derivative(t, x, drift, diagonal, derivative, scratch);
    correct(t, x, drift, scratch);
  }
  void diffuse(double t, const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const final {
    first_.diffuse(t, x, dW, out, scratch);
  }

 protected:
  SecondOrderSde(const std::shared_ptr<const Problem>& problem, double eta,
                 const Schedule& schedule)
      : OptimizerSde(problem, eta, schedule), first_(problem, eta, schedule) {}

 private:
  /// φ(x) and (∇φ)φ(x) into `phi` and `transport` (rows × d).
  virtual void field(const ConstBlockRef& x, BlockRef phi, BlockRef transport,
                     Scratch& scratch) const = 0;

  void correct(double t, const ConstBlockRef& x, BlockRef drift, Scratch& scratch) const {
    Scratch::Frame frame(scratch);
    BlockMap phi = frame.block(x.rows(), x.cols()), transport = frame.block(x.rows(), x.cols());
    field(x, phi, transport, scratch);
    const double rate = schedule()(t);
    add_scaled(-0.5 * eta() * rate * rate, transport, drift);
    add_scaled(0.5 * eta() * schedule().derivative(t), phi, drift);
  }

  First first_;
};

}  // namespace sdescent
