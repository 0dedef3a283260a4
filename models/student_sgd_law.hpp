#pragma once
/// \file
/// The law of SGD on a quadratic under Student's noise, whether or not it has moments.

#include <Eigen/Core>

#include <cstdint>

namespace sdescent {

/// One coordinate of SGD on f = ½λx² with Z = sT, T ~ t_ν, after k steps from a point x_0.
struct StudentSgdSetting {
  double lambda;        ///< λ, 0 < ηλ < 1
  double eta;           ///< η
  double nu;            ///< ν > 0
  double scale;         ///< s > 0
  std::uint64_t steps;  ///< k >= 1
};

/// The law of x_k minus its centre. SGD is linear, x' = (1−ηλ)x − ηsT, so
///
///     x_k = (1−ηλ)^k x_0 − ηs Σ_{j<k} (1−ηλ)^j T_j,
///
/// symmetric about its centre (1−ηλ)^k x_0, with the characteristic function Π_j φ_ν(ηs(1−ηλ)^j u),
/// φ_ν(u) = (√ν u)^{ν/2} K_{ν/2}(√ν u) / (2^{ν/2−1} Γ(ν/2)), φ_∞ = e^{−u²/2}. For ν = 1, φ_1 =
/// e^{−|u|} and x_k is Cauchy's of scale (s/λ)(1 − (1−ηλ)^k), whatever η: there is no step size at
/// which SGD settles. For ν > 2 it has the variance sgd_student_variance().
///
/// The logarithm of the product is its Euler–Maclaurin integral over j, relatively within (ηλ)²/20;
/// the inversion adds less than 1e-6 for probabilities that are not within 1e-4 of 0 or 1.
class StudentSgdLaw {
 public:
  /// Throws InvalidInput for numbers outside of the ranges above.
  explicit StudentSgdLaw(const StudentSgdSetting& setting);

  /// P(x_k − centre <= x) by Gil-Pelaez' inversion.
  double cdf(double x) const;

  /// Throws InvalidInput unless 0 < p < 1.
  double quantile(double p) const;

 private:
  Eigen::ArrayXd node_, weight_;  // of ∫ sin(ux)/(πu) φ(u) du; the weights hold φ
};

/// Var x_k = η s² ν/((ν−2)(2λ − ηλ²)) (1 − (1−ηλ)^{2k}), exact; ν/(ν−2) = 1 for ν = ∞. Throws
/// InvalidInput as StudentSgdLaw does, and for ν <= 2, where there is none.
double sgd_student_variance(const StudentSgdSetting& setting);

}  // namespace sdescent
