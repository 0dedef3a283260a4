#pragma once
/// \file
/// Covariances of signs of correlated normals: bivariate normal probabilities without their
/// cancellation.
///
/// For ξ₁, ξ₂ ~ N(0, 1) of correlation ρ,
///
///     c(a, b; ρ) = Cov(sign(a + ξ₁), sign(b + ξ₂)) = 4 (Φ₂(a, b; ρ) − Φ(a)Φ(b))
///                = (2/π) ∫_0^ρ exp(−(a² − 2rab + b²)/(2(1 − r²))) / √(1 − r²) dr,
///
/// since ∂Φ₂/∂r is the density (Plackett 1954; Drezner and Wesolowsky 1990 compute Φ₂ so). At
/// a = b = 0 this is (2/π) arcsin ρ. The integral keeps its relative accuracy where both Φ₂ and
/// Φ(a)Φ(b) are near 0 or 1, and needs e^x alone.

#include "solvers/block.hpp"
#include "solvers/scratch.hpp"

namespace sdescent {

/// c(a, b; ρ) of every entry, for one ρ in [−1, 1]; columns (rows × 1), `out` is neither of the
/// others. With r = sin θ, θ from 0 to arcsin ρ, Gauss–Legendre of 20 nodes; where |ρ| > 0.92, on
/// pieces on which π/2 − |θ| halves, since the integrand's length there is about π/2 − |θ|; their
/// number grows as −½ log₂(1 − |ρ|). For |ρ| = 1 the closed form,
/// 4 (min(Φ(a), Φ(b)) − Φ(a)Φ(b)) for ρ = 1.
///
/// Within 1e-14, absolutely, and within 1e-12 of √((1 − m_a²)(1 − m_b²)), m the means of the signs
/// (1e-13 of that per 10 in a and b): correlations are as accurate as if signs were not rare. a or
/// b infinite: NaN where ρ ≠ 0.
void sign_covariance(const ConstBlockRef& a, const ConstBlockRef& b, double rho, BlockRef out,
                     Scratch& scratch);

/// The same with a ρ for each entry, all within [−½, ½]: Gauss–Legendre of 12 nodes in r.
void sign_covariance(const ConstBlockRef& a, const ConstBlockRef& b, const ConstBlockRef& rho,
                     BlockRef out, Scratch& scratch);

}  // namespace sdescent
