#include "solvers/halved_quadrature.hpp"

#include <boost/math/quadrature/gauss.hpp>

#include <cmath>

namespace sdescent {
namespace {

double gauss(const RealFunction& f, double left, double right) {
  return boost::math::quadrature::gauss<double, 20>::integrate(f, left, right);
}

double refined(const RealFunction& f, double left, double right, double whole, double tolerance,
               int halvings_left) {
  const double middle = 0.5 * (left + right);
  const double first = gauss(f, left, middle), second = gauss(f, middle, right);
  if (std::abs(first + second - whole) <= tolerance || halvings_left == 0) return first + second;
  return refined(f, left, middle, first, tolerance, halvings_left - 1) +
         refined(f, middle, right, second, tolerance, halvings_left - 1);
}

}  // namespace

double integral_by_halving(const RealFunction& f, double left, double right, double tolerance) {
  return refined(f, left, right, gauss(f, left, right), tolerance, 60);
}

}  // namespace sdescent
