#include "solvers/piecewise_chebyshev.hpp"

#include "io/error.hpp"

#include <boost/math/special_functions/chebyshev.hpp>
#include <fmt/format.h>
#include <gsl/gsl_chebyshev.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace sdescent {

PiecewiseChebyshev::PiecewiseChebyshev(const std::function<double(double)>& f, double lo, double hi,
                                       double tolerance)
    : ends_{lo} {
  add(f, lo, hi, tolerance, 20);
}

void PiecewiseChebyshev::add(const std::function<double(double)>& f, double lo, double hi,
                             double tolerance, int halvings_left) {
  constexpr std::size_t degree = std::tuple_size_v<Coefficients> - 1;
  const std::unique_ptr<gsl_cheb_series, decltype(&gsl_cheb_free)> series(gsl_cheb_alloc(degree),
                                                                          &gsl_cheb_free);
  const gsl_function function{[](double x, void* of) {
                                return (*static_cast<const std::function<double(double)>*>(of))(x);
                              },
                              const_cast<std::function<double(double)>*>(&f)};
  gsl_cheb_init(series.get(), &function, lo, hi);
  const double* c = gsl_cheb_coeffs(series.get());
  if (std::abs(c[degree]) + std::abs(c[degree - 1]) < tolerance) {
    Coefficients& panel = panels_.emplace_back();
    std::copy_n(c, panel.size(), panel.begin());
    ends_.push_back(hi);
    return;
  }
  if (halvings_left == 0)
    throw NumericalFailure(fmt::format("a table does not reach the tolerance {} between {} and {}",
                                       tolerance, lo, hi));
  const double middle = 0.5 * (lo + hi);
  add(f, lo, middle, tolerance, halvings_left - 1);
  add(f, middle, hi, tolerance, halvings_left - 1);
}

double PiecewiseChebyshev::operator()(double x) const {
  const auto end = std::upper_bound(ends_.begin() + 1, ends_.end() - 1, x);
  const double left = *(end - 1), right = *end;
  const Coefficients& c = panels_[static_cast<std::size_t>(end - ends_.begin()) - 1];
  return boost::math::chebyshev_clenshaw_recurrence(c.data(), c.size(),
                                                    ((x - left) - (right - x)) / (right - left));
}

}  // namespace sdescent
