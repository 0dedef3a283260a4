#include "models/embedded_saddle.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

/// One coordinate's part of f.
double term(double lambda, double quartic, double cubic, double x) {
  return x * x * (0.5 * lambda - x * (cubic / 3.0 - (0.25 * quartic) * x));
}

}  // namespace

EmbeddedSaddle::EmbeddedSaddle(Eigen::VectorXd eigenvalues, double quartic, double cubic)
    : lambda_(std::move(eigenvalues)), quartic_(quartic), cubic_(cubic) {
  require_at_least("number of eigenvalues of the saddle", lambda_.size(), 1);
  for (Index i = 0; i < lambda_.size(); ++i)
    require_finite(fmt::format("eigenvalue {} of the saddle", i + 1), lambda_(i));
  require_positive("quartic", quartic);
  require_finite("cubic", cubic);
}

Eigen::VectorXd EmbeddedSaddle::minimum() const {
  return lambda_.unaryExpr([this](double lambda) {
    const double discriminant = cubic_ * cubic_ - 4.0 * quartic_ * lambda;
    if (discriminant < 0) return 0.0;
    const double root =
        (cubic_ + std::copysign(std::sqrt(discriminant), cubic_)) / (2.0 * quartic_);
    return term(lambda, quartic_, cubic_, root) < 0 ? root : 0.0;
  });
}

void EmbeddedSaddle::loss(const ConstBlockRef& x, BlockRef f, Scratch&) const {
  f.setZero();
  for (Index c = 0; c < x.cols(); ++c)
    for (Index r = 0; r < x.rows(); ++r) f(r, 0) += term(lambda_(c), quartic_, cubic_, x(r, c));
}

void EmbeddedSaddle::gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t, Scratch&) const {
  for (Index c = 0; c < x.cols(); ++c)
    g.col(c) = x.col(c) * (lambda_(c) - x.col(c) * (cubic_ - quartic_ * x.col(c)));
}

void EmbeddedSaddle::hessian_product(const ConstBlockRef& x, const ConstBlockRef& v, BlockRef out,
                                     Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap curvature = frame.block(x.rows(), x.cols());
  hessian_diagonal(x, curvature, scratch);
  out = curvature * v;
}

void EmbeddedSaddle::hessian_diagonal(const ConstBlockRef& x, BlockRef out, Scratch&) const {
  for (Index c = 0; c < x.cols(); ++c)
    out.col(c) = lambda_(c) - x.col(c) * (2.0 * cubic_ - (3.0 * quartic_) * x.col(c));
}

}  // namespace sdescent
