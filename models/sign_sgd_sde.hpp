#pragma once
/// \file
/// The SDE of SignSGD under gradient noise with independent coordinates:
///
///     dX = −η_t (m(X) dt + √η √(I − diag(m(X))²) dW),   m_i = 1 − 2P(∂_i f + Z_i < 0).
///
/// Source: adaptive (2), (26). For Z ~ N(0, diag σ²), m = erf(∇f/(σ√2)): (3), (41). For Student's t
/// with ν degrees of freedom and scales s, m = 2Ξ_ν(∇f/s), whether or not it has a covariance:
/// (46).
///
/// Order-1 weak approximation of SignSGD for smooth f and σ > 0. Euler–Maruyama with Δt = η has
/// SignSGD's own conditional mean and covariance, so it is no test of this equation.

#include "models/optimizer_sde.hpp"

namespace sdescent {

class SignSgdSde final : public OptimizerSde {
 public:
  /// Throws InvalidInput, too, when the noise law has correlated signs or none in closed form.
  SignSgdSde(std::shared_ptr<const Problem> problem, double eta, Schedule schedule = {})
      : OptimizerSde(std::move(problem), eta, std::move(schedule)) {
    require(this->problem().noise().has_independent_signs(), "gradient noise of sign_sgd_sde",
            "of known P(sign), independent between coordinates (adaptive, Corollary 3.3)",
            "a law that is not");
  }

  Index noise_dimension() const override { return problem().dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  /// Known where the noise is the same everywhere and f = Σ f_i(x_i).
  bool has_separable_noise() const override {
    return SdeModel::has_separable_noise() ||
           (problem().noise().is_constant() && problem().objective().is_separable());
  }

  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    coefficients(t, x, drift, drift, diagonal, scratch);
  }

  /// The law must know its density and the objective the diagonal of its Hessian. B_j depends on
  /// x_j alone where H = ∇²f is diagonal; otherwise diagonal Milstein has strong order ½
  /// (solvers/milstein.hpp).
  bool has_derivative() const override {
    return problem().noise().is_constant() && problem().noise().has_deviation_slope() &&
           problem().objective().has_hessian_diagonal();
  }

  /// ∂B_j/∂x_j = −√η η_t ∂√(1 − m_j²)/∂g_j H_jj.
  void coefficients_and_derivative(double t, const ConstBlockRef& x, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override {
    if (!has_derivative())
      return OptimizerSde::coefficients_and_derivative(t, x, drift, diagonal, derivative, scratch);
    Scratch::Frame frame(scratch);
    BlockMap g = frame.block(x.rows(), x.cols()), curvature = frame.block(x.rows(), x.cols());
    coefficients(t, x, g, drift, diagonal, scratch);
    problem().noise().deviation_slope(x, g, derivative, scratch);
    problem().objective().hessian_diagonal(x, curvature, scratch);
    derivative *= diffusion_factor(t) * curvature;
  }

 private:
  /// With ∇f(x) into g, which may be the drift.
  void coefficients(double t, const ConstBlockRef& x, BlockRef g, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const {
    problem().objective().gradient(x, g, 0, scratch);
    problem().noise().sign_descent(x, g, {drift_factor(t), diffusion_factor(t)}, drift, diagonal,
                                   scratch);
  }
};

}  // namespace sdescent
