#pragma once
/// \file
/// Drift and diffusion of an SDE at given states.

#include "solvers/sde_model.hpp"

#include <limits>

namespace sdescent {

struct SdeCoefficients {
  Block drift;
  Block diagonal;  ///< for diagonal noise
};

/// One state for each row. What the model leaves untouched is NaN.
inline SdeCoefficients coefficients(const SdeModel& model, const Block& x, double t = 0.0) {
  Scratch scratch;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  SdeCoefficients c{Block::Constant(x.rows(), x.cols(), nan),
                    Block::Constant(x.rows(), model.noise_dimension(), nan)};
  model.coefficients(t, x, c.drift, c.diagonal, scratch);
  return c;
}

/// B(x) dW for each row.
inline Block diffused(const SdeModel& model, const Block& x, const Block& dW, double t = 0.0) {
  Scratch scratch;
  Block out = Block::Constant(x.rows(), x.cols(), std::numeric_limits<double>::quiet_NaN());
  model.diffuse(t, x, dW, out, scratch);
  return out;
}

}  // namespace sdescent
