// Everything of one instruction set. The unit that includes this has defined SDESCENT_WIDTH and
// SDESCENT_SET.

#include "solvers/kernels/kernels.hpp"
#include "solvers/kernels/philox_constants.hpp"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace sdescent {
namespace {

// Each uses the ones before.
// clang-format off
#include "solvers/kernels/coefficients.ipp"
#include "solvers/kernels/lanes.ipp"
#include "solvers/kernels/elementary.ipp"
#include "solvers/kernels/error_function.ipp"
#include "solvers/kernels/philox.ipp"
#include "solvers/kernels/student.ipp"
#include "solvers/kernels/dense.ipp"
// clang-format on

template <D (*f)(D)>
void map(long n, const double* in, double* out) {
  transform(
      n, out, [](D x) { return f(x); }, in);
}

SDESCENT_INLINE D sign_of(D x) {
  // Where x is 0 or NaN, x itself.
  return select(less(splat(0.0), abs(x)), copysign(splat(1.0), x), x);
}

/// As transform(), with two results.
template <class F>
SDESCENT_INLINE void transform_to_two(long n, const double* a, double* mean, double* deviation,
                                      F f) {
  const auto at = [&](const double* from, double* first, double* second) {
    const SignMoments moments = f(load(from));
    store(first, moments.mean);
    store(second, moments.deviation);
  };
  long i = 0;
  for (; i + lanes <= n; i += lanes) at(a + i, mean + i, deviation + i);
  if (i == n) return;
  double last[lanes] = {}, first[lanes], second[lanes];
  for (long j = 0; j < n - i; ++j) last[j] = a[i + j];
  at(last, first, second);
  for (long j = 0; j < n - i; ++j) {
    mean[i + j] = first[j];
    deviation[i + j] = second[j];
  }
}

template <class F>
SDESCENT_INLINE void sign_columns(long rows, long columns, const double* factors,
                                  SignFactors out_factors, Columns<const double> a,
                                  Columns<double> mean, Columns<double> deviation, double unit,
                                  F f) {
  for (long c = 0; c < columns; ++c)
    transform_to_two(rows, a.data + c * a.stride, mean.data + c * mean.stride,
                     deviation.data + c * deviation.stride,
                     [&f, out_factors, factor = unit * factors[c]](D x) {
                       const auto [m, s] = f(factor * x);
                       return SignMoments{out_factors.mean * m, out_factors.deviation * s};
                     });
}

template <SignMoments (*f)(D)>
void sign_map(long rows, long columns, const double* factors, SignFactors out_factors,
              Columns<const double> a, Columns<double> mean, Columns<double> deviation) {
  sign_columns(rows, columns, factors, out_factors, a, mean, deviation, inv_sqrt2,
               [](D x) { return f(x); });
}

void student_sign_map(const StudentSignFit& fit, long rows, long columns, const double* factors,
                      SignFactors out_factors, Columns<const double> a, Columns<double> mean,
                      Columns<double> deviation) {
  sign_columns(rows, columns, factors, out_factors, a, mean, deviation, 1.0,
               [&fit](D x) { return student_sign(fit, x); });
}

template <D (*f)(D)>
void sign_mean(long n, double factor, const double* in, double* out) {
  transform(
      n, out, [factor = factor * inv_sqrt2](D x) { return f(factor * x); }, in);
}

template <D (*f)(D, D)>
void inverse_root_map(long n, double epsilon, const double* in, double* out) {
  transform(
      n, out, [epsilon](D x) { return f(x, splat(epsilon)); }, in);
}

template <Kernels::ScaledMap* f>
void by_column(long rows, long columns, const double* factors, Columns<const double> in,
               Columns<double> out) {
  for (long c = 0; c < columns; ++c)
    f(rows, factors[c], in.data + c * in.stride, out.data + c * out.stride);
}

void scale(long n, double factor, const double* in, double* out) {
  transform(
      n, out, [factor](D x) { return factor * x; }, in);
}

void add_scaled(long n, double factor, const double* in, double* out) {
  transform(
      n, out, [factor](D x, D y) { return fma(splat(factor), x, y); }, in, out);
}

void threshold_sign(long n, const double* mean, const double* u, double* out) {
  transform(
      n, out, [](D m, D uniform) { return threshold(m, uniform); }, mean, u);
}

void normal_threshold_sign(long rows, long columns, const double* factors, Columns<const double> a,
                           Columns<const double> u, Columns<double> out) {
  for (long c = 0; c < columns; ++c)
    transform(
        rows, out.data + c * out.stride,
        [factor = factors[c] * inv_sqrt2](D x, D uniform) {
          return normal_threshold(factor * x, uniform);
        },
        a.data + c * a.stride, u.data + c * u.stride);
}

void fill_columns(long rows, long columns, const double* values, Columns<double> out) {
  for (long c = 0; c < columns; ++c)
    transform(rows, out.data + c * out.stride, [value = splat(values[c])] { return value; });
}

void multiply_add(long n, double factor, const double* a, const double* b, double other,
                  const double* c, double* out) {
  transform(
      n, out, [factor, other](D x, D y, D z) { return fma(factor * x, y, other * z); }, a, b, c);
}

void multiply(long n, double factor, const double* a, const double* b, double* out) {
  transform(
      n, out, [factor](D x, D y) { return factor * x * y; }, a, b);
}

void relax(long n, double rate, const double* a, const double* b, const double* v, double* out) {
  transform(
      n, out, [rate](D x, D y, D z) { return rate * (fma(x, x, y * y) - z); }, a, b, v);
}

void euler_step(long n, double dt, const double* drift, const double* diagonal, const double* dW,
                double* s) {
  transform(
      n, s,
      [dt](D a, D b, D increment, D state) { return fma(splat(dt), a, fma(b, increment, state)); },
      drift, diagonal, dW, s);
}

}  // namespace

extern const Kernels SDESCENT_SET;
const Kernels SDESCENT_SET = {
    .instruction_set = SDESCENT_NAME,
    .uniforms32 = uniforms32,
    .uniforms52 = uniforms52,
    .normals32 = normals32,
    .normals52 = normals52,
    .exp = map<exp>,
    .log = map<log>,
    .sqrt = map<sqrt>,
    .erf = map<erf>,
    .erfc = map<erfc>,
    .normal_cdf = map<normal_cdf>,
    .erf_fast = map<erf_fast>,
    .erfc_fast = map<erfc_fast>,
    .normal_cdf_fast = map<normal_cdf_fast>,
    .sign = map<sign_of>,
    .normal_sign = sign_map<normal_sign>,
    .normal_sign_fast = sign_map<normal_sign_fast>,
    .student_sign = student_sign_map,
    .scale_columns = by_column<scale>,
    .add_scaled_columns = by_column<add_scaled>,
    .normal_sign_mean = by_column<sign_mean<erf>>,
    .normal_sign_mean_fast = by_column<sign_mean<erf_fast>>,
    .scale = scale,
    .add_scaled = add_scaled,
    .inverse_root = inverse_root_map<inverse_root>,
    .inverse_root_fast = inverse_root_map<inverse_root_fast>,
    .threshold_sign = threshold_sign,
    .normal_threshold_sign = normal_threshold_sign,
    .fill_columns = fill_columns,
    .multiply_add = multiply_add,
    .multiply = multiply,
    .relax = relax,
    .euler_step = euler_step,
    .rectified_affine = rectified_affine,
    .cross_products = cross_products,
    .zero_where_zero = zero_where_zero,
};

}  // namespace sdescent
