#pragma once
/// \file
/// f = ½xᵀHx in two coupled coordinates, as the experiments on weak errors have it.

#include "validation/adaptive/adaptive_method.hpp"
#include "validation/parameters.hpp"

#include <Eigen/Core>

#include <string_view>

namespace sdescent::adaptive {

struct CoupledPlane {
  Eigen::Matrix2d hessian;
  Eigen::VectorXd sigma, x0;

  std::shared_ptr<const Objective> objective() const;
  /// With Gaussian gradient noise of these deviations.
  std::shared_ptr<const Problem> gaussian_problem() const;

  /// The state (x₀, m, v) or (x₀, v) with the moments that relaxation at fixed x₀ from 0 has at t:
  /// m = (1 − e^{−ρ₁t})∇f, v = (1 − e^{−ρ₂t})((∇f)² + σ²).
  Eigen::VectorXd relaxed_state(AdaptiveMethod::Kind kind, double rho1, double rho2,
                                double t) const;
};

/// From the parameters `hessian` (eigenvalues), `angle` (of its eigenvectors), `sigma` and `x0`.
/// Throws InvalidInput unless all are of two coordinates.
CoupledPlane coupled_plane(const ParameterValues& p);

/// Throws InvalidInput unless `eta` divides `time`, which is called `name`, to 1e-9.
void require_whole_steps(std::string_view name, double time, double eta);

}  // namespace sdescent::adaptive
