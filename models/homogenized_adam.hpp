#pragma once
/// \file
/// The SDE of Adam on streaming linear regression in high dimension:
///
///     dΘ = −η K̄(Θ − θ*)/√(2P) dt + η √(D^{-1}KD^{-1}/d) dB,   P = R + ½E ε²,
///
/// K̄ = D^{-1}K, D = diag(√K_ii), η = η(t, R), t = k/d against the learning rate η/d. Source: exact
/// (264).
///
/// β₁ is ignored: momentum only delays, by β₁/(1 − β₁) steps of 1/d. The second moment of ĝ_i is
/// taken at its mean 2P K_ii, which needs a memory of 1/(1 − β₂) steps that is long against 1 and
/// short against d. Batches of 1; label noise needs a variance.

#include "models/homogenized_sde.hpp"

namespace sdescent {

/// D^{-1}KD^{-1} in the form of a covariance, diagonal where K is.
FeatureCovariance adam_noise_covariance(const FeatureCovariance& covariance);

class HomogenizedAdam final : public HomogenizedSde {
 public:
  /// Throws InvalidInput unless E ε² is finite and the problem's batch is 1.
  HomogenizedAdam(std::shared_ptr<const StreamingRegression> problem, LearningRate eta);
};

}  // namespace sdescent
