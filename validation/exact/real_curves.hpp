#pragma once
/// \file
/// Risk curves of theory on a data set, and of planted wrong theories.

#include "validation/exact/real_data.hpp"

#include <string_view>

namespace sdescent::exact {

/// signODE, or with an error.
enum class SignTheory {
  right,
  noiseless_phi,           ///< φ = 2/π: label noise forgotten
  no_arcsin,               ///< D^{-1}KD^{-1} for K_σ
  identity_preconditioner  ///< K for K̄ and 1 for D in the drift
};

/// R at `times` under a law of the labels.
Eigen::ArrayXd sign_curve(const RealSetting& s, const std::shared_ptr<const LabelNoise>& labels,
                          const Eigen::ArrayXd& times, SignTheory theory = SignTheory::right);

/// The constant step of SGD: eight times what matches signSGD's at the start (exact (16)),
/// (2η/π)/√(2P(0)). The matched step itself leaves so little noise that R for P is hardly seen.
double sgd_step(const RealSetting& s);

/// vanillaODE at that step, with E ε² multiplied by a factor.
Eigen::ArrayXd sgd_curve(const RealSetting& s, const Eigen::ArrayXd& times,
                         double noise_factor = 1.0);

}  // namespace sdescent::exact
