#include "solvers/forward_equation.hpp"

#include "io/error.hpp"

#include <boost/math/quadrature/gauss.hpp>
#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent {

using Eigen::ArrayXd;
using Eigen::VectorXd;

ForwardEquation::ForwardEquation(const SdeModel& model, const SincGrid& grid)
    : coefficients_(model), grid_(grid), drift_flux_(grid.size()), diffusion_flux_(grid.size()) {}

VectorXd ForwardEquation::start(double x0, double t0) {
  const ArrayXd point = ArrayXd::Constant(1, x0);
  const auto integral = [&](const ArrayXd& (ScalarCoefficients::*of)() const) {
    return boost::math::quadrature::gauss<double, 10>::integrate(
        [&](double t) {
          coefficients_.evaluate(t, point);
          return (coefficients_.*of)()(0);
        },
        0.0, t0);
  };
  const double variance = integral(&ScalarCoefficients::square);
  if (!(variance > 0.0 && std::isfinite(variance)))
    throw NumericalFailure(fmt::format("law of a diffusion: no diffusion at the start {}", x0));
  VectorXd state(grid_.size() + 2);
  state << (-0.5 * grid_.nodes().square()).exp() / std::sqrt(2.0 * std::numbers::pi),
      x0 + integral(&ScalarCoefficients::drift), 0.5 * std::log(variance);
  return state;
}

void ForwardEquation::derivative(double log_t, const VectorXd& state, VectorXd& rate) {
  const double t = std::exp(log_t), m = mean(state), s = std::exp(log_deviation(state));
  const ArrayXd &y = grid_.nodes(), &a = coefficients_.drift(), &square = coefficients_.square();
  const auto q = density(state);
  coefficients_.evaluate(t, m + s * y);
  const double mean_rate = grid_.integral(q * a);
  const double growth = grid_.integral(q * y * a) / s + 0.5 * grid_.integral(q * square) / (s * s);
  drift_flux_ = (-t * ((a - mean_rate) / s - growth * y) * q).matrix();
  diffusion_flux_ = (0.5 * t / (s * s) * square * q).matrix();
  rate.resize(state.size());
  rate.head(grid_.size()).noalias() = grid_.first_derivative() * drift_flux_;
  rate.head(grid_.size()).noalias() += grid_.second_derivative() * diffusion_flux_;
  rate(grid_.size()) = t * mean_rate;
  rate(grid_.size() + 1) = t * growth;
}

}  // namespace sdescent
