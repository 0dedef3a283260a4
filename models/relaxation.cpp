#include "models/relaxation.hpp"

#include "solvers/ode.hpp"

#include <span>

namespace sdescent {

using Eigen::ArrayXd;
using Eigen::Index;

Relaxation Relaxation::of_linear_sign(double slope, double eta, double weight) {
  return {2.0 * slope, eta * slope * slope, eta * weight};
}

ArrayXd Relaxation::operator()(double y0, const ArrayXd& t) const {
  const double rate = linear + quadratic;
  return y0 * (-rate * t).exp() - (source / rate) * (-rate * t).expm1();
}

ArrayXd Relaxation::operator()(double y0, const Schedule& schedule, const ArrayXd& t) const {
  ArrayXd y(t.size());
  observe_ode(
      [&](double time, const Eigen::VectorXd& state, Eigen::VectorXd& rate) {
        const double factor = schedule(time);
        rate(0) = factor * (factor * source - (linear + factor * quadratic) * state(0));
      },
      Eigen::VectorXd::Constant(1, y0), 0.0,
      std::span(t.data(), static_cast<std::size_t>(t.size())),
      [&](std::size_t i, const Eigen::VectorXd& state) { y(static_cast<Index>(i)) = state(0); },
      {.relative = 1e-12, .absolute = 1e-100, .max_steps = 10'000'000});
  return y;
}

ArrayXd Relaxation::asymptote(const Schedule& schedule, const ArrayXd& t) const {
  return (source / linear) * t.unaryExpr([&](double time) { return schedule(time); });
}

}  // namespace sdescent
