#pragma once
/// \file
/// A quadratic in two coordinates that are coupled, with Gaussian gradient noise of independent
/// signs.

#include "models/gaussian_noise.hpp"
#include "models/problem.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/state_function.hpp"

#include <Eigen/Core>

#include <memory>

namespace sdescent {

inline std::shared_ptr<const Problem> coupled_quadratic() {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DenseQuadratic>(Eigen::MatrixXd{{1.25, 0.43}, {0.43, 1.75}}),
      std::make_shared<GaussianNoise>(Eigen::VectorXd{{1.0, 0.7}}, Accuracy::accurate));
}

inline std::shared_ptr<const SignSgdSde> coupled_sde(double eta) {
  return std::make_shared<SignSgdSde>(coupled_quadratic(), eta);
}

/// Where its runs start.
inline Eigen::VectorXd coupled_start() { return Eigen::VectorXd{{1.0, -0.4}}; }

/// x₁, x₁², x₁x₂, cos x₁.
inline StateFunction smooth_functions() {
  return {{"x1", "x1 squared", "x1 x2", "cos x1"},
          [](const ConstBlockRef& x, BlockRef out, Scratch&) {
            out.col(0) = x.col(0);
            out.col(1) = x.col(0).square();
            out.col(2) = x.col(0) * x.col(1);
            out.col(3) = x.col(0).cos();
          }};
}

}  // namespace sdescent
