#pragma once
/// \file
/// The law of the gradient noise Z = ĝ − ∇f(x): what the SDEs of optimizers are made of.

#include "solvers/at.hpp"
#include "solvers/block.hpp"
#include "solvers/kernels/kernels.hpp"
#include "solvers/sde_model.hpp"

#include <Eigen/Core>

#include <optional>
#include <string>

namespace sdescent {

/// The place of the pair i < j of d coordinates in the order (0, 1), (0, 2), …, (1, 2), ….
constexpr Index correlation_column(Index d, Index i, Index j) {
  return i * d - i * (i + 1) / 2 + j - i - 1;
}

/// E Z = 0, Cov Z = Σ(x). A law may lack a covariance or, like Cauchy's, even a mean; it is then
/// symmetric about 0. Immutable.
class NoiseLaw {
 public:
  virtual ~NoiseLaw() = default;

  /// The law and its parameters in words, for messages and captions: "student_t with nu = 1".
  virtual std::string description() const = 0;

  /// Whether Σ(x) exists. Where it does not, diagonal() and diffuse() throw InvalidInput.
  virtual bool has_finite_covariance() const { return true; }

  /// Structure of Σ(x)^{1/2}: diagonal, additive (constant, not diagonal) or general.
  virtual NoiseKind kind() const = 0;

  /// Number of columns of Σ^{1/2}; any root with Σ^{1/2}(Σ^{1/2})ᵀ = Σ serves.
  virtual Index sources() const = 0;

  /// The diagonal of Σ(x)^{1/2}, rows × d; for diagonal laws only.
  virtual void diagonal(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const;

  /// Σ(x)^{1/2} dW into out (rows × d); dW is rows × sources().
  virtual void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
                       Scratch& scratch) const = 0;

  /// Whether Σ does not depend on x.
  virtual bool is_constant() const { return false; }

  /// Whether sign_moments() is known and the signs of different coordinates are independent, as the
  /// SDE of SignSGD with diagonal diffusion requires.
  virtual bool has_independent_signs() const { return false; }

  /// Whether sign_correlation() is known.
  virtual bool has_sign_correlation() const { return has_independent_signs(); }

  /// Corr(sign(g_i + Z_i), sign(g_j + Z_j)) for all pairs i < j, into column correlation_column(d,
  /// i, j) of `out` (rows × d(d − 1)/2); 0 where a sign does not vary. As accurate where signs are
  /// rare as elsewhere. Throws InvalidInput where the law does not know them.
  void sign_correlation(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                        Scratch& scratch) const;

  /// Whether some g_i + Z_i is 0 with positive probability, so that its sign has three values.
  virtual bool has_atoms() const { return false; }

  /// Mean m_i and standard deviation √(1 − m_i²) of sign(g_i + Z_i), by component, g = ∇f(x). The
  /// mean is 1 − 2P(g_i + Z_i < 0); where g_i + Z_i is 0 with positive probability the sign is 0
  /// there and the deviation is that of three values. `mean` may be `g`.
  /// Throws InvalidInput where the law does not know them.
  virtual void sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                            BlockRef deviation, Scratch& scratch) const;

  /// ∂m_i/∂g_i at g = 0, twice the density of Z_i there: d numbers, infinite where Z_i = 0. Nothing
  /// for laws that depend on x, are not known to be symmetric, or have no density at 0.
  virtual std::optional<Eigen::VectorXd> sign_slope() const { return std::nullopt; }

  /// Whether sign_mean_slope() is known.
  virtual bool has_sign_mean_slope() const { return false; }

  /// m_i' = ∂m_i/∂g_i, by component: twice the density of −Z_i at g_i, accurate where it is small.
  /// 0 where Z_i = 0, also at g_i = 0, where m_i jumps. `slope` may be `g`. Throws InvalidInput
  /// where the law does not know its density.
  virtual void sign_mean_slope(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef slope,
                               Scratch& scratch) const;

  /// Whether deviation_slope() is known and bounded.
  virtual bool has_deviation_slope() const { return has_sign_mean_slope(); }

  /// ∂√(1 − m_i²)/∂g_i = −m_i m_i'/√(1 − m_i²), by component, 0 where the deviation is 0. Accurate
  /// even where sign_moments() is fast. Throws as sign_mean_slope().
  void deviation_slope(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef slope,
                       Scratch& scratch) const;

  /// The mean alone. The default calls sign_moments().
  virtual void sign_mean(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                         Scratch& scratch) const;

  /// Signs of g + Z from uniforms u on (0, 1): +1 where u < P(g_i + Z_i > 0), else −1; `signs` may
  /// be `g`. The default compares with sign_mean().
  virtual void threshold_signs(const ConstBlockRef& x, const ConstBlockRef& g,
                               const ConstBlockRef& u, BlockRef signs, Scratch& scratch) const;

  /// The coefficients of descent along signs: m and √(1 − m²), each times its factor (which is
  /// negative for descent). The default calls sign_moments(); a law overrides it to save two passes
  /// over memory.
  virtual void sign_descent(const ConstBlockRef& x, const ConstBlockRef& g, SignFactors factors,
                            BlockRef drift, BlockRef diagonal, Scratch& scratch) const;

 private:
  /// Cov(sign(g_i + Z_i), sign(g_j + Z_j)) for all pairs; of no consequence where a sign does not
  /// vary. The default is 0, for independent signs, and throws InvalidInput for others.
  virtual void sign_covariance(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                               Scratch& scratch) const;

  /// sign_moments() with relative accuracy, for laws that have a faster one.
  virtual void accurate_sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                                     BlockRef deviation, Scratch& scratch) const {
    sign_moments(x, g, mean, deviation, scratch);
  }
};

/// Noise that does not depend on x and can be added to a gradient.
class AdditiveNoise : public NoiseLaw {
 public:
  bool is_constant() const override { return true; }

  /// d
  virtual Index dimension() const = 0;

  /// Adds a fresh draw of Z to every row of g, with keys at.key(draw, node).
  virtual void add(const At& at, std::uint16_t node, BlockRef g) const = 0;
};

}  // namespace sdescent
