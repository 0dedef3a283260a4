#pragma once
/// \file
/// Two weak-approximation models of adaptive methods, which differ in what the second moment of the
/// gradient relaxes to.

namespace sdescent {

enum class SecondMomentModel {
  full,       ///< (∇f)² + diag Σ: Compagnoni et al. 2025, adaptive (131), (169)
  noise_only  ///< diag Σ: Malladi et al. 2022, adaptive (228), (233), for noise that swamps (∇f)²
};

}  // namespace sdescent
