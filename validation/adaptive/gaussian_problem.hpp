#pragma once
/// \file
/// The problems of adaptive's Figure 2: a known objective with gradients ∇f(x) + Z, Z ~ N(0, diag
/// σ²).

#include "models/embedded_saddle.hpp"
#include "models/gaussian_noise.hpp"
#include "models/problem.hpp"
#include "models/quadratic.hpp"

#include <memory>

namespace sdescent::adaptive {

using ProblemPointer = std::shared_ptr<const Problem>;

inline ProblemPointer gaussian_problem(std::shared_ptr<const Objective> objective,
                                       const Eigen::ArrayXd& sigma) {
  return std::make_shared<AdditiveNoiseProblem>(std::move(objective),
                                                std::make_shared<GaussianNoise>(sigma.matrix()));
}

/// f = ½ Σ λ_i x_i².
inline ProblemPointer gaussian_quadratic(const Eigen::ArrayXd& lambda,
                                         const Eigen::ArrayXd& sigma) {
  return gaussian_problem(std::make_shared<DiagonalQuadratic>(lambda.matrix()), sigma);
}

/// The embedded saddle of F.3 with one σ for all coordinates.
inline ProblemPointer gaussian_saddle(const Eigen::ArrayXd& lambda, double quartic, double cubic,
                                      double sigma) {
  return gaussian_problem(std::make_shared<EmbeddedSaddle>(lambda.matrix(), quartic, cubic),
                          Eigen::ArrayXd::Constant(lambda.size(), sigma));
}

}  // namespace sdescent::adaptive
