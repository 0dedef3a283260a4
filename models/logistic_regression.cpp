#include "models/logistic_regression.hpp"

#include "io/require.hpp"
#include "models/logistic_loss.hpp"
#include "models/tile_product.hpp"

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

void LogisticRegression::slopes(const ConstBlockRef& x, BlockRef out, Scratch& scratch) const {
  tile_product(x, signed_features_.transpose(), out, scratch);
  out = out.unaryExpr(&logistic_slope);
}

void LogisticRegression::loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap margin = frame.block(x.rows(), terms());
  tile_product(x, signed_features_.transpose(), margin, scratch);
  margin = margin.unaryExpr(&logistic_loss);
  sum_columns(margin, f);
  f /= static_cast<double>(terms());
  for (Index c = 0; c < x.cols(); ++c) f.col(0) += (0.5 * ridge_) * x.col(c).square();
}

void LogisticRegression::gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t,
                                  Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap slope = frame.block(x.rows(), terms());
  slopes(x, slope, scratch);
  tile_product(slope, signed_features_, g, scratch);
  g = g / static_cast<double>(terms()) + ridge_ * x;
}

void LogisticRegression::weighted_gradient(const ConstBlockRef& x, const ConstBlockRef& weights,
                                           BlockRef g, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap slope = frame.block(x.rows(), terms());
  slopes(x, slope, scratch);
  slope *= weights;
  tile_product(slope, signed_features_, g, scratch);
}

void LogisticRegression::batch_gradient(const ConstBlockRef& x, const ConstBlockRef& uniforms,
                                        BlockRef g, Scratch&) const {
  const auto n = static_cast<double>(terms());
  for (Index r = 0; r < x.rows(); ++r) {
    g.row(r) = ridge_ * x.row(r);
    for (Index b = 0; b < uniforms.cols(); ++b) {
      const auto i = static_cast<Index>(uniforms(r, b) * n);
      const double margin = (signed_features_.row(i).array() * x.row(r)).sum();
      g.row(r) += (logistic_slope(margin) / static_cast<double>(uniforms.cols())) *
                  signed_features_.row(i).array();
    }
  }
}

}  // namespace sdescent
