#pragma once
/// \file
/// ODEs whose right-hand side jumps where a switching function passes a threshold.

#include "solvers/ode_model.hpp"

#include <vector>

namespace sdescent {

/// ds/dt = F(t, s, u), affine in u, where u_j = ψ_j(y_j) is a function of one switching function
/// y_j(t, s) that is smooth but for jumps at the thresholds c_0 < c_1 < …: a relay system. Phase p
/// of component j is c_{p−1} < y_j < c_p.
///
/// Its solutions are Filippov's (1988): on a threshold u_j takes any value between ψ_j(c_k−) and
/// ψ_j(c_k+), and where both sides lead back to the surface it takes the one that keeps y_j there
/// (the equivalent control of Utkin 1977), until that value leaves the interval.
class SwitchedOde : public OdeModel {
 public:
  /// Number of switching functions.
  virtual Index switches() const = 0;

  /// c_0 < c_1 < …, the same for all of them; at least one.
  virtual const std::vector<double>& thresholds() const = 0;

  /// y(t, s) into `y` (rows × switches()).
  virtual void switching(double t, const ConstBlockRef& s, BlockRef y, Scratch& scratch) const = 0;

  /// ψ_j on the phase, continued smoothly a little beyond its thresholds.
  virtual double output(Index j, Index phase, double y) const = 0;

  /// F(t, s, u) into `ds`, u being rows × switches().
  virtual void flow(double t, const ConstBlockRef& s, const ConstBlockRef& u, BlockRef ds,
                    Scratch& scratch) const = 0;

  /// dy/dt when the state moves with ds/dt = `ds`, into `dy` (rows × switches()): affine in `ds`.
  virtual void switching_rate(double t, const ConstBlockRef& s, const ConstBlockRef& ds,
                              BlockRef dy, Scratch& scratch) const = 0;

  /// The right-hand side by the phase of each y_j; on a threshold the mean of both sides.
  void derivative(double t, const ConstBlockRef& s, BlockRef ds, Scratch& scratch) const final;
};

/// Phase in which y lies; on threshold k the one below it, k.
Index phase_of(const std::vector<double>& thresholds, double y);

}  // namespace sdescent
