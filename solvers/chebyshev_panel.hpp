#pragma once
/// \file
/// A smooth function on one interval as a Chebyshev polynomial of degree 16.

#include <array>
#include <functional>

namespace sdescent {

/// Σ' c_k T_k on [left, right], the first coefficient counting half. Immutable.
class ChebyshevPanel {
 public:
  static constexpr std::size_t size = 17;

  /// Interpolates f at the Chebyshev points of (left, right), left < right.
  ChebyshevPanel(const std::function<double(double)>& f, double left, double right);

  double left() const { return left_; }
  double right() const { return right_; }

  /// The polynomial at x in [left, right].
  double operator()(double x) const;

  /// ∫ of the polynomial from left() to x, exactly.
  double integral_to(double x) const;
  double integral() const { return integral_to(right_); }

  /// |c_15| + |c_16|: about the error, where f is smooth enough to be resolved. NaN where f is not
  /// finite at some point.
  double unresolved() const;
  /// The largest |c_k|, at least about half the largest |f|.
  double largest() const;

  /// The same function multiplied by a number.
  ChebyshevPanel scaled(double factor) const;

 private:
  double left_, right_;
  std::array<double, size> coefficients_;
  std::array<double, size + 1> primitive_;  // of the polynomial's integral from left_
};

}  // namespace sdescent
