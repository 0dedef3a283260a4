#pragma once
/// \file
/// The conditional mean of a process's step without sampling, where it is in no closed form.

#include "solvers/gauss_hermite.hpp"
#include "solvers/process.hpp"
#include "solvers/sde_model.hpp"

#include <memory>

namespace sdescent {

/// a(t, s) = (E[s_{n+1} | s_n = s] − s)/Δt at t = nΔt, by Gauss–Hermite quadrature over the step's
/// normals, as an SdeModel without noise: the moments of TangentControl.
///
/// Serves processes whose step, given s, makes every column from one normal at most: gradients with
/// independent Gaussian noise under methods that go by component (SGD, RMSprop, Adam). All normals
/// of a step take the value of a node at once, and columns are averaged one by one; what depends on
/// two normals would be wrong, and is not noticed.
class StepMean final : public SdeModel {
 public:
  /// Throws InvalidInput when the process has no time step of its own, its fields differ in size,
  /// or nodes < 1.
  StepMean(std::shared_ptr<const Process> process, Index nodes);

  const Layout& layout() const override { return process_->layout(); }
  Index noise_dimension() const override { return 0; }
  NoiseKind noise_kind() const override { return NoiseKind::none; }

  /// Throws std::logic_error when the process draws uniforms.
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override;

  /// Cov[s_{n+1} | s_n = s]/Δt on pairs: a CovarianceRate. Columns of one field are independent, as
  /// are columns of different numbers in theirs: all fields have equal size, that of the gradient.
  void covariance(double t, const ConstBlockRef& s, BlockRef pairs, Scratch& scratch) const;

 private:
  /// s_{n+1} − s where every normal has the value of node i.
  void increment(Index i, double t, const ConstBlockRef& s, BlockRef out, Scratch& scratch) const;

  std::shared_ptr<const Process> process_;
  GaussHermite rule_;
  Index width_;  // of every field
};

}  // namespace sdescent
