#pragma once
/// \file
/// A probability law on the real line that is known without sampling.

#include <Eigen/Core>

#include <functional>

namespace sdescent {

/// A real function of a real variable.
using RealFunction = std::function<double(double)>;

/// The law of a random variable X: of one coordinate of an optimizer or an SDE at one time, of a
/// stationary state, or of an ensemble. Either all of it is atoms (AtomicLaw) or it has a density
/// (DensityLaw). Immutable.
///
/// What was left out of the line when it was computed, beyond [lower(), upper()] or at the ends of
/// a lattice on the way, has at most the probability tail(); E h is then wrong by at most tail()
/// times the range of h where X can be.
class Law {
 public:
  virtual ~Law() = default;

  /// E h(X).
  virtual double mean(const RealFunction& h) const = 0;

  double mean() const;
  double variance() const;
  double standard_deviation() const;
  /// E (X − about)^order.
  double moment(unsigned order, double about = 0.0) const;

  /// P(X <= x).
  virtual double cdf(double x) const = 0;
  /// P(X < x).
  virtual double cdf_left(double x) const = 0;

  /// The least x with P(X <= x) >= p. Throws InvalidInput unless 0 < p < 1.
  virtual double quantile(double p) const = 0;

  /// The density at x, 0 beyond the support. Throws InvalidInput for atoms, which have none.
  virtual double density(double x) const = 0;

  virtual bool is_atomic() const = 0;

  /// Increasing points between which the CDF is smooth (constant, for atoms): all atoms, or the
  /// ends of the panels of a density. The first is lower(), the last upper().
  virtual const Eigen::ArrayXd& knots() const = 0;
  double lower() const { return knots()(0); }
  double upper() const { return knots()(knots().size() - 1); }

  /// Bound on the probability that was left out.
  virtual double tail() const = 0;
};

}  // namespace sdescent
