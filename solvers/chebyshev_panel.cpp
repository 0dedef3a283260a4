#include "solvers/chebyshev_panel.hpp"

#include <boost/math/special_functions/chebyshev.hpp>
#include <gsl/gsl_chebyshev.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace sdescent {
namespace {

using Coefficients = std::array<double, ChebyshevPanel::size>;

/// x on [−1, 1].
double reduced(double x, double left, double right) {
  return ((x - left) - (right - x)) / (right - left);
}

Coefficients interpolated(const std::function<double(double)>& f, double left, double right) {
  const std::unique_ptr<gsl_cheb_series, decltype(&gsl_cheb_free)> series(
      gsl_cheb_alloc(ChebyshevPanel::size - 1), &gsl_cheb_free);
  const gsl_function function{[](double x, void* of) {
                                return (*static_cast<const std::function<double(double)>*>(of))(x);
                              },
                              const_cast<std::function<double(double)>*>(&f)};
  gsl_cheb_init(series.get(), &function, left, right);
  Coefficients c;
  std::copy_n(gsl_cheb_coeffs(series.get()), c.size(), c.begin());
  return c;
}

/// Coefficients of the integral from −1, times `half`: ∫ T_k = T_{k+1}/2(k+1) − T_{k−1}/2(k−1).
std::array<double, ChebyshevPanel::size + 1> integrated(const Coefficients& c, double half) {
  std::array<double, ChebyshevPanel::size + 1> result{};
  double at_left = 0.0;
  for (std::size_t k = 1; k < result.size(); ++k) {
    const double next = k + 1 < c.size() ? c[k + 1] : 0.0;
    result[k] = half * (c[k - 1] - next) / (2.0 * static_cast<double>(k));
    at_left += k % 2 == 0 ? result[k] : -result[k];
  }
  result[0] = -2.0 * at_left;
  return result;
}

}  // namespace

ChebyshevPanel::ChebyshevPanel(const std::function<double(double)>& f, double left, double right)
    : left_(left),
      right_(right),
      coefficients_(interpolated(f, left, right)),
      primitive_(integrated(coefficients_, 0.5 * (right - left))) {}

double ChebyshevPanel::operator()(double x) const {
  return boost::math::chebyshev_clenshaw_recurrence(coefficients_.data(), coefficients_.size(),
                                                    reduced(x, left_, right_));
}

double ChebyshevPanel::integral_to(double x) const {
  return boost::math::chebyshev_clenshaw_recurrence(primitive_.data(), primitive_.size(),
                                                    reduced(x, left_, right_));
}

double ChebyshevPanel::unresolved() const {
  return std::abs(coefficients_[size - 1]) + std::abs(coefficients_[size - 2]);
}

double ChebyshevPanel::largest() const {
  double result = 0.0;
  for (const double c : coefficients_) result = std::max(result, std::abs(c));
  return result;
}

ChebyshevPanel ChebyshevPanel::scaled(double factor) const {
  ChebyshevPanel result = *this;
  for (double& c : result.coefficients_) c *= factor;
  for (double& c : result.primitive_) c *= factor;
  return result;
}

}  // namespace sdescent
