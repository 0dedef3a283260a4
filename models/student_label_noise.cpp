#include "models/student_label_noise.hpp"

#include "models/student_noise.hpp"
#include "solvers/line_integral.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/log1p.hpp>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

/// 1 + x − e^x, without cancellation near 0.
double log_minus_linear(double x) {
  const double y = std::expm1(x);
  return std::abs(y) < 0.5 ? boost::math::log1pmx(y) : x - y;
}

}  // namespace

StudentLabelNoise::StudentLabelNoise(double nu, double scale, double location)
    : LocatedLabelNoise(location, std::make_shared<StudentNoise>(nu, Eigen::VectorXd{{scale}})),
      nu_(nu),
      peak_(0.5 * nu * boost::math::gamma_p_derivative(0.5 * nu, 0.5 * nu)) {}

double StudentLabelNoise::drift_at(double risk) const {
  const double spread = scale() * scale();
  const auto term = [&](double log_g) {
    const double variance = 2.0 * risk + spread * std::exp(-log_g);
    return std::exp(0.5 * nu_ * log_minus_linear(log_g)) * gaussian_drift(location(), variance);
  };
  // The Gaussian factor moves the maximum of G's law from 1 to at least (1 + m²/(νs²))^{−1}, the
  // root to at most 1 + 1/ν.
  const double standardised = location() / scale();
  return peak_ * integral_over_line(term, -std::log1p(standardised * standardised / nu_),
                                    std::log1p(1.0 / nu_),
                                    0.5 * std::min(1.0, 1.0 / std::sqrt(nu_)));
}

StudentLabelNoise cauchy_label_noise(double scale, double location) {
  return {1.0, scale, location};
}

}  // namespace sdescent
