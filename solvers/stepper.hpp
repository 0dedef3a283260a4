#pragma once
/// \file
/// A numerical scheme for SDEs, independent of the equation.

#include "solvers/block.hpp"
#include "solvers/scratch.hpp"
#include "solvers/sde_model.hpp"

#include <string_view>

namespace sdescent {

/// Orders proven by the tests: |E h(S_T) − E h(S_n)| = O(dt^weak), E|S_T − S_n| = O(dt^strong), and
/// the order of the scheme left over when the noise is zero.
struct Orders {
  double weak;
  double strong;
  double zero_noise;
};

/// One step of a scheme for a tile of paths. Stateless.
class Stepper {
 public:
  virtual ~Stepper() = default;

  virtual std::string_view name() const = 0;
  /// Orders for noise of this kind.
  virtual Orders orders(NoiseKind kind) const = 0;
  /// Whether step() is defined for the model: for its kind of noise, and what it knows of it.
  virtual bool accepts(const SdeModel& model) const = 0;

  /// How many two-point variables, ±√dt with probability ½ each, a step of the model needs beside
  /// the Brownian increments. They stand for iterated integrals in weak schemes and belong to no
  /// Brownian path.
  virtual Index two_point_variables(const SdeModel&) const { return 0; }

  /// Advances `s` from t to t + dt. `dW` has noise_dimension() columns of Brownian increments,
  /// N(0, dt), and behind them two_point_variables() of the others.
  virtual void step(const SdeModel& model, double t, double dt, const ConstBlockRef& dW, BlockRef s,
                    Scratch& scratch) const = 0;
};

}  // namespace sdescent
