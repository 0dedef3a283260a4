#include "models/regression_risk.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {

RegressionRisk::RegressionRisk(std::shared_ptr<const FeatureCovariance> covariance,
                               Eigen::VectorXd optimum)
    : covariance_(std::move(covariance)), optimum_(std::move(optimum)) {
  require_equal("dimension of the optimum", optimum_.size(), covariance_->dimension());
  for (Index i = 0; i < optimum_.size(); ++i)
    require_finite(fmt::format("coordinate {} of the optimum", i + 1), optimum_(i));
}

void RegressionRisk::deviation(const ConstBlockRef& x, BlockRef v) const {
  for (Index i = 0; i < x.cols(); ++i) v.col(i) = x.col(i) - optimum_(i);
}

void RegressionRisk::loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  loss_and_gradient(x, f, frame.block(x.rows(), x.cols()), scratch);
}

void RegressionRisk::gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t,
                              Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap v = frame.block(x.rows(), x.cols());
  deviation(x, v);
  covariance_->multiply(v, g, scratch);
}

void RegressionRisk::loss_and_gradient(const ConstBlockRef& x, BlockRef f, BlockRef g,
                                       Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap v = frame.block(x.rows(), x.cols());
  deviation(x, v);
  covariance_->multiply(v, g, scratch);
  f.setZero();
  for (Index i = 0; i < x.cols(); ++i) f.col(0) += 0.5 * v.col(i) * g.col(i);
}

void RegressionRisk::hessian_product(const ConstBlockRef&, const ConstBlockRef& v, BlockRef out,
                                     Scratch& scratch) const {
  covariance_->multiply(v, out, scratch);
}

void RegressionRisk::hessian_diagonal(const ConstBlockRef&, BlockRef out, Scratch&) const {
  out.rowwise() = covariance_->variances().transpose().array();
}

}  // namespace sdescent
