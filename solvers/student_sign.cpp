#include "solvers/student_sign.hpp"

#include "io/require.hpp"
#include "solvers/columns.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/tools/fraction.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

namespace sdescent {
namespace {

/// The fit is done in long double, so that its rounding does not count.
using Real = long double;

constexpr Real epsilon = std::numeric_limits<Real>::epsilon();

/// The coefficients, in powers of s ∈ [−1, 1], of the polynomial through f at 40 Chebyshev points,
/// without the terms below a double's precision; their number.
int fit(const std::function<Real(Real s)>& f, double (&powers)[40]) {
  constexpr int n = 40;
  const auto angle = [](int k) { return std::numbers::pi_v<Real> * (k + 0.5L) / n; };
  std::vector<Real> values, chebyshev;
  for (int k = 0; k < n; ++k) values.push_back(f(std::cos(angle(k))));
  for (int j = 0; j < n; ++j) {
    Real sum = 0;
    for (int k = 0; k < n; ++k) sum += values[static_cast<std::size_t>(k)] * std::cos(j * angle(k));
    chebyshev.push_back((j == 0 ? 1.0L : 2.0L) / n * sum);
  }
  while (chebyshev.size() > 1 && std::abs(chebyshev.back()) < 0x1p-56L * std::abs(chebyshev[0]))
    chebyshev.pop_back();
  // T_0, T_1, … by their recursion, each added with its coefficient.
  std::vector<Real> sum(n, 0.0L), before(n, 0.0L), now(n, 0.0L);
  now[0] = 1.0L;
  for (std::size_t j = 0; j < chebyshev.size(); ++j) {
    std::vector<Real> next(n, 0.0L);
    for (std::size_t i = 0; i < n; ++i) {
      sum[i] += chebyshev[j] * now[i];
      next[i] = (i == 0 ? 0.0L : (j == 0 ? 1.0L : 2.0L) * now[i - 1]) - before[i];
    }
    before = std::exchange(now, next);
  }
  std::transform(sum.begin(), sum.end(), powers, [](Real c) { return static_cast<double>(c); });
  return static_cast<int>(chebyshev.size());
}

/// The continued fraction of the incomplete beta function I_w(a, ½).
struct BetaFraction {
  using result_type = std::pair<Real, Real>;
  Real a, w;
  int term = 0;

  result_type operator()() {
    const auto m = static_cast<Real>(term / 2);
    Real numerator = 1;
    if (term % 2 == 1)
      numerator = -(a + m) * (a + 0.5L + m) * w / ((a + 2 * m) * (a + 2 * m + 1));
    else if (term > 0)
      numerator = m * (0.5L - m) * w / ((a + 2 * m - 1) * (a + 2 * m));
    ++term;
    return {numerator, 1.0L};
  }
};

/// g(u) = I_w(a, ½)/w^a, w = 1 − u².
Real tail(Real a, Real u) {
  const Real w = (1 - u) * (1 + u);
  // Where w^a may underflow the continued fraction gives the quotient itself.
  if (a * u * u < 2) return boost::math::ibetac(0.5L, a, u * u) * std::exp(-a * std::log1p(-u * u));
  BetaFraction fraction{a, w};
  return u / (a * boost::math::beta(a, 0.5L)) *
         boost::math::tools::continued_fraction_a(fraction, epsilon);
}

StudentSignFit fit_of(double nu) {
  require_positive("nu", nu);
  const Real a = 0.5L * nu;
  StudentSignFit f{};
  f.nu = nu;
  f.inv_sqrt_nu = 1 / std::sqrt(nu);
  f.kappa = 0.25 * std::sqrt(nu);
  f.tail_terms = fit(
      [&](Real s) {
        const Real y = 0.5L * (1 + s);
        return tail(a, y / (1 + f.kappa - f.kappa * y));
      },
      f.tail);
  f.centre_end = 0.5 * std::min(0.5, 1 / (0.5 * nu + 0.5));
  f.centre_scale = 2 / f.centre_end;
  f.centre_terms = fit(
      [&](Real s) {
        const Real v = 0.5L * f.centre_end * (1 + s);
        return boost::math::ibeta(0.5L, a, v) / std::sqrt(v);
      },
      f.centre);
  return f;
}

}  // namespace

StudentSign::StudentSign(double nu) : fit_(fit_of(nu)) {}

void StudentSign::moments(const ConstBlockRef& a, BlockRef mean, BlockRef deviation,
                          double factor) const {
  for (Index c = 0; c < a.cols(); ++c)
    kernels().student_sign(fit_, a.rows(), 1, &factor, {}, columns(ConstBlockRef(a.col(c))),
                           columns(BlockRef(mean.col(c))), columns(BlockRef(deviation.col(c))));
}

}  // namespace sdescent
