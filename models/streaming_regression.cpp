#include "models/streaming_regression.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

/// The draw of the features; label noise has the draws from 0 on.
constexpr std::uint8_t feature_draw = 128;

}  // namespace

StreamingNoise::StreamingNoise(std::shared_ptr<const RegressionRisk> risk,
                               std::shared_ptr<const LabelNoise> labels, Index batch)
    : risk_(std::move(risk)), labels_(std::move(labels)), batch_(batch), signs_(risk_, *labels_) {
  require_at_least("batch", batch, 1);
  require(batch <= 65536, "batch", "<= 65536", fmt::format("{}", batch));
}

std::string StreamingNoise::description() const {
  return fmt::format("of least squares on fresh data, batch {}, label noise {}", batch_,
                     labels_->description());
}

bool StreamingNoise::has_finite_covariance() const {
  return std::isfinite(labels_->second_moment());
}

void StreamingNoise::diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
                             Scratch& scratch) const {
  if (!has_finite_covariance())  // the description allocates
    require(false, "second moment of the label noise", "finite", labels_->description());
  const Index d = risk_->dimension();
  Scratch::Frame frame(scratch);
  BlockMap f = frame.block(x.rows(), 1), g = frame.block(x.rows(), d);
  risk_->loss_and_gradient(x, f, g, scratch);
  f = (2.0 * f + labels_->second_moment()).sqrt();
  risk_->covariance().colour(dW.leftCols(d), out, scratch);
  out.colwise() *= f.col(0);
  g.colwise() *= dW.col(d);
  out += g;
  scale(1.0 / std::sqrt(static_cast<double>(batch_)), out, out);
}

void StreamingNoise::require_known_signs() const {
  if (!has_sign_correlation())
    require(false, "signs of streaming regression",
            "of batch 1 and label noise that is a mixture of normals", description());
}

void StreamingNoise::sign_mean(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                               Scratch& scratch) const {
  require_known_signs();
  signs_.mean(x, g, mean, scratch);
}

void StreamingNoise::sign_moments(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                                  BlockRef deviation, Scratch& scratch) const {
  sign_mean(x, g, mean, scratch);
  deviation = ((1.0 - mean) * (1.0 + mean)).max(0.0).sqrt();
}

void StreamingNoise::sign_covariance(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef out,
                                     Scratch& scratch) const {
  require_known_signs();
  const Index d = risk_->dimension();
  Scratch::Frame frame(scratch);
  BlockMap mean = frame.block(x.rows(), d);
  signs_.mean(x, g, mean, scratch);
  for (Index i = 0; i < d; ++i)
    for (Index j = i + 1; j < d; ++j)
      out.col(correlation_column(d, i, j)) = signs_.second_moment(i, j) - mean.col(i) * mean.col(j);
}

StreamingRegression::StreamingRegression(std::shared_ptr<const FeatureCovariance> covariance,
                                         Eigen::VectorXd optimum,
                                         std::shared_ptr<const LabelNoise> labels, Index batch)
    : StreamingRegression(
          std::make_shared<RegressionRisk>(std::move(covariance), std::move(optimum)),
          std::move(labels), batch) {}

StreamingRegression::StreamingRegression(std::shared_ptr<const RegressionRisk> risk,
                                         std::shared_ptr<const LabelNoise> labels, Index batch)
    : Problem(risk),
      risk_(std::move(risk)),
      labels_(std::move(labels)),
      batch_(batch),
      noise_(risk_, labels_, batch) {}

void StreamingRegression::sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                                          std::uint16_t) const {
  const Index d = dimension();
  Scratch::Frame frame(at.scratch);
  BlockMap normals = frame.block(x.rows(), d), features = frame.block(x.rows(), d);
  BlockMap residual = frame.block(x.rows(), batch_);
  labels_->draw(at, residual);
  residual = -residual;
  g.setZero();
  for (Index b = 0; b < batch_; ++b) {
    at.noise.normals(at.key(feature_draw, static_cast<std::uint16_t>(b)), normals);
    covariance().colour(normals, features, at.scratch);
    for (Index i = 0; i < d; ++i)
      residual.col(b) += features.col(i) * (x.col(i) - risk_->optimum()(i));
    residual.col(b) /= static_cast<double>(batch_);
    for (Index i = 0; i < d; ++i) g.col(i) += features.col(i) * residual.col(b);
  }
}

}  // namespace sdescent
