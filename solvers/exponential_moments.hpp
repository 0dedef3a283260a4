#pragma once
/// \file
/// Integrals of exponentials against polynomials, stable for slow and for fast decay.

#include "solvers/legendre_panel.hpp"

#include <Eigen/Core>

namespace sdescent {

/// I_n(x) = ∫_0^1 e^{−x(1−y)} P_n(2y − 1) dy = e^{−x/2} i_n(x/2), with i_n the modified spherical
/// Bessel function of the first kind: a row for each x >= 0, columns n = 0 … 15. Absolute error
/// below 1e-14 I_0(x). For a polynomial p with the series p̂, ∫_0^1 e^{−x(1−y)} p(y) dy = Σ_n I_n
/// p̂_n: what a mode of decay rate x gains from the forcing p. Derived here.
Eigen::Matrix<double, Eigen::Dynamic, LegendrePanel::size> exponential_moments(
    const Eigen::ArrayXd& x);

}  // namespace sdescent
