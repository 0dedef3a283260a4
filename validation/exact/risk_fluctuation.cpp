#include "validation/exact/risk_fluctuation.hpp"

#include "models/risk_ode.hpp"
#include "solvers/ode.hpp"

#include <cmath>
#include <memory>
#include <vector>

namespace sdescent::exact {

using Eigen::ArrayXd;
using Eigen::VectorXd;

RiskVariance risk_variance(const RiskSetting& setting, const RiskModes& modes, double end) {
  const auto equation = std::make_shared<SignRisk>(setting);
  const RiskOde ode(equation, modes.lambda, modes.load);
  const OdeSolution solution(ode, modes.initial, 0.0, end);
  const Index d = modes.lambda.size();
  const ArrayXd lambda = modes.lambda.array();

  // Backwards from the end: g, and the integrals of both parts of d⟨M⟩.
  const OdeRightHandSide adjoint = [&](double s, const VectorXd& state, VectorXd& derivative) {
    const double t = end - s;
    const ArrayXd r = solution.at(t).array(), g = state.head(d).array();
    const double risk = r.sum(), h = 1e-5 * risk, eta = setting.eta(t, risk);
    const auto drift = [&](double at) { return equation->rates(t, at).drift; };
    const double slope = (drift(risk + h) - drift(risk - h)) / (2.0 * h);
    derivative.head(d) = -2.0 * drift(risk) * lambda * g - 2.0 * slope * (lambda * r * g).sum();
    const double scale = eta * eta / static_cast<double>(setting.dimension);
    derivative(d) = scale * (2.0 * lambda.square() * r * g.square()).sum();
    const double along = 2.0 * setting.labels->drift(risk) * (lambda * r * g).sum();
    derivative(d + 1) = scale * along * along;
  };
  VectorXd start = VectorXd::Ones(d + 2);
  start.tail(2).setZero();
  RiskVariance result{};
  const std::vector<double> times = {end};
  observe_ode(adjoint, start, 0.0, times,
              [&](std::size_t, const VectorXd& s) {
                result = {s(d), s(d) - s(d + 1)};
              },
              {.relative = 1e-8, .absolute = 1e-10});
  return result;
}

}  // namespace sdescent::exact
