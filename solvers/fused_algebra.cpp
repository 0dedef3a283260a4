#include "solvers/fused_algebra.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sdescent {
namespace {

using Eigen::Index;

template <std::size_t... k>
[[gnu::always_inline]] inline void combine(Index n, const double* weights, const double* const* in,
                                           double* __restrict out, std::index_sequence<k...>) {
  const double w[] = {weights[k]...};
  const double* const x[] = {in[k]...};
  for (Index i = 0; i < n; ++i) {
    double sum = w[0] * x[0][i];
    ((sum = k == 0 ? sum : sum + w[k] * x[k][i]), ...);
    out[i] = sum;
  }
}

[[gnu::always_inline]] inline void combine_any(Index n, std::size_t terms, const double* weights,
                                               const double* const* in, double* out) {
  switch (terms) {
    case 2:
      return combine(n, weights, in, out, std::make_index_sequence<2>());
    case 3:
      return combine(n, weights, in, out, std::make_index_sequence<3>());
    case 4:
      return combine(n, weights, in, out, std::make_index_sequence<4>());
    case 5:
      return combine(n, weights, in, out, std::make_index_sequence<5>());
    case 6:
      return combine(n, weights, in, out, std::make_index_sequence<6>());
    default:
      return combine(n, weights, in, out, std::make_index_sequence<7>());
  }
}

struct ErrorScale {
  double dt, absolute, relative;
};

/// Four numbers anywhere in memory.
using Lanes = double __attribute__((vector_size(32), aligned(8), may_alias));

[[gnu::always_inline]] inline double largest(Index n, const double* difference, const double* s,
                                             const double* ds, ErrorScale scale) {
  constexpr Index lanes = 4;
  const auto at = [](const double* p) -> const Lanes& {
    return *reinterpret_cast<const Lanes*>(p);
  };
  Lanes most{}, poison{};  // 0, or NaN once an error is not finite
  const auto take = [&](const Lanes& d, const Lanes& x, const Lanes& dx) {
    const Lanes size = (x > -x ? x : -x) + scale.dt * (dx > -dx ? dx : -dx);
    const Lanes error = (d > -d ? d : -d) / (scale.absolute + scale.relative * size);
    most = error > most ? error : most;
    poison += 0.0 * error;
  };
  const Index whole = n / lanes * lanes;
  for (Index i = 0; i < whole; i += lanes) take(at(difference + i), at(s + i), at(ds + i));
  Lanes rest[3]{};
  for (Index i = whole; i < n; ++i) {
    rest[0][i - whole] = difference[i];
    rest[1][i - whole] = s[i];
    rest[2][i - whole] = ds[i];
  }
  take(rest[0], rest[1], rest[2]);
  double result = 0.0;
  for (Index lane = 0; lane < lanes; ++lane) {
    if (std::isnan(poison[lane])) return std::numeric_limits<double>::quiet_NaN();
    result = std::max(result, most[lane]);
  }
  return result;
}

#if defined(__x86_64__)
// AVX2 and no fused multiply-add, so that the bits are those of the baseline.
[[gnu::target("avx2")]] void combine_avx2(Index n, std::size_t terms, const double* weights,
                                          const double* const* in, double* out) {
  combine_any(n, terms, weights, in, out);
}
[[gnu::target("avx2")]] double largest_avx2(Index n, const double* difference, const double* s,
                                            const double* ds, ErrorScale scale) {
  return largest(n, difference, s, ds, scale);
}
bool has_avx2() {
  static const bool has = __builtin_cpu_supports("avx2") != 0;
  return has;
}
#endif

}  // namespace

void linear_combination(Index n, std::size_t terms, const double* weights, const double* const* in,
                        double* out) {
#if defined(__x86_64__)
  if (has_avx2()) return combine_avx2(n, terms, weights, in, out);
#endif
  combine_any(n, terms, weights, in, out);
}

double largest_error(Index n, const double* difference, const double* s, const double* ds,
                     double dt, double absolute, double relative) {
  const ErrorScale scale{dt, absolute, relative};
#if defined(__x86_64__)
  if (has_avx2()) return largest_avx2(n, difference, s, ds, scale);
#endif
  return largest(n, difference, s, ds, scale);
}

}  // namespace sdescent
