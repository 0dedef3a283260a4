#pragma once
/// \file
/// Gaussian gradient noise that depends on x: Z ~ N(0, Σ(x)).

#include "models/noise_law.hpp"
#include "models/problem.hpp"

namespace sdescent {

/// A NoiseLaw whose signs follow from σ_i(x) = √Σ_ii(x): m_i = erf(∂_i f/(σ_i√2)), with relative
/// accuracy. Where σ_i = 0 the sign is that of ∂_i f and does not vary.
class GaussianFieldNoise : public NoiseLaw {
 public:
  /// d
  Index dimension() const { return ones_.size(); }

  void sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                    BlockRef deviation, Scratch& scratch) const final;

 protected:
  explicit GaussianFieldNoise(Index dimension) : ones_(Eigen::VectorXd::Ones(dimension)) {}

  /// ∂_i f/σ_i(x) into `ratio`; 0/0 is 0.
  void signal_to_noise(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef ratio,
                       Scratch& scratch) const;

 private:
  /// σ_i(x) into `sigma` (rows × d), g being ∇f(x).
  virtual void deviations(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef sigma,
                          Scratch& scratch) const = 0;

  Eigen::VectorXd ones_;
};

/// ĝ = ∇f(x) + Σ(x)^{1/2} ξ, ξ ~ N(0, I): draw 0, one normal for each source.
class GaussianFieldProblem final : public Problem {
 public:
  /// Throws InvalidInput when objective and noise differ in dimension.
  GaussianFieldProblem(std::shared_ptr<const Objective> objective,
                       std::shared_ptr<const GaussianFieldNoise> noise);

  const NoiseLaw& noise() const override { return *noise_; }
  void sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                       std::uint16_t node) const override;

 private:
  std::shared_ptr<const GaussianFieldNoise> noise_;
};

}  // namespace sdescent
