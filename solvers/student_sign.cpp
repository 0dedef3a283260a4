#include "solvers/student_sign.hpp"

#include "io/require.hpp"
#include "solvers/sign_moments.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

/// Without detours over long double, which cost five times as much.
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

// Where the leading terms of mean and tail are exact to rounding; next to them a² or 1/a²
// overflows.
constexpr double small = 1e-9;
constexpr double large = 1e9;

}  // namespace

StudentSign::StudentSign(double nu) : nu_(nu), root_nu_(std::sqrt(nu)) {
  require_positive("nu", nu);
  // Γ((ν+1)/2)/Γ(ν/2), a ratio that neither overflows nor cancels for large ν
  const double ratio = 1.0 / boost::math::tgamma_delta_ratio(0.5 * nu, 0.5, Policy());
  slope_ = 2.0 * ratio * std::numbers::inv_sqrtpi / root_nu_;
  log_tail_ = std::log(2.0 * ratio * std::numbers::inv_sqrtpi / nu);
}

void StudentSign::moments(const ConstBlockRef& a, BlockRef mean, BlockRef deviation) const {
  const auto of_one = [this](double x) {
    const double y = std::abs(x) / root_nu_;
    double m, q;
    if (std::abs(x) < small && y < small) {
      m = slope_ * std::abs(x);
      q = 1.0 - m;
    } else if (y > large) {
      const double log_q = log_tail_ - nu_ * std::log(y);
      q = std::exp(log_q);
      m = -std::expm1(log_q);
    } else if (y < 1.0) {
      const double z = y * y / (1.0 + y * y);
      m = boost::math::ibeta(0.5, 0.5 * nu_, z, Policy());
      q = m < 0.5 ? 1.0 - m : boost::math::ibetac(0.5, 0.5 * nu_, z, Policy());
    } else {
      const double z = 1.0 / (1.0 + y * y);
      q = boost::math::ibeta(0.5 * nu_, 0.5, z, Policy());
      m = q < 0.5 ? 1.0 - q : boost::math::ibetac(0.5 * nu_, 0.5, z, Policy());
    }
    return symmetric_sign_moments(x, m, q);
  };
  for_each_sign(a, mean, deviation, of_one);
}

}  // namespace sdescent
