#include "validation/exact/known_curve.hpp"

#include "io/require.hpp"
#include "models/risk_ode.hpp"
#include "solvers/ode.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace sdescent::exact {

using Eigen::ArrayXd;
using Eigen::Index;

KnownCurve known_curve(const std::shared_ptr<const RiskEquation>& equation, const RiskModes& modes,
                       const ArrayXd& times) {
  const RiskOde ode(equation, modes.lambda, modes.load);
  const std::vector<double> at(times.begin(), times.end());
  const auto solved = [&](double tolerance) {
    ArrayXd risk(times.size());
    observe_ode(right_hand_side(ode), modes.initial, 0.0, at,
                [&](std::size_t i, const Eigen::VectorXd& r) {
                  risk(static_cast<Index>(i)) = RiskOde::risk(r);
                },
                {.relative = tolerance, .absolute = 1e-4 * tolerance});
    return risk;
  };
  const ArrayXd value = solved(1e-10);
  return {value, (value - solved(1e-7)).abs()};
}

double third_of_nearest(const ArrayXd& right, const std::vector<ArrayXd>& wrong) {
  require(!wrong.empty(), "wrong models", "at least one", "none");
  double nearest = std::numeric_limits<double>::infinity();
  for (const ArrayXd& curve : wrong)
    nearest = std::min(nearest, (curve / right - 1.0).abs().maxCoeff());
  return nearest / 3.0;
}

}  // namespace sdescent::exact
