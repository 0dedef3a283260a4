#pragma once
/// \file
/// Z_i = s_i ζ_i: independent copies of one law, a scale for each coordinate.

#include "models/noise_law.hpp"

#include <Eigen/Core>

namespace sdescent {

/// What all such laws share; a derived class has a law of one dimension, its ζ. Scales of 0 are
/// allowed: sign(g + 0) is then sign(g).
///
/// Σ = diag(s_i² Var ζ). Signs of different coordinates are independent.
class IndependentNoise : public AdditiveNoise {
 public:
  /// s_i
  const Eigen::VectorXd& scales() const { return scales_; }

  /// √Var ζ, infinite if there is none.
  double unit_deviation() const { return unit_deviation_; }

  Index dimension() const final { return scales_.size(); }
  bool has_finite_covariance() const final;
  NoiseKind kind() const final { return NoiseKind::diagonal; }
  Index sources() const final { return scales_.size(); }
  void diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const final;
  void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const final;
  bool has_independent_signs() const final { return true; }
  /// Those of ζ, and every coordinate of scale 0.
  bool has_atoms() const final { return unit_atoms() || (scales_.array() == 0).any(); }
  void sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                    BlockRef deviation, Scratch& scratch) const final;
  std::optional<Eigen::VectorXd> sign_slope() const final;
  bool has_sign_mean_slope() const final { return has_unit_density(); }
  void sign_mean_slope(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef slope,
                       Scratch& scratch) const final;
  void add(const At& at, std::uint16_t node, BlockRef g) const final;

 protected:
  /// Throws InvalidInput unless there is a scale and every one is finite and >= 0; `name` is what
  /// messages call it.
  IndependentNoise(const char* name, Eigen::VectorXd scales, double unit_deviation);

 private:
  /// Fills z with independent copies of ζ, from keys at.key(0, node), at.key(1, node), …
  virtual void draw(const At& at, std::uint16_t node, BlockRef z) const = 0;

  /// Moments of sign(g + scale · ζ), scale > 0, for one column; `mean` may be `g`.
  virtual void column_sign_moments(const ConstBlockRef& g, double scale, BlockRef mean,
                                   BlockRef deviation) const = 0;

  /// Twice the density of ζ at 0, for symmetric laws that have one.
  virtual std::optional<double> unit_sign_slope() const { return std::nullopt; }

  /// Whether ζ has a density that column_sign_mean_slope() knows.
  virtual bool has_unit_density() const { return false; }

  /// Twice the density of −ζ at every a, for one column; `slope` may be `a`. 0 for ±∞, NaN for NaN.
  /// Called only where has_unit_density().
  virtual void column_sign_mean_slope(const ConstBlockRef&, BlockRef) const {}

  /// Whether ζ takes a value with positive probability.
  virtual bool unit_atoms() const { return false; }

  void require_covariance() const;

  Eigen::VectorXd scales_;
  double unit_deviation_;
};

}  // namespace sdescent
