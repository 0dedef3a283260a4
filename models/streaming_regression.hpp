#pragma once
/// \file
/// One-pass linear regression on fresh Gaussian data (exact (1)–(3), Assumption 1).

#include "models/label_noise.hpp"
#include "models/problem.hpp"
#include "models/regression_risk.hpp"
#include "models/streaming_signs.hpp"

#include <memory>

namespace sdescent {

/// The law of ĝ − Kv, v = θ − θ*, for B fresh data in each step:
///
///     Σ(θ) = (2P K + Kv vᵀK)/B,     2P = 2R + E ε².
///
/// The root has d + 1 sources, (√(2P) L, Kv)/√B with K = LLᵀ. Signs are known for B = 1 and label
/// noise that is a mixture of normals (models/streaming_signs.hpp); their correlations lose
/// relative accuracy where a sign is nearly certain, as ρ_i → ±1.
class StreamingNoise final : public NoiseLaw {
 public:
  StreamingNoise(std::shared_ptr<const RegressionRisk> risk,
                 std::shared_ptr<const LabelNoise> labels, Index batch);

  std::string description() const override;
  bool has_finite_covariance() const override;
  NoiseKind kind() const override { return NoiseKind::general; }
  Index sources() const override { return risk_->dimension() + 1; }
  void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;
  bool has_sign_correlation() const override { return batch_ == 1 && signs_.are_known(); }
  void sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                    BlockRef deviation, Scratch& scratch) const override;
  void sign_mean(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                 Scratch& scratch) const override;

 private:
  void sign_covariance(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                       Scratch& scratch) const override;
  void require_known_signs() const;

  std::shared_ptr<const RegressionRisk> risk_;
  std::shared_ptr<const LabelNoise> labels_;
  Index batch_;
  StreamingSigns signs_;
};

/// In every step the oracle draws B fresh pairs, x ~ N(0, K), y = ⟨x, θ*⟩ + ε, and returns
///
///     ĝ(θ) = (1/B) Σ_b (⟨x_b, θ⟩ − y_b) x_b.
///
/// Two processes of one stream see the same data. A step costs O(B d) for each path where K is
/// diagonal, O(B d²) otherwise. Optimizers of `exact` run with the learning rate η/d on the clock
/// t = k/d (high_dimensional()).
class StreamingRegression final : public Problem {
 public:
  /// Throws InvalidInput for B < 1 or B > 65536, and where θ* does not fit K.
  StreamingRegression(std::shared_ptr<const FeatureCovariance> covariance, Eigen::VectorXd optimum,
                      std::shared_ptr<const LabelNoise> labels, Index batch = 1);

  const RegressionRisk& risk() const { return *risk_; }
  const FeatureCovariance& covariance() const { return risk_->covariance(); }
  const std::shared_ptr<const LabelNoise>& labels() const { return labels_; }
  Index batch() const { return batch_; }

  const NoiseLaw& noise() const override { return noise_; }
  void sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                       std::uint16_t node) const override;

 private:
  StreamingRegression(std::shared_ptr<const RegressionRisk> risk,
                      std::shared_ptr<const LabelNoise> labels, Index batch);

  std::shared_ptr<const RegressionRisk> risk_;
  std::shared_ptr<const LabelNoise> labels_;
  Index batch_;
  StreamingNoise noise_;
};

}  // namespace sdescent
