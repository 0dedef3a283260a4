#pragma once
/// \file
/// What adaptive/fig5-scaling-adamw and -rmspropw run: a base run and rescaled ones, side by side.

#include "models/adaptive_asymptotics.hpp"
#include "models/adaptive_linearisation.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/adaptive_method.hpp"
#include "validation/session.hpp"

#include <array>
#include <vector>

namespace sdescent::adaptive {

/// The runs of a cell, in this order.
enum ScalingRun : std::size_t {
  base_run,        ///< η, σ, ϑ, β_i
  rescaled_run,    ///< the paper's rule: κ, δ = κ², ξ = κ, α = κ
  same_decay_run,  ///< "Not Rescaled": ξ = 1
  malladi_run,     ///< Malladi's rates: α = κ²
  scaling_runs
};
using ScalingValues = std::array<double, scaling_runs>;

/// What a run's constants are multiplied by.
struct ScaledBy {
  double delta = 1;
  Rescaling rescaling = {};
};

struct ScalingSetting {
  AdaptiveMethod method;  ///< of the base run, but for ϑ
  Eigen::ArrayXd lambda;  ///< eigenvalues of H
  double sigma;           ///< noise of the base run
  Eigen::ArrayXd decays;  ///< ϑ of the base runs
  double kappa;
  Eigen::VectorXd x0;
  std::uint64_t steps, paths, records;

  bool is_adam() const { return method.kind == AdaptiveMethod::Kind::adam; }
  /// The last half of the horizon counts as stationary.
  double stationary_from() const { return 0.5 * method.eta * static_cast<double>(steps); }
};
ScalingSetting scaling_setting(const ParameterValues& p, AdaptiveMethod::Kind kind);

/// By the rules the experiment is about, without planted errors.
ScaledBy scaled_by(const ScalingSetting& s, ScalingRun run);

/// The problem and the method of a run as closed forms have them: κη for η, σ/√δ, ξϑ.
AdaptiveQuadratic quadratic_of(const ScalingSetting& s, double decay, ScalingRun run);
AdaptiveLinearisation linearisation_of(const ScalingSetting& s, double decay, ScalingRun run);

/// Mean losses of the runs of one ϑ.
class ScalingResult {
 public:
  ScalingResult(const Session& session, const ScalingSetting& s, double decay);

  static Archive run(Session& session, const ScalingSetting& s, double decay, std::uint64_t seed);
  void load(const Archive& archive) { loss_.load(archive); }

  Eigen::ArrayXd times() const;
  Estimate loss(ScalingRun run) const { return loss_.mean(static_cast<Eigen::Index>(run)); }
  /// Average over the last half of the horizon, one point for each run.
  Estimate levels() const;
  /// E f of a run at times t of the logarithmic grid (speed_ticks()), and of the base run at
  /// `factor` times these.
  Estimate at_speed_times(ScalingRun run, double factor) const;

  const MomentRecorder& recorder() const { return loss_; }

 private:
  ScalingSetting s_;
  MomentRecorder loss_;
};

/// Ticks at which speeds are compared: their κ- and κ²-fold are recorded, too.
std::vector<std::uint64_t> speed_ticks(const ScalingSetting& s);

}  // namespace sdescent::adaptive
