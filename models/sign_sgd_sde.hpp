#pragma once
/// \file
/// The SDE of SignSGD under gradient noise with independent coordinates:
///
///     dX = −(m(X) dt + √η √(I − diag(m(X))²) dW),   m_i = 1 − 2P(∂_i f + Z_i < 0).
///
/// Source: adaptive (2), (26). For Z ~ N(0, diag σ²), m = erf(∇f/(σ√2)): (3), (41).
///
/// Order-1 weak approximation of SignSGD for smooth f and σ > 0. Euler–Maruyama with Δt = η has
/// SignSGD's own conditional mean and covariance, so it is no test of this equation.

#include "models/optimizer_sde.hpp"

#include <cmath>

namespace sdescent {

class SignSgdSde final : public OptimizerSde {
 public:
  /// Throws InvalidInput, too, when the noise law has correlated signs or none in closed form.
  SignSgdSde(std::shared_ptr<const Problem> problem, double eta)
      : OptimizerSde(std::move(problem), eta) {
    require(this->problem().noise().has_independent_signs(), "gradient noise of sign_sgd_sde",
            "of known P(sign), independent between coordinates (adaptive, Corollary 3.3)",
            "a law that is not");
  }

  Index noise_dimension() const override { return problem().dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }

  void coefficients(double, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    problem().objective().gradient(x, drift, 0, scratch);
    problem().noise().sign_descent(x, drift, std::sqrt(eta()), drift, diagonal, scratch);
  }
};

}  // namespace sdescent
