// The scalar equations of exact/isotropic.
#include "solvers/ode.hpp"
#include "validation/exact/isotropic.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::exact {

using Eigen::ArrayXd;

Velocity velocity(Descent descent, const NoiseFamily& family, double eta, Index dimension,
                  IsotropicMistake mistake) {
  const auto law = family.law;
  const double moment = law->second_moment();
  const auto phi = [law, mistake, moment](double risk) {
    const double seen = mistake == IsotropicMistake::population_risk ? risk + 0.5 * moment : risk;
    const double right = std::sqrt(2.0 * risk) * law->drift(seen);  // drift(P)√(2R) for P for R
    return mistake == IsotropicMistake::phi_without_root ? 0.5 * std::numbers::pi * right * right
                                                         : right;
  };
  const double noise =
      mistake == IsotropicMistake::full_rate ? static_cast<double>(dimension) : 1.0;
  switch (descent) {
    case Descent::sign_constant:
      return [=](double risk) {
        return -eta * phi(risk) * std::sqrt(2.0 * risk) + 0.5 * noise * eta * eta;
      };
    case Descent::sign_greedy:
      return [=](double risk) { return -phi(risk) * phi(risk) * risk; };
    case Descent::sgd_greedy:
      break;
  }
  const double variance = (mistake == IsotropicMistake::full_variance ? 2.0 : 1.0) * moment;
  return [=](double risk) { return -risk * risk / (risk + 0.5 * variance); };
}

std::vector<IsotropicMistake> mistakes_of(Descent descent) {
  using enum IsotropicMistake;
  switch (descent) {
    case Descent::sign_constant:
      return {phi_without_root, population_risk, full_rate};
    case Descent::sign_greedy:
      return {phi_without_root, population_risk};
    case Descent::sgd_greedy:
      break;
  }
  return {full_variance};
}

KnownCurve scalar_curve(const Velocity& velocity, double risk, const ArrayXd& times) {
  const std::vector<double> at(times.begin(), times.end());
  const auto solved = [&](double tolerance) {
    ArrayXd curve(times.size());
    observe_ode(
        [&](double, const Eigen::VectorXd& r, Eigen::VectorXd& dr) { dr(0) = velocity(r(0)); },
        Eigen::VectorXd::Constant(1, risk), 0.0, at,
        [&](std::size_t i, const Eigen::VectorXd& r) { curve(static_cast<Index>(i)) = r(0); },
        {.relative = tolerance, .absolute = 1e-4 * tolerance});
    return curve;
  };
  const ArrayXd value = solved(1e-10);
  return {value, (value - solved(1e-7)).abs()};
}

ArrayXd known_log_ratio(const IsotropicSetting& s) {
  const double time = static_cast<double>(s.crossover_steps) / static_cast<double>(s.dimension);
  ArrayXd result(static_cast<Index>(s.members.size()));
  for (Index i = 0; i < result.size(); ++i) {
    const NoiseFamily& member = s.members[static_cast<std::size_t>(i)];
    const auto fall = [&](Descent descent) {
      const Velocity greedy = velocity(descent, member, 0.0, s.dimension);
      return s.crossover_risk -
             scalar_curve(greedy, s.crossover_risk, ArrayXd::Constant(1, time)).value(0);
    };
    result(i) = std::log(fall(Descent::sign_greedy) / fall(Descent::sgd_greedy));
  }
  return result;
}

}  // namespace sdescent::exact
