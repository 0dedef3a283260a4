#pragma once
/// \file
/// HSGD, the SDE of SGD on streaming linear regression in high dimension:
///
///     dΘ = −η K(Θ − θ*) dt + η √(2K P/(dB)) dB,   P = R + ½E ε²,
///
/// η = η(t, R), t = k/d against the learning rate η/d; matched_sgd_rate() is the one at which it is
/// compared with signHSGD. Source: exact (15), (259).
///
/// The covariance of SGD's gradient is (2P K + Kv vᵀK)/B (StreamingNoise); the second term has rank
/// 1 and changes the risk's drift by a relative O(1/d). Label noise needs a variance.

#include "models/homogenized_sde.hpp"

namespace sdescent {

class Hsgd final : public HomogenizedSde {
 public:
  /// Throws InvalidInput unless E ε² is finite.
  Hsgd(std::shared_ptr<const StreamingRegression> problem, LearningRate eta);
};

}  // namespace sdescent
