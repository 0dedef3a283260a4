#pragma once
/// \file
/// Polynomials of degree below 16 on [0, 1], by their values at Gauss's nodes.

#include <Eigen/Core>

namespace sdescent {

/// p(x) = Σ_n p̂_n P_n(2x − 1), P_n Legendre's polynomials, n = 0 … 15. Values are those at nodes(),
/// in their order; series are the p̂_n. All maps are exact for such polynomials. Immutable.
class LegendrePanel {
 public:
  static constexpr Eigen::Index size = 16;
  using Values = Eigen::Matrix<double, size, 1>;
  using Map = Eigen::Matrix<double, size, size>;

  LegendrePanel();

  /// In (0, 1), increasing.
  const Values& nodes() const { return nodes_; }

  /// Values to series.
  Values series(const Values& values) const { return transform_ * values; }
  const Map& to_series() const { return transform_; }

  /// Values to ∫_0^{x_j} p dx at all nodes x_j.
  const Map& integrals_to_nodes() const { return integrals_; }

  static Values polynomials(double x);  ///< P_n(2x − 1)

  /// Of a series.
  static double value(const Values& series, double x) { return series.dot(polynomials(x)); }
  static double integral_to(const Values& series, double x) { return series.dot(primitives(x)); }

  /// |p̂_14| + |p̂_15|: about the error of interpolation, where the function is smooth enough.
  static double unresolved(const Values& series);

 private:
  static Values primitives(double x);  ///< ∫_0^x P_n(2y − 1) dy

  Values nodes_;
  Map transform_, integrals_;
};

}  // namespace sdescent
