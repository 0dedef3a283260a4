#pragma once
/// \file
/// A law with a density that is computed once and then known on panels.

#include "solvers/law.hpp"
#include "solvers/piecewise_chebyshev.hpp"

namespace sdescent {

/// How well the density of a law is resolved.
struct DensityAccuracy {
  /// Of the density on each panel: how noisy the function given is.
  double relative = 1e-13;
  /// Probability that a panel need not resolve. Tails beyond are not accurate relative to
  /// themselves; a singularity of the density that carries no more is passed over.
  double floor = 1e-17;
};

/// Polynomials of degree 16 on panels, normalised. The CDF is their exact integral, counted from
/// the nearer end, so that both tails are accurate relative to themselves as far as the density is;
/// E h is by Gauss's rule on panels that are halved until h, too, is resolved (to 10⁻¹⁵ of E |h|),
/// also where it jumps.
class DensityLaw final : public Law {
 public:
  /// The law whose density on [breaks(0), breaks(last)] is proportional to `density` >= 0, smooth
  /// between the `breaks` (at least two, increasing; panels are halved from there, so that a bulk
  /// which is narrow against all of them can be missed). `tail` bounds the probability beyond.
  /// Throws InvalidInput for breaks or a tail that are not that, NumericalFailure where the density
  /// is not resolved or its integral is not finite and > 0.
  DensityLaw(const RealFunction& density, const Eigen::ArrayXd& breaks, double tail,
             DensityAccuracy accuracy = {});

  /// Integral of the density that was given: 1, but for numerical errors, where it was normalised.
  double mass() const { return mass_; }

  using Law::mean;
  /// Throws NumericalFailure where h is not finite on the support.
  double mean(const RealFunction& h) const override;
  double cdf(double x) const override;
  double cdf_left(double x) const override { return cdf(x); }
  /// P(X > x), accurate relative to itself.
  double survival(double x) const;
  double quantile(double p) const override;
  double density(double x) const override;
  bool is_atomic() const override { return false; }
  const Eigen::ArrayXd& knots() const override { return knots_; }
  double tail() const override { return tail_; }

 private:
  double below(double x, std::size_t panel) const;
  double above(double x, std::size_t panel) const;

  PiecewiseChebyshev density_;  // as it was given: mass_ times that of the law
  double mass_ = 0, tail_;
  Eigen::ArrayXd knots_;
  Eigen::ArrayXd below_, above_;  // integral of density_ below and above each knot
};

}  // namespace sdescent
