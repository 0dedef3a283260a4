#pragma once
/// \file
/// What adaptive/fig7-noise-structures runs: SignSGD on quadratics under the noises of C.5.

#include "models/scaled_noise_bounds.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/loss_curves.hpp"
#include "validation/session.hpp"

#include <array>
#include <memory>
#include <string>

namespace sdescent::adaptive {

enum class NoiseStructure {
  minimum_hessian,  ///< Σ = σ² f(x_*) ∇²f(x_*): C.29
  loss_hessian,     ///< Σ = σ² f(x) ∇²f(x): C.31
  loss_identity     ///< Σ = σ² f(x) I: C.30
};
/// In the order of Figure 7.
inline constexpr std::array structures{NoiseStructure::minimum_hessian,
                                       NoiseStructure::loss_hessian, NoiseStructure::loss_identity};
/// "c29", "c31", "c30".
std::string lemma_of(NoiseStructure structure);
std::string description_of(NoiseStructure structure);

struct StructureSetting {
  Eigen::ArrayXd lambda, x0;
  double sigma, minimum, eta;      ///< σ, f(x_*) of C.29, η
  double isotropic_sigma;          ///< σ on H = λ₁I, ≫ √λ₁: phase 3 is linear there
  double coupled_sigma, coupling;  ///< σ² f(x_*) = coupled_sigma² and H = [h, c; c, h] of noise
                                   ///< with correlated signs, h the mean of λ, c = coupling · h
  std::uint64_t steps, records, paths, refine;

  double initial_loss() const { return 0.5 * (lambda * x0.square()).sum(); }
  StructureSetting isotropic() const;
  Eigen::Matrix2d coupled_hessian() const;
};
/// Throws InvalidInput for sizes that do not fit and signal-to-noise ratios beyond Phase 3.
StructureSetting structure_setting(const ParameterValues& p);

Course course_of(const StructureSetting& s, NoiseStructure structure);

/// The lemma's bound in Phase 3; that of C.30 or C.31 with this prefactor.
LossBound structure_bound(const StructureSetting& s, NoiseStructure structure,
                          LambertPrefactor prefactor = LambertPrefactor::derived);

/// The constants of that bound, of C.30 or C.31.
RootRelaxation scaled_bound(const StructureSetting& s, NoiseStructure structure);

/// t_* = 2√S_0/α, when √S would be 0 if the ODE of that bound had no β.
double arrival_time(const StructureSetting& s, NoiseStructure structure);

/// The row that makes the mean over the times after 2t_* of a curve. Throws InvalidInput when there
/// is no time up to ½t_* or none after 2t_*.
Eigen::MatrixXd late_mean(const StructureSetting& s, NoiseStructure structure,
                          const Eigen::ArrayXd& times);

/// Losses of a course under a noise.
struct StructureRun {
  StructureRun(Session& session, const StructureSetting& s, NoiseStructure structure,
               std::uint64_t seed);

  LossCurves curves(const StructureSetting& s) const { return {loss, s.refine}; }

  MomentRecorder loss;
};

/// Processes of the run with correlated signs, in this order: SignSGD, the SDE of correlated signs
/// at Δt = η and η/refine, and the SDE with the diagonal of Σ̄ alone at η/refine.
enum Coupled : std::size_t { coupled_optimizer, coupled_coarse, coupled_fine, coupled_diagonal };

/// Second moments of x of those, over time: x₁², x₁x₂ and x₂².
struct CoupledRun {
  CoupledRun(Session& session, const StructureSetting& s, std::uint64_t seed);

  Eigen::ArrayXd times() const;
  /// Cov(x_i, x_j) at all times.
  Estimate covariance(Coupled process, Eigen::Index i, Eigen::Index j) const;
  /// Var x₁, Cov(x₁, x₂), Var x₂: means over the second half of the run.
  Estimate stationary(Coupled process) const;

  MomentRecorder x;
};

/// C of AC + CAᵀ = ηΣ̄, A = √(2/π) diag(1/σ_i) H, Σ̄ = (2/π) arcsin of the noise's correlations, or
/// I: the same three numbers, to leading order in η.
Eigen::ArrayXd coupled_prediction(const StructureSetting& s, bool correlated);

}  // namespace sdescent::adaptive
