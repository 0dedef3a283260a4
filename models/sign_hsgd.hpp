#pragma once
/// \file
/// signHSGD, the SDE of signSGD on streaming linear regression in high dimension:
///
///     dΘ = −η c_B φ^(B)(R)/√(2R) K̄(Θ − θ*) dt + η √(2K_σ/(πd)) dB,   K̄ = D^{-1}K,
///
/// D = diag(√K_ii), K_σ = arcsin(D^{-1}KD^{-1}) by entry, c_B of batch_drift_factor(), η = η(t, R),
/// t = k/d against the learning rate η/d. Source: exact (8), (10).
///
/// Derived: with z = ⟨x, v⟩ and ρ_i = (Kv)_i/√(2R K_ii) the correlation of z with x_i, the mean of
/// sign(x_i) sign(z − ε) is φ(R)ρ_i to first order in ρ, with a relative error of O(ρ²) = O(1/d);
/// the signs of x_i(z − ε) and x_j(z − ε) have the product sign(x_i x_j), of mean (2/π)K_σ,ij at
/// any v. A step's covariance is that less mmᵀ, m its mean. That has rank 1 and changes the drift
/// of R by a relative O(1/d), but its norm |m|² is of order 1: Var R, itself O(1/d), is smaller for
/// signSGD by a factor that does not tend to 1 (exact/fig6-concentration, exact/weak-vs-highdim).
///
/// Risks of the two differ by O(d^{−1/2}) path by path, whatever the label noise's tails (Theorem
/// 1), for spectra of K within fixed bounds and ‖v‖ = O(1) without preferred coordinates. The drift
/// is Lipschitz where ε has a bounded density near 0 (Assumption 2); without, until R = 0.

#include "models/homogenized_sde.hpp"

namespace sdescent {

/// K_σ in the form of a covariance, diagonal where K is.
FeatureCovariance sign_noise_covariance(const FeatureCovariance& covariance);

class SignHsgd final : public HomogenizedSde {
 public:
  /// The noise is additive unless η depends on R. Throws InvalidInput for d < 1.
  SignHsgd(std::shared_ptr<const StreamingRegression> problem, LearningRate eta);
};

}  // namespace sdescent
