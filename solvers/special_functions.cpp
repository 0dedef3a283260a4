#include "solvers/special_functions.hpp"

#include "solvers/columns.hpp"

namespace sdescent {
namespace {

void map(Kernels::Map* function, const ConstBlockRef& x, BlockRef out) {
  for_each_run(function, x, out);
}

Kernels::Map* choose(Accuracy accuracy, Kernels::Map* fast, Kernels::Map* accurate) {
  return accuracy == Accuracy::fast ? fast : accurate;
}

}  // namespace

namespace vec {

void exp(const ConstBlockRef& x, BlockRef out) { map(kernels().exp, x, out); }
void log(const ConstBlockRef& x, BlockRef out) { map(kernels().log, x, out); }
void sqrt(const ConstBlockRef& x, BlockRef out) { map(kernels().sqrt, x, out); }

void inverse_root(const ConstBlockRef& x, double epsilon, BlockRef out, Accuracy accuracy) {
  Kernels::ScaledMap* map =
      accuracy == Accuracy::fast ? kernels().inverse_root_fast : kernels().inverse_root;
  for_each_run([&](Index n, const double* in, double* to) { map(n, epsilon, in, to); }, x, out);
}

void erf(const ConstBlockRef& x, BlockRef out, Accuracy accuracy) {
  map(choose(accuracy, kernels().erf_fast, kernels().erf), x, out);
}

void erfc(const ConstBlockRef& x, BlockRef out, Accuracy accuracy) {
  map(choose(accuracy, kernels().erfc_fast, kernels().erfc), x, out);
}

void normal_cdf(const ConstBlockRef& x, BlockRef out, Accuracy accuracy) {
  map(choose(accuracy, kernels().normal_cdf_fast, kernels().normal_cdf), x, out);
}

}  // namespace vec

void normal_sign_moments(const ConstBlockRef& a, const Eigen::Ref<const Eigen::VectorXd>& factors,
                         BlockRef mean, BlockRef deviation, Accuracy accuracy,
                         SignFactors out_factors) {
  Kernels::SignMap* moments =
      accuracy == Accuracy::fast ? kernels().normal_sign_fast : kernels().normal_sign;
  moments(a.rows(), a.cols(), factors.data(), out_factors, columns(a), columns(mean),
          columns(deviation));
}

void normal_threshold_sign(const ConstBlockRef& a, const Eigen::Ref<const Eigen::VectorXd>& factors,
                           const ConstBlockRef& u, BlockRef out) {
  kernels().normal_threshold_sign(a.rows(), a.cols(), factors.data(), columns(a), columns(u),
                                  columns(out));
}

void normal_sign_mean(const ConstBlockRef& a, const Eigen::Ref<const Eigen::VectorXd>& factors,
                      BlockRef mean, Accuracy accuracy) {
  Kernels::ColumnMap* map =
      accuracy == Accuracy::fast ? kernels().normal_sign_mean_fast : kernels().normal_sign_mean;
  map(a.rows(), a.cols(), factors.data(), columns(a), columns(mean));
}

void sign(const ConstBlockRef& a, BlockRef out) { map(kernels().sign, a, out); }

}  // namespace sdescent
