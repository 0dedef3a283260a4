#include "models/sample_stream.hpp"

#include "io/require.hpp"
#include "models/tile_product.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

/// The draw that picks rows; label noise has the draws from 0 on.
constexpr std::uint8_t row_draw = 128;

}  // namespace

RegressionSample::RegressionSample(const DataTable& table, const SampleRegression& fit)
    : features(table.features),
      residuals(fit.residuals),
      risk(std::make_shared<RegressionRisk>(fit.covariance, fit.optimum)) {
  require_equal("number of residuals", residuals.size(), features.rows());
  require_equal("number of features", features.cols(), fit.optimum.size());
}

SampleNoise::SampleNoise(std::shared_ptr<const RegressionSample> sample,
                         std::shared_ptr<const LabelNoise> labels)
    : sample_(std::move(sample)), labels_(std::move(labels)) {}

std::string SampleNoise::description() const {
  const std::string noise = labels_ ? "label noise " + labels_->description() : "their residuals";
  return fmt::format("of single rows of {} with {}", sample_->rows(), noise);
}

bool SampleNoise::has_finite_covariance() const {
  return !labels_ || std::isfinite(labels_->second_moment());
}

void SampleNoise::diffuse(const ConstBlockRef& x, const ConstBlockRef& dW, BlockRef out,
                          Scratch& scratch) const {
  require(has_finite_covariance(), "second moment of the label noise", "finite", description());
  // Σ_i x_i a_i dW_i − Kv Σ_i dW_i, a_i the slope of row i
  const Index n = sample_->rows();
  Scratch::Frame frame(scratch);
  BlockMap v = frame.block(x.rows(), x.cols()), weights = frame.block(x.rows(), n);
  BlockMap sum = frame.block(x.rows(), 1);
  for (Index i = 0; i < x.cols(); ++i) v.col(i) = x.col(i) - sample_->risk->optimum()(i);
  tile_product(v, sample_->features.transpose(), weights, scratch);
  for (Index i = 0; i < n; ++i) {
    if (!labels_) weights.col(i) -= sample_->residuals(i);
    weights.col(i) *= dW.col(i);
    if (labels_) weights.col(i) += std::sqrt(labels_->second_moment()) * dW.col(n + i);
  }
  tile_product(weights, sample_->features, out, scratch);
  sum_columns(dW.leftCols(n), sum);
  sample_->risk->covariance().multiply(v, weights.leftCols(x.cols()), scratch);
  for (Index i = 0; i < x.cols(); ++i) out.col(i) -= weights.col(i) * sum.col(0);
  out /= std::sqrt(static_cast<double>(n));
}

SampleStream::SampleStream(std::shared_ptr<const RegressionSample> sample,
                           std::shared_ptr<const RowShuffles> shuffles,
                           std::shared_ptr<const LabelNoise> labels)
    : Problem(sample->risk),
      sample_(sample),
      shuffles_(std::move(shuffles)),
      labels_(labels),
      noise_(std::move(sample), std::move(labels)) {}

SampleStream SampleStream::once(std::shared_ptr<const RegressionSample> sample,
                                std::shared_ptr<const RowShuffles> shuffles) {
  require_equal("number of rows that are shuffled", static_cast<Index>(shuffles->rows()),
                sample->rows());
  return {std::move(sample), std::move(shuffles), nullptr};
}

SampleStream SampleStream::again(std::shared_ptr<const RegressionSample> sample) {
  return {std::move(sample), nullptr, nullptr};
}

SampleStream SampleStream::relabelled(std::shared_ptr<const RegressionSample> sample,
                                      std::shared_ptr<const LabelNoise> labels) {
  return {std::move(sample), nullptr, std::move(labels)};
}

void SampleStream::pick(const At& at, BlockRef row) const {
  if (shuffles_) {
    for (Index r = 0; r < row.rows(); ++r)
      row(r, 0) = shuffles_->row(at.path + static_cast<std::uint64_t>(r), at.step);
    return;
  }
  at.noise.uniforms(at.key(row_draw), row);
  row = (static_cast<double>(sample_->rows()) * row).floor();
}

void SampleStream::sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                                   std::uint16_t) const {
  Scratch::Frame frame(at.scratch);
  BlockMap row = frame.block(x.rows(), 1), slope = frame.block(x.rows(), 1);
  pick(at, row);
  if (labels_) labels_->draw(at, slope);
  for (Index r = 0; r < x.rows(); ++r) {
    const auto i = static_cast<Index>(row(r, 0));
    if (!labels_) slope(r, 0) = sample_->residuals(i);
    for (Index c = 0; c < x.cols(); ++c) g(r, c) = sample_->features(i, c);
  }
  slope = -slope;
  for (Index c = 0; c < x.cols(); ++c)
    slope.col(0) += g.col(c) * (x.col(c) - sample_->risk->optimum()(c));
  g.colwise() *= slope.col(0);
}

}  // namespace sdescent
