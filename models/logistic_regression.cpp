#include "models/logistic_regression.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

LogisticRegression::LogisticRegression(const DataTable& table, double ridge)
    : signed_features_(table.features.rows(), table.features.cols() + 1), ridge_(ridge) {
  require_non_negative("ridge", ridge);
  require_at_least("number of data rows", table.features.rows(), 1);
  require_equal("number of targets", table.target.size(), table.features.rows());
  require(table.features.allFinite(), "features", "finite", "NaN or infinity");
  for (Index i = 0; i < table.target.size(); ++i) {
    const double y = table.target(i);
    require(y == 0 || y == 1, fmt::format("target of data row {}", i + 1), "0 or 1",
            fmt::format("{}", y));
    const double s = y == 1 ? 1.0 : -1.0;
    signed_features_.row(i) << s * table.features.row(i), s;
  }
}

void LogisticRegression::slopes(const ConstBlockRef& x, BlockRef out) const {
  out.matrix().noalias() = x.matrix() * signed_features_.transpose();
  out = -1.0 / (1.0 + out.exp());
}

void LogisticRegression::loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap margin = frame.block(x.rows(), terms());
  margin.matrix().noalias() = x.matrix() * signed_features_.transpose();
  // log(1 + e^{−m}) = max(−m, 0) + log(1 + e^{−|m|}), which never overflows.
  f.col(0) = ((-margin).max(0.0) + (-margin.abs()).exp().log1p()).rowwise().mean() +
             (0.5 * ridge_) * x.square().rowwise().sum();
}

void LogisticRegression::gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t,
                                  Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap slope = frame.block(x.rows(), terms());
  slopes(x, slope);
  g.matrix().noalias() = slope.matrix() * signed_features_;
  g = g / static_cast<double>(terms()) + ridge_ * x;
}

void LogisticRegression::weighted_gradient(const ConstBlockRef& x, const ConstBlockRef& weights,
                                           BlockRef g, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap slope = frame.block(x.rows(), terms());
  slopes(x, slope);
  slope *= weights;
  g.matrix().noalias() = slope.matrix() * signed_features_;
}

void LogisticRegression::batch_gradient(const ConstBlockRef& x, const ConstBlockRef& uniforms,
                                        BlockRef g, Scratch&) const {
  const auto n = static_cast<double>(terms());
  for (Index r = 0; r < x.rows(); ++r) {
    g.row(r) = ridge_ * x.row(r);
    for (Index b = 0; b < uniforms.cols(); ++b) {
      const auto i = static_cast<Index>(uniforms(r, b) * n);
      const double margin = (signed_features_.row(i).array() * x.row(r)).sum();
      const double slope = -1.0 / (1.0 + std::exp(margin));
      g.row(r) += (slope / static_cast<double>(uniforms.cols())) * signed_features_.row(i).array();
    }
  }
}

}  // namespace sdescent
