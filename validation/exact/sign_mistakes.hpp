#pragma once
/// \file
/// Wrong models of signSGD in high dimension: what is easily got wrong in signODE and signHSGD.

#include "models/homogenized_sde.hpp"
#include "validation/exact/known_curve.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace sdescent::exact {

enum class SignMistake {
  none,
  root_of_batch,     ///< c_B = √B
  phi_without_root,  ///< (2/π) 2R/(2R + v²) for φ: Gaussian noise without the square root
  no_arcsin,         ///< D^{-1}KD^{-1} for K_σ
  population_risk,   ///< P for R in the drift
  full_rate          ///< η² for η²/d in the noise
};

/// Its name as a control.
std::string_view name_of(SignMistake mistake);

/// What is different in words.
std::string_view change_of(SignMistake mistake);

/// signODE and signHSGD of one problem, right and wrong.
class SignTheory {
 public:
  /// `start` is θ_0.
  SignTheory(std::shared_ptr<const StreamingRegression> problem, const LearningRate& eta,
             const Eigen::VectorXd& start);

  KnownCurve curve(const Eigen::ArrayXd& times, SignMistake mistake = SignMistake::none) const;
  std::vector<Eigen::ArrayXd> wrong_curves(const Eigen::ArrayXd& times,
                                           const std::vector<SignMistake>& mistakes) const;
  std::shared_ptr<const HomogenizedSde> sde(SignMistake mistake = SignMistake::none) const;

 private:
  std::shared_ptr<const RiskEquation> equation(SignMistake mistake) const;

  std::shared_ptr<const StreamingRegression> problem_;
  LearningRate eta_;
  RiskModes right_, without_arcsin_;
};

}  // namespace sdescent::exact
