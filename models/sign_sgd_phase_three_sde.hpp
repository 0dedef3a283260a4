#pragma once
/// \file
/// The SDE of SignSGD with the sign's mean made linear in the gradient, Phase 3 (|∇f| small against
/// the noise):
///
///     dX = −η_t (m(X) dt + √η √(I − diag(m(X))²) dW),   m_i = c_i ∂_i f,
///
/// with c_i = 2p_i(0), p_i the density of Z_i: the slope of P(ĝ_i > 0) − P(ĝ_i < 0) at ∂_i f = 0.
/// Gaussian: c_i = √(2/π)/σ_i. Student's t with ν degrees of freedom and scales s_i:
/// 2Γ((ν+1)/2)/(√(πν) Γ(ν/2) s_i), so 1/(√2 s_i) for ν = 2.
/// Source: adaptive (5), (53), (111); Corollary 3.11, (118).
///
/// Agrees with SignSgdSde to O(|∇f|³) in the drift (O(|∇f|²) where p is not smooth at 0, as
/// Laplace's). **Defined for |m_i| <= 1 only**, that is |∂_i f| <= √(π/2) σ_i: beyond, the
/// diffusion is the root of a negative number and NaN, and a run stops with step, time and path.
/// The paper's Phase 3, |∂_i f| < √2 σ_i, is the larger region, so its equation is not defined on
/// all of it.

#include "models/optimizer_sde.hpp"
#include "solvers/arithmetic.hpp"

#include <Eigen/Core>

namespace sdescent {

class SignSgdPhaseThreeSde final : public OptimizerSde {
 public:
  /// Throws InvalidInput, too, unless the noise law knows finite slopes c_i
  /// (NoiseLaw::sign_slope()) and its signs are independent between coordinates.
  SignSgdPhaseThreeSde(std::shared_ptr<const Problem> problem, double eta, Schedule schedule = {})
      : OptimizerSde(std::move(problem), eta, std::move(schedule)) {
    const NoiseLaw& noise = this->problem().noise();
    const auto slope = noise.sign_slope();
    require(slope && slope->allFinite() && noise.has_independent_signs(),
            "gradient noise of sign_sgd_phase_three_sde",
            "symmetric, of a density at 0 and independent between coordinates (adaptive, (5))",
            noise.description());
    slope_ = *slope;
  }

  /// c
  const Eigen::VectorXd& slope() const { return slope_; }

  Index noise_dimension() const override { return problem().dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  bool has_separable_noise() const override { return problem().objective().is_separable(); }

  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    mean(x, drift, scratch);
    deviation(drift, diagonal);
    scale(diffusion_factor(t), diagonal, diagonal);
    scale(drift_factor(t), drift, drift);
  }

  /// The objective must know the diagonal of its Hessian, as for SignSgdSde.
  bool has_derivative() const override { return problem().objective().has_hessian_diagonal(); }

  /// ∂B_j/∂x_j = √η η_t m_j c_j H_jj/√(1 − m_j²).
  void coefficients_and_derivative(double t, const ConstBlockRef& x, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override {
    if (!has_derivative())
      return OptimizerSde::coefficients_and_derivative(t, x, drift, diagonal, derivative, scratch);
    Scratch::Frame frame(scratch);
    BlockMap m = frame.block(x.rows(), x.cols()), curvature = frame.block(x.rows(), x.cols());
    mean(x, m, scratch);
    problem().objective().hessian_diagonal(x, curvature, scratch);
    coefficients(t, x, drift, diagonal, scratch);
    deviation(m, derivative);
    derivative = -diffusion_factor(t) * m * curvature / derivative;
    scale(slope_, derivative, derivative);
  }

 private:
  void mean(const ConstBlockRef& x, BlockRef m, Scratch& scratch) const {
    problem().objective().gradient(x, m, 0, scratch);
    scale(slope_, m, m);
  }

  /// √(1 − m²), NaN where |m| > 1.
  static void deviation(const ConstBlockRef& m, BlockRef out) {
    out = ((1.0 - m) * (1.0 + m)).sqrt();
  }

  Eigen::VectorXd slope_;
};

}  // namespace sdescent
