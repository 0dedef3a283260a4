#pragma once
/// \file
/// The law of SignSGD without sampling: from a point x_0 its k-th iterate lives on the lattice
/// x_0 + ηZ^d, and P(x_k = ·) follows from P(x_{k−1} = ·) by P(sign ĝ_i = ±1) = (1 ± m_i)/2,
/// independent by coordinate, m_i = E sign(∂_i f + Z_i) (adaptive (2); for Gaussian noise
/// P(sign ĝ_i = 1) = Φ(∂_i f/σ_i)).

#include "models/problem.hpp"
#include "solvers/state_function.hpp"

#include <Eigen/Core>

#include <cstdint>

namespace sdescent {

/// A law on finitely many points.
struct DiscreteLaw {
  Block points;  ///< n × d
  Eigen::ArrayXd probability;

  /// E h, for each column of h.
  Eigen::ArrayXd mean(const StateFunction& h) const;
};

/// The law of x_k, on (k + 1)^d points. Exact to rounding and the accuracy of the problem's sign
/// means. Throws InvalidInput for η <= 0, a start of another dimension, signs that are dependent,
/// not known or 0 with positive probability, or more than 10⁷ points.
DiscreteLaw sign_sgd_lattice_law(const Problem& problem, double eta, const Eigen::VectorXd& x0,
                                 std::uint64_t steps);

}  // namespace sdescent
