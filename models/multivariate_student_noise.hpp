#pragma once
/// \file
/// The multivariate t law with ν degrees of freedom and a full scale matrix.

#include "models/gaussian_noise.hpp"
#include "models/student_noise.hpp"

namespace sdescent {

/// Heavy-tailed noise whose coordinates are large together: Z = √(ν/χ²_ν) ξ, ξ ~ N(0, S), the χ²
/// variable common to all coordinates of a gradient. Density ∝ (1 + zᵀS⁻¹z/ν)^{−(ν+d)/2}, an
/// elliptical law; each coordinate is Student's t with scale √S_ii, as in StudentNoise, but no two
/// are independent, nor are their signs, even for a diagonal S.
///
/// Covariance ν/(ν−2) S for ν > 2, otherwise none.
///
/// Drawn from d normals (draw 0) and one uniform (draw 1), from which χ² comes by inversion. Both
/// cut off tails: a factor √(ν/χ²) beyond its quantile of order 2⁻³³.
class MultivariateStudentNoise final : public AdditiveNoise {
 public:
  /// Throws InvalidInput unless ν is finite and > 0, and for an S that GaussianNoise would refuse
  /// as a covariance.
  MultivariateStudentNoise(double nu, const Eigen::MatrixXd& scale_matrix);

  double nu() const { return marginals_.nu(); }

  std::string description() const override;
  Index dimension() const override { return shape_.dimension(); }
  bool has_finite_covariance() const override { return marginals_.has_finite_covariance(); }
  bool has_atoms() const override { return marginals_.has_atoms(); }
  NoiseKind kind() const override { return shape_.kind(); }
  Index sources() const override { return shape_.sources(); }
  void diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const override;
  void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;

  /// Those of each coordinate alone: mean = 2Ξ_ν(g_i/√S_ii).
  void sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                    BlockRef deviation, Scratch& scratch) const override;
  void add(const At& at, std::uint16_t node, BlockRef g) const override;

 private:
  /// √(ν/(ν−2)); throws InvalidInput for ν <= 2.
  double deviation_factor() const;

  GaussianNoise shape_;     // N(0, S)
  StudentNoise marginals_;  // the law of each coordinate alone
};

}  // namespace sdescent
