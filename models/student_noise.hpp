#pragma once
/// \file
/// Student's t with ν degrees of freedom, any real ν > 0, in every coordinate.

#include "models/independent_noise.hpp"
#include "solvers/student_sign.hpp"

namespace sdescent {

/// Heavy-tailed gradient noise, Z_i = s_i T_i, T_i ~ t_ν independent.   Source: adaptive, C.20,
/// (46).
///
/// The scale matrix is diag(s²), the covariance ν/(ν−2) diag(s²) for ν > 2; for ν <= 2 there is
/// none and for ν <= 1 not even a mean: SDEs that diffuse with Σ^{1/2} refuse it, SignSGD's takes
/// it.
///
/// Drawn by Bailey's polar formula (Math. Comp. 62, 1994), T = √(ν(U^{−2/ν} − 1)) cos 2πV, exact
/// for every ν, from two uniforms (draws 0 and 1). As U >= 2⁻³³, |T| <= 2^{33/ν} √ν, which cuts off
/// tails of mass below 2⁻³³; beyond the range of doubles (ν < 0.033) a draw is infinite.
class StudentNoise final : public IndependentNoise {
 public:
  /// Throws InvalidInput unless ν is finite and > 0 and every s_i finite and >= 0.
  StudentNoise(double nu, Eigen::VectorXd scales);

  double nu() const { return sign_.nu(); }
  std::string description() const override;

 private:
  /// 2Γ((ν+1)/2)/(√(πν) Γ(ν/2))
  std::optional<double> unit_sign_slope() const override;
  void draw(const At& at, std::uint16_t node, BlockRef z) const override;

  /// mean = 2Ξ_ν(g/s), deviation = √(1 − mean²): StudentSign.
  void column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                           BlockRef deviation) const override;
  bool has_unit_density() const override { return true; }
  /// unit_sign_slope() (1 + a²/ν)^{−(ν+1)/2}
  void column_sign_mean_slope(const ConstBlockRef& a, BlockRef slope) const override;

  StudentSign sign_;
};

/// Cauchy's law is Student's with ν = 1: P(|Z_i| > z) = (2/π) atan(s_i/z).
StudentNoise cauchy(Eigen::VectorXd scales);

}  // namespace sdescent
