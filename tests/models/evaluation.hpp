#pragma once
/// \file
/// Values of objectives and noise laws at given points, without the blocks and scratch they need.

#include "models/noise_law.hpp"
#include "models/objective.hpp"
#include "solvers/philox.hpp"
#include "solvers/scratch.hpp"

namespace sdescent {

/// One point for each row.
inline Block loss(const Objective& objective, const Block& x) {
  Scratch scratch;
  Block f(x.rows(), 1);
  objective.loss(x, f, scratch);
  return f;
}

inline Block gradient(const Objective& objective, const Block& x) {
  Scratch scratch;
  Block g(x.rows(), x.cols());
  objective.gradient(x, g, 0, scratch);
  return g;
}

/// Fourth-order central differences of the loss.
inline Block difference_quotients(const Objective& objective, const Block& x, double h) {
  Block g(x.rows(), x.cols());
  for (Index c = 0; c < x.cols(); ++c) {
    const auto at = [&](double offset) {
      Block shifted = x;
      shifted.col(c) += offset;
      return loss(objective, shifted);
    };
    g.col(c) = (8.0 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12.0 * h);
  }
  return g;
}

/// Points scattered around 0, the same in every run.
inline Block scattered(Index rows, Index columns, double scale = 1.0) {
  Block x(rows, columns);
  Philox(1).normals({}, x);
  return scale * x;
}

/// Σ(x)^{1/2} as a matrix: what diffuse() makes of the unit vectors.
inline Eigen::MatrixXd root_of_covariance(const NoiseLaw& noise, const Eigen::RowVectorXd& x) {
  const Block points = x.replicate(noise.sources(), 1).array();
  const Block units = Eigen::MatrixXd::Identity(noise.sources(), noise.sources()).array();
  Block out(noise.sources(), x.size());
  Scratch scratch;
  noise.diffuse(points, units, out, scratch);
  return out.matrix().transpose();
}

}  // namespace sdescent
