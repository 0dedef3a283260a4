#pragma once
/// \file
/// The equation of an SDE, dS = a(t, S) dt + B(t, S) dW (Itô), without any say in how it is solved.

#include "solvers/block.hpp"
#include "solvers/layout.hpp"
#include "solvers/scratch.hpp"

namespace sdescent {

/// Structure of B, which decides what a stepper may do with it.
enum class NoiseKind {
  none,      ///< B = 0
  additive,  ///< B depends on t only
  diagonal,  ///< noise j drives state column noise_column() + j only
  general    ///< none of these
};

/// Coefficients of an SDE on a tile (rows are paths). Immutable; knows nothing of steps or noise
/// sources.
class SdeModel {
 public:
  virtual ~SdeModel() = default;

  virtual const Layout& layout() const = 0;

  /// Number of independent Brownian motions; need not be the state's dimension.
  virtual Index noise_dimension() const = 0;
  virtual NoiseKind noise_kind() const = 0;

  /// Whether the equation holds for t > 0 only (bias corrections 1/(1 − e^{−ρt})): coefficients()
  /// throws InvalidInput for t <= 0, and a process of such a model starts later than 0.
  virtual bool is_singular_at_zero() const { return false; }

  /// First state column driven by diagonal noise.
  virtual Index noise_column() const { return 0; }

  /// Whether entry j of diagonal noise depends on t, on the column that it drives and on columns
  /// without noise only. Such noise commutes: Milstein's scheme has its strong order, and a scheme
  /// with stages moves all driven columns at once. By default true of a single source alone.
  virtual bool has_separable_noise() const {
    return noise_kind() == NoiseKind::diagonal && noise_dimension() == 1;
  }

  /// Writes a(t, s) into `drift` (rows × layout().size()) and, for diagonal noise, the diagonal of
  /// B(t, s) into `diagonal` (rows × noise_dimension(); otherwise untouched). One call for both,
  /// because they share their special functions.
  virtual void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                            Scratch& scratch) const = 0;

  /// Whether coefficients_and_derivative() is known; only for diagonal noise.
  virtual bool has_derivative() const { return false; }

  /// coefficients() and, into `derivative` (rows × noise_dimension()), ∂B_j/∂s_j: of entry j of the
  /// diagonal by the column noise_column() + j that it drives. One call for all three, because they
  /// share their special functions. Throws InvalidInput where has_derivative() is false.
  virtual void coefficients_and_derivative(double t, const ConstBlockRef& s, BlockRef drift,
                                           BlockRef diagonal, BlockRef derivative,
                                           Scratch& scratch) const;

  /// Writes B(t, s) dW into `out` (rows × layout().size()), dW being rows × noise_dimension().
  /// The default serves diagonal noise; any other kind overrides it.
  virtual void diffuse(double t, const ConstBlockRef& s, const ConstBlockRef& dW, BlockRef out,
                       Scratch& scratch) const;
};

}  // namespace sdescent
