#pragma once
/// \file
/// Small streaming regressions, and noise sources that tell features from labels.

#include "models/streaming_regression.hpp"
#include "solvers/gauss_hermite.hpp"
#include "tests/models/evaluation.hpp"

#include <cmath>
#include <memory>

namespace sdescent {

/// Correlations 0.5^|i−j| and standard deviations between 1 and 2.
inline FeatureCovariance correlated_features(Index d) {
  Eigen::MatrixXd k(d, d);
  const auto root = [d](Index i) {
    return 1.0 + static_cast<double>(i) / static_cast<double>(std::max<Index>(d - 1, 1));
  };
  for (Index i = 0; i < d; ++i)
    for (Index j = 0; j < d; ++j)
      k(i, j) = root(i) * root(j) * std::pow(0.5, std::abs(static_cast<double>(i - j)));
  return FeatureCovariance::dense(k);
}

inline FeatureCovariance diagonal_features(Index d) {
  return FeatureCovariance::diagonal(Eigen::VectorXd::LinSpaced(d, 0.5, 2.0));
}

inline std::shared_ptr<const StreamingRegression> regression(const FeatureCovariance& covariance,
                                                             double deviation, Index batch = 1) {
  return std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(covariance),
      Eigen::VectorXd::LinSpaced(covariance.dimension(), -0.5, 0.5),
      std::make_shared<GaussianLabelNoise>(deviation), batch);
}

/// Normals given by column: of features (draws from 128 on) those of datum b from column b d on, of
/// labels column b of a second block.
class PrescribedData final : public NoiseSource {
 public:
  PrescribedData(Block features, Block labels)
      : features_(std::move(features)), labels_(std::move(labels)) {}

  void scaled_normals(const DrawKey& key, double scale, BlockRef out) const override {
    const Block& from = key.draw >= 128 ? features_ : labels_;
    out = scale *
          from.block(static_cast<Index>(key.path), key.node * out.cols(), out.rows(), out.cols());
  }
  void uniforms(const DrawKey&, BlockRef out) const override { out.setConstant(0.5); }

 private:
  Block features_, labels_;
};

/// ĝ of all rows.
inline Block sampled_gradient(const Problem& problem, const Block& x, const NoiseSource& noise,
                              std::uint64_t path = 0) {
  Scratch scratch;
  Block g(x.rows(), x.cols());
  problem.sample_gradient({3, 0.0, 1.0, path, 2, noise, scratch}, x, g, 0);
  return g;
}

}  // namespace sdescent
