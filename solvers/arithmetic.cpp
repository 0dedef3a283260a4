#include "solvers/arithmetic.hpp"

#include "solvers/columns.hpp"

namespace sdescent {

void scale(double factor, const ConstBlockRef& x, BlockRef out) {
  for_each_run([&](Index n, const double* in, double* to) { kernels().scale(n, factor, in, to); },
               x, out);
}

void add_scaled(double factor, const ConstBlockRef& x, BlockRef out) {
  for_each_run(
      [&](Index n, const double* in, double* to) { kernels().add_scaled(n, factor, in, to); }, x,
      out);
}

void scale(const Eigen::Ref<const Eigen::VectorXd>& factors, const ConstBlockRef& x, BlockRef out) {
  kernels().scale_columns(x.rows(), x.cols(), factors.data(), columns(x), columns(out));
}

void add_scaled(const Eigen::Ref<const Eigen::VectorXd>& factors, const ConstBlockRef& x,
                BlockRef out) {
  kernels().add_scaled_columns(x.rows(), x.cols(), factors.data(), columns(x), columns(out));
}

void fill(const Eigen::Ref<const Eigen::VectorXd>& values, BlockRef out) {
  kernels().fill_columns(out.rows(), out.cols(), values.data(), columns(out));
}

void multiply(double factor, const ConstBlockRef& a, const ConstBlockRef& b, BlockRef out) {
  for_each_run([&](Index n, const double* x, const double* y,
                   double* to) { kernels().multiply(n, factor, x, y, to); },
               a, b, out);
}

void relax(double rate, const ConstBlockRef& a, const ConstBlockRef& b, const ConstBlockRef& v,
           BlockRef out) {
  for_each_run([&](Index n, const double* x, const double* y, const double* z,
                   double* to) { kernels().relax(n, rate, x, y, z, to); },
               a, b, v, out);
}

void threshold_sign(const ConstBlockRef& mean, const ConstBlockRef& u, BlockRef out) {
  for_each_run(kernels().threshold_sign, mean, u, out);
}

void euler_step(double dt, const ConstBlockRef& drift, const ConstBlockRef& diagonal,
                const ConstBlockRef& dW, BlockRef s) {
  for_each_run([&](Index n, const double* a, const double* b, const double* increment,
                   double* to) { kernels().euler_step(n, dt, a, b, increment, to); },
               drift, diagonal, dW, s);
}

}  // namespace sdescent
