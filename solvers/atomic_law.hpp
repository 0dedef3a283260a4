#pragma once
/// \file
/// A law of finitely many atoms: of a chain on a lattice, or of an ensemble.

#include "solvers/law.hpp"

#include <Eigen/Core>

namespace sdescent {

/// Σ_i p_i δ(x_i). Sums are compensated; the CDF is counted from the nearer end, so that both tails
/// are accurate relative to themselves.
class AtomicLaw final : public Law {
 public:
  /// `points` increase; `probabilities` >= 0 sum to 1 − tail, up to a relative 10⁻⁹ (ten million
  /// additions' rounding). Throws InvalidInput for anything else.
  AtomicLaw(Eigen::ArrayXd points, Eigen::ArrayXd probabilities, double tail = 0.0);

  /// The same with weights of either sign, which stand for a law that is not on these points
  /// (solvers/scheduled_chain.hpp). E h is what it stands for; the CDF is not monotone where
  /// weights are negative, and quantile() then returns one of the points where it passes p.
  static AtomicLaw of_signed_weights(Eigen::ArrayXd points, Eigen::ArrayXd weights,
                                     double tail = 0.0);

  const Eigen::ArrayXd& points() const { return points_; }
  const Eigen::ArrayXd& probabilities() const { return probabilities_; }
  Eigen::Index size() const { return points_.size(); }

  /// P(X <= x_i) and P(X > x_i) at every atom.
  const Eigen::ArrayXd& at_or_below() const { return below_; }
  const Eigen::ArrayXd& above() const { return above_; }

  using Law::mean;
  double mean(const RealFunction& h) const override;
  double cdf(double x) const override;
  double cdf_left(double x) const override;
  /// P(X > x), accurate relative to itself.
  double survival(double x) const;
  double quantile(double p) const override;
  /// Throws InvalidInput.
  double density(double x) const override;
  bool is_atomic() const override { return true; }
  const Eigen::ArrayXd& knots() const override { return points_; }
  double tail() const override { return tail_; }

 private:
  enum class Weights { probabilities, of_either_sign };
  AtomicLaw(Eigen::ArrayXd points, Eigen::ArrayXd weights, double tail, Weights kind);

  double cdf_of_first(Eigen::Index atoms) const;

  Eigen::ArrayXd points_, probabilities_, below_, above_;
  double tail_;
};

/// The law of an ensemble: every sample has the weight 1/n, equal ones are one atom. Throws
/// InvalidInput for no samples or one that is not finite.
AtomicLaw ensemble_law(const Eigen::ArrayXd& samples);

}  // namespace sdescent
