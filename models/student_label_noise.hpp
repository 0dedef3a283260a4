#pragma once
/// \file
/// Student's t and Cauchy's law as label noise.

#include "models/located_label_noise.hpp"

namespace sdescent {

/// ε = m + s T_ν, any real ν > 0. T_ν is a normal of variance 1/G, G ~ Gamma(ν/2, rate ν/2), so
///
///     drift(R) = E[(2/π) e^{−m²/(2V)}/√V],   V = 2R + s²/G,
///
/// an integral of positive terms over log G, in which it is analytic for |Im log G| < π/2 (derived
/// here). For ν = 1 it is (2/π)/√(2R) · Re w((m + is)/(2√R)), w the Faddeeva function, for m = 0
/// (2/π)/√(2R) · erfcx(s/(2√R)).
class StudentLabelNoise final : public LocatedLabelNoise {
 public:
  /// Throws InvalidInput unless ν and s are finite and > 0 and m is finite.
  StudentLabelNoise(double nu, double scale, double location = 0.0);

  double nu() const { return nu_; }

 private:
  double drift_at(double risk) const override;

  double nu_, peak_;  // peak_: density of log G at 0
};

/// ε = m + s·(Cauchy): Student's with ν = 1.
StudentLabelNoise cauchy_label_noise(double scale, double location = 0.0);

}  // namespace sdescent
