#pragma once
/// \file
/// Risk curves without sampling, as predictions of claims.

#include "models/risk_equation.hpp"
#include "models/risk_modes.hpp"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace sdescent::exact {

/// R at given times.
struct KnownCurve {
  Eigen::ArrayXd value;
  Eigen::ArrayXd error;  ///< its distance from the curve at a thousand times the tolerance
};

/// R = Σ r_i of an equation on its modes, from r_i(0) at t = 0, to a relative tolerance of 1e-10.
/// `times` increase from >= 0.
KnownCurve known_curve(const std::shared_ptr<const RiskEquation>& equation, const RiskModes& modes,
                       const Eigen::ArrayXd& times);

/// A third of the least distance of `right` to its wrong models, each distance the largest over the
/// curve of |wrong/right − 1|. Throws InvalidInput if there is no wrong model.
double third_of_nearest(const Eigen::ArrayXd& right, const std::vector<Eigen::ArrayXd>& wrong);

}  // namespace sdescent::exact
