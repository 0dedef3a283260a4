#pragma once
/// \file
/// ψ, what the shape of the label noise does to signSGD beside SGD at the matched learning rate.

#include "models/label_noise.hpp"

namespace sdescent {

/// ψ(R) = ½π φ(R) √(2P)/√(2R), 2P = 2R + s², s² = E ε² (exact (18), (20)): the drift of signSGD
/// over that of preconditioned SGD at the learning rate (2η/π)/√(2P). 1 for centred Gaussian noise
/// and, for every law, as R → ∞. At R = 0 it is its limit √(2π) s f_ε(0) (exact (21)); log-concave
/// noise with median 0 has it between √(π/6) (uniform) and √π (Laplace) (exact (23)).
///
/// Throws InvalidInput where E ε² is infinite: ψ would be, too.
double compression(const LabelNoise& labels, double risk);

/// ψ >= e^{−u/2} √(1 + u), u = s²/(2R), by Jensen's inequality, with equality for |ε| = s
/// (Rademacher's law; derived here). Below 1.
double least_compression(double second_moment, double risk);

/// 1 + (E ε⁴ − 3s⁴)/(32R²), which ψ is to O(R^{−3}) (derived here): above 1 for positive excess
/// kurtosis only. Source of the claim: exact (22).
double compression_at_large_risk(double second_moment, double fourth_moment, double risk);

/// φ <= (2/π) e^{−δ²/(4R)} for |ε| >= δ (exact (24)).
double largest_phi_away_from_zero(double distance, double risk);

}  // namespace sdescent
