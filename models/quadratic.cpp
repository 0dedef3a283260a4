#include "models/quadratic.hpp"

#include "io/require.hpp"
#include "models/tile_product.hpp"
#include "solvers/arithmetic.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

DiagonalQuadratic::DiagonalQuadratic(Eigen::VectorXd eigenvalues)
    : lambda_(std::move(eigenvalues)) {
  require_at_least("number of eigenvalues of the Hessian", lambda_.size(), 1);
  for (Index i = 0; i < lambda_.size(); ++i)
    require_finite(fmt::format("eigenvalue {} of the Hessian", i + 1), lambda_(i));
}

void DiagonalQuadratic::loss(const ConstBlockRef& x, BlockRef f, Scratch&) const {
  f.setZero();
  for (Index c = 0; c < x.cols(); ++c) f.col(0) += (0.5 * lambda_(c)) * x.col(c).square();
}

void DiagonalQuadratic::gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t,
                                 Scratch&) const {
  scale(lambda_, x, g);
}

void DiagonalQuadratic::hessian_product(const ConstBlockRef&, const ConstBlockRef& v, BlockRef out,
                                        Scratch& scratch) const {
  gradient(v, out, 0, scratch);
}

void DiagonalQuadratic::hessian_diagonal(const ConstBlockRef&, BlockRef out, Scratch&) const {
  out.rowwise() = lambda_.transpose().array();
}

DenseQuadratic::DenseQuadratic(Eigen::MatrixXd hessian) : hessian_(std::move(hessian)) {
  require_symmetric("Hessian", hessian_);
}

void DenseQuadratic::loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap g = frame.block(x.rows(), x.cols());
  gradient(x, g, 0, scratch);
  f.setZero();
  for (Index c = 0; c < x.cols(); ++c) f.col(0) += 0.5 * x.col(c) * g.col(c);
}

void DenseQuadratic::gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t,
                              Scratch& scratch) const {
  tile_product(x, hessian_, g, scratch);
}

void DenseQuadratic::hessian_product(const ConstBlockRef&, const ConstBlockRef& v, BlockRef out,
                                     Scratch& scratch) const {
  gradient(v, out, 0, scratch);
}

void DenseQuadratic::hessian_diagonal(const ConstBlockRef&, BlockRef out, Scratch&) const {
  out.rowwise() = hessian_.diagonal().transpose().array();
}

void require_symmetric(const char* name, const Eigen::MatrixXd& matrix) {
  require(matrix.rows() >= 1 && matrix.rows() == matrix.cols(), name, "a square matrix",
          fmt::format("{} × {}", matrix.rows(), matrix.cols()));
  require(matrix.allFinite(), name, "finite", "NaN or infinity");
  const double asymmetry = (matrix - matrix.transpose()).cwiseAbs().maxCoeff();
  require(asymmetry <= 1e-12 * matrix.cwiseAbs().maxCoeff(), name, "symmetric",
          fmt::format("entries that differ from their mirror image by {}", asymmetry));
}

}  // namespace sdescent
