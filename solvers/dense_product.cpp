#include "solvers/dense_product.hpp"

#include "io/require.hpp"

#include <cblas.h>

namespace sdescent {
namespace {

int size_of(Eigen::Index n) { return static_cast<int>(n); }

}  // namespace

Eigen::MatrixXd dense_product(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  require_equal("rows of a matrix to be multiplied", b.rows(), a.cols());
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(a.rows(), b.cols());
  if (a.size() == 0 || b.size() == 0) return result;
  openblas_set_num_threads(1);
  cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, size_of(a.rows()), size_of(b.cols()),
              size_of(a.cols()), 1.0, a.data(), size_of(a.rows()), b.data(), size_of(b.rows()), 0.0,
              result.data(), size_of(a.rows()));
  return result;
}

Eigen::MatrixXd gram_matrix(const Eigen::MatrixXd& a) {
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(a.cols(), a.cols());
  if (a.size() == 0) return result;
  openblas_set_num_threads(1);
  cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, size_of(a.cols()), size_of(a.rows()), 1.0,
              a.data(), size_of(a.rows()), 0.0, result.data(), size_of(a.cols()));
  return result.selfadjointView<Eigen::Lower>();
}

}  // namespace sdescent
