#pragma once
/// \file
/// Functions on the line that vanish at both ends, by their values at equidistant points.

#include <Eigen/Core>

namespace sdescent {

/// Nodes y_j = jδ, |y_j| <= L, and the band-limited function Σ f_j sinc(y/δ − j) through values
/// there. Derivatives, integrals and values between the nodes are as accurate as f is small at the
/// ends and at frequencies beyond π/δ: exponentially in 1/δ for analytic f (Stenger, Numerical
/// Methods Based on Sinc and Analytic Functions, 1993). Immutable.
class SincGrid {
 public:
  /// Throws InvalidInput unless spacing and reach are finite, > 0 and make no more than 2001 nodes.
  SincGrid(double spacing, double reach);

  double spacing() const { return spacing_; }
  double reach() const { return nodes_(nodes_.size() - 1); }
  Eigen::Index size() const { return nodes_.size(); }
  const Eigen::ArrayXd& nodes() const { return nodes_; }

  /// Values of the first and second derivative at the nodes from values of f: matrices.
  const Eigen::MatrixXd& first_derivative() const { return first_; }
  const Eigen::MatrixXd& second_derivative() const { return second_; }

  /// ∫ f dy by the trapezoidal rule.
  double integral(const Eigen::ArrayXd& f) const { return spacing_ * f.sum(); }

  /// The function at y, 0 beyond the nodes.
  double interpolate(const Eigen::ArrayXd& f, double y) const;

  /// The larger of |f| at the outermost two nodes on either side: what is cut off.
  double at_ends(const Eigen::ArrayXd& f) const;

  /// |∫ f e^{iky} dy| at k = 0.9 π/δ: about what frequencies beyond the grid's own carry.
  double at_highest_frequency(const Eigen::ArrayXd& f) const;

 private:
  double spacing_;
  Eigen::ArrayXd nodes_;
  Eigen::MatrixXd first_, second_;
  Eigen::ArrayXd cosine_, sine_;
};

}  // namespace sdescent
