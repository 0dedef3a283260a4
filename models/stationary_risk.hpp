#pragma once
/// \file
/// Risks and modes at which constant learning rates come to rest.

#include "models/label_noise.hpp"
#include "solvers/block.hpp"

namespace sdescent {

/// signODE under Gaussian label noise: R∞ = a² + a√(a² + v²), a = πη tr(D)/(8 d c_B) (exact,
/// Theorem 3, (245)). `mean_root` is tr(D)/d, the mean of √K_ii. Throws InvalidInput unless η,
/// tr(D)/d and c_B are > 0 and the noise has location 0.
double stationary_sign_risk(double eta, double mean_root, const GaussianLabelNoise& noise,
                            double drift_factor = 1.0);

}  // namespace sdescent
