#pragma once
/// \file
/// Moments of SignSGD without sampling, at any number of times of one pass, where coordinates do
/// not see each other: f = Σ_i f_i(x_i), noise independent by coordinate.

#include "models/problem.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace sdescent {

/// Rows are times, columns coordinates.
struct CoordinateMoments {
  Eigen::ArrayXXd mean, variance;
  Eigen::ArrayXXd positive;  ///< P(x_i > 0); of lattices that meet 0, to rounding of x_0 + ηj
};

/// E, Var and P(· > 0) of x_{i,k} at the steps k of `steps`: by coordinate, x_k is a Markov chain
/// on the lattice x_0 + ηZ: a summary of SignSgdChain::laws() (models/sign_sgd_chain.hpp), with its
/// accuracy.
///
/// That f is such a sum is the caller's word: ∂_i f is taken along the i-th axis through x_0.
/// Throws InvalidInput for η <= 0, a start of another dimension, steps that are not increasing or
/// exceed 10⁶, and signs that are dependent, not known or 0 with positive probability.
CoordinateMoments sign_sgd_coordinate_laws(const Problem& problem, double eta,
                                           const Eigen::VectorXd& x0,
                                           const std::vector<std::uint64_t>& steps);

}  // namespace sdescent
