#pragma once
/// \file
/// What adaptive/fig8-powerlaw-noise runs: SignSGD on f = ½φᵀDφ, D = diag(j^{−2α}), under the noise
/// of least squares, BΣ = 2fD + ∇f∇fᵀ.

#include "models/scaled_noise_bounds.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/session.hpp"

#include <memory>

namespace sdescent::adaptive {

struct PowerlawSetting {
  double alpha, beta, eta, batch;  ///< φ_0 = −j^{−β}
  std::uint64_t steps, records, paths;
  std::uint64_t few, many;  ///< dimensions: fewer than B/2, so that signs are certain, and more
  std::uint64_t many_paths;
  double sde_batch;  ///< of the run beside the SDE, where signs are not certain
  std::uint64_t sde_dimension, sde_steps, sde_paths, refine;

  Eigen::ArrayXd eigenvalues(std::uint64_t dimension) const;
};
PowerlawSetting powerlaw_setting(const ParameterValues& p);

/// Losses of SignSGD in some dimension, from φ_0.
struct PowerlawRun {
  PowerlawRun(Session& session, const PowerlawSetting& s, std::uint64_t dimension,
              std::uint64_t paths, std::uint64_t seed);

  Eigen::ArrayXd times() const;
  Estimate excess() const { return loss.mean(0); }

  Eigen::ArrayXd lambda;
  double initial;  ///< f(φ_0)
  MomentRecorder loss;
};

/// Constants of Lemma C.32.
RootRelaxation powerlaw_bound(const PowerlawSetting& s, const Eigen::ArrayXd& lambda,
                              ScaledNoisePhase phase);

/// Losses of SignSGD and of its SDE (128) at Δt = η and η/refine, from a point at which all
/// coordinates have equal shares of the loss.
enum PowerlawSde : std::size_t { sde_optimizer, sde_coarse, sde_fine };
struct PowerlawSdeRun {
  PowerlawSdeRun(Session& session, const PowerlawSetting& s, std::uint64_t seed);

  Eigen::ArrayXd times() const;
  /// Var f at the end.
  Estimate variance(PowerlawSde process) const;

  MomentRecorder loss;
};

/// d Var f/dt = ∇fᵀ(ηΣ̄)∇f at the start of that run, of the SDE (128), and where the noise lacks
/// ∇f∇fᵀ.
double loss_diffusion(const PowerlawSetting& s, bool full_noise);

}  // namespace sdescent::adaptive
