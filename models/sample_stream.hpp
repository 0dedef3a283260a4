#pragma once
/// \file
/// One-pass linear regression on a data set.

#include "models/label_noise.hpp"
#include "models/problem.hpp"
#include "models/regression_risk.hpp"
#include "models/row_shuffles.hpp"
#include "models/sample_regression.hpp"

#include <memory>

namespace sdescent {

/// The rows of a table with their residuals, as streams pick from them.
struct RegressionSample {
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  Rows features;                               ///< x_i, n × d
  Eigen::VectorXd residuals;                   ///< ε_i
  std::shared_ptr<const RegressionRisk> risk;  ///< R with the sample's K and θ*

  RegressionSample(const DataTable& table, const SampleRegression& fit);
  Index rows() const { return features.rows(); }
};

/// The law of ĝ − Kv for one row x picked at random: with ε the row's own residual
///
///     Σ(θ) = (1/n) Σ_i x_i x_iᵀ (⟨x_i, v⟩ − ε_i)² − Kv vᵀK,   v = θ − θ*,
///
/// with independent ε: (1/n) Σ_i x_i x_iᵀ (⟨x_i, v⟩² + E ε²) − Kv vᵀK. The root has a source for
/// each row in the first case, two in the second.
class SampleNoise final : public NoiseLaw {
 public:
  /// `labels`: none for the rows' own residuals.
  SampleNoise(std::shared_ptr<const RegressionSample> sample,
              std::shared_ptr<const LabelNoise> labels);

  std::string description() const override;
  bool has_finite_covariance() const override;
  NoiseKind kind() const override { return NoiseKind::general; }
  Index sources() const override { return (labels_ ? 2 : 1) * sample_->rows(); }
  void diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
               Scratch& scratch) const override;

 private:
  std::shared_ptr<const RegressionSample> sample_;
  std::shared_ptr<const LabelNoise> labels_;
};

/// A stream of single rows: ĝ(θ) = (⟨x_i, θ − θ*⟩ − ε) x_i. Every way of picking has the same law
/// in each single step but for what it makes independent:
///
/// - once(): path p goes through its own shuffle of the rows, each used once (exact, App. I);
/// - again(): rows are drawn anew in each step, whatever came before, uniform to n/2³²;
/// - relabelled(): as again(), with ε from a law of its own, independent of the row.
class SampleStream final : public Problem {
 public:
  /// Throws InvalidInput unless there is a shuffle of as many rows as the sample has.
  static SampleStream once(std::shared_ptr<const RegressionSample> sample,
                           std::shared_ptr<const RowShuffles> shuffles);
  static SampleStream again(std::shared_ptr<const RegressionSample> sample);
  static SampleStream relabelled(std::shared_ptr<const RegressionSample> sample,
                                 std::shared_ptr<const LabelNoise> labels);

  const RegressionRisk& risk() const { return *sample_->risk; }
  const NoiseLaw& noise() const override { return noise_; }

  /// Throws InvalidInput where once() has no row left.
  void sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                       std::uint16_t node) const override;

 private:
  SampleStream(std::shared_ptr<const RegressionSample> sample,
               std::shared_ptr<const RowShuffles> shuffles,
               std::shared_ptr<const LabelNoise> labels);

  /// The row of every path of the tile, as whole numbers.
  void pick(const At& at, BlockRef row) const;

  std::shared_ptr<const RegressionSample> sample_;
  std::shared_ptr<const RowShuffles> shuffles_;
  std::shared_ptr<const LabelNoise> labels_;
  SampleNoise noise_;
};

}  // namespace sdescent
