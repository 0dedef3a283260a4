#pragma once
/// \file
/// Stationary covariances of RMSprop(W), Adam(W) and their SDEs on f = ½xᵀHx with Z ~ (0, diag σ²)
/// at finite η, V being held at its stationary mean. Derived here.
///
/// With v = diag(HCH) + σ² and P = diag √v, x is linear, and its covariance C solves a Lyapunov
/// equation that is iterated with v until both agree. What is left out is the fluctuation of V,
/// relatively O(1 − β₂). ε is taken as 0.
///
///     RMSprop(W)  x' = x − η(P^{−1}(Hx + z) + ϑx)
///     Adam(W)     m' = β₁m + (1 − β₁)(Hx + z),  x' = x − η(P^{−1}m' + ϑx)
///     SDEs        (158); (219) with ι_i = 1
///
/// For H = λ, η → 0 at fixed ρ₁ = (1 − β₁)/η: RMSpropW has (η/2)/(λ/σ + ϑ), as C.45 says; AdamW
/// and both of its SDEs have ρ₁/(ρ₁ + ϑ) times that, which Lemma 3.14 lacks: momentum relaxes as
/// fast as decay pulls. At a fixed β₁, AdamW has Lemma 3.14's as η → 0, Malladi's SDE, too; but
/// (219) has β₁² times that, since in its dX ηρ₁(∇f − M) comes without the noise of that gradient.

#include "models/second_moment_model.hpp"

#include <Eigen/Core>

#include <optional>

namespace sdescent {

struct AdaptiveLinearisation {
  Eigen::MatrixXd hessian;           ///< H, symmetric
  Eigen::ArrayXd sigma;              ///< σ > 0
  double eta;                        ///< η; of a rescaled run κη
  double decay = 0;                  ///< ϑ >= 0, decoupled
  std::optional<double> beta1 = {};  ///< β₁ in [0, 1) of Adam(W); RMSprop(W) has none
};

/// Cov x of the optimizer. Throws InvalidInput when a number is out of its range or sizes differ,
/// or where x is not stable; NumericalFailure when the iteration with v does not settle.
Eigen::MatrixXd optimizer_stationary_covariance(const AdaptiveLinearisation& setting);

/// Cov X of its SDE; `noise_only` is Malladi's, v = σ². Throws as above.
Eigen::MatrixXd sde_stationary_covariance(const AdaptiveLinearisation& setting,
                                          SecondMomentModel model = SecondMomentModel::full);

}  // namespace sdescent
