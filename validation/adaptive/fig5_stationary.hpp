#pragma once
/// \file
/// The parts of adaptive/fig5-stationary.

#include "models/adaptive_asymptotics.hpp"
#include "models/adaptive_linearisation.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/adaptive_method.hpp"
#include "validation/session.hpp"

#include <memory>
#include <vector>

namespace sdescent::adaptive {

/// Processes of the run of the optimizers alone, and of that of the SDEs, which start beside their
/// optimizers and are solved at Δt = η and refined on one Brownian path.
enum OptimizerRun : std::size_t { rmspropw, adamw, optimizer_runs };
enum SdeRun : std::size_t {
  rmspropw_coarse = optimizer_runs,
  rmspropw_fine,
  adamw_coarse,
  adamw_fine,
  malladi_coarse,
  malladi_fine
};

struct StationarySetting {
  AdaptiveMethod rmsprop, adam;
  Eigen::ArrayXd lambda, sigma;
  std::uint64_t steps, paths;          ///< of the optimizers
  std::uint64_t sde_steps, sde_paths;  ///< of the SDEs
  std::uint64_t stride, refine;        ///< steps between records; Δt = η/refine
  double t0;                           ///< the SDEs start from their optimizer's state then
};
StationarySetting stationary_setting(const ParameterValues& p);

/// As closed forms have them.
AdaptiveQuadratic quadratic_of(const StationarySetting& s, const AdaptiveMethod& method);
AdaptiveLinearisation linearisation_of(const StationarySetting& s, const AdaptiveMethod& method);

/// Variances of all processes of a run, in one jackknife.
class Variances {
 public:
  Variances(const MomentRecorder& x, Eigen::Index dimension);

  /// By coordinate, averaged over the last half of the run.
  Estimate stationary(std::size_t process) const;

  /// Averages over equal windows of the run: their middles, and the mean variance over the
  /// coordinates in them (the figure's "average variances").
  static constexpr Eigen::Index windows = 60;
  const Eigen::ArrayXd& window_times() const { return window_times_; }
  Estimate average(std::size_t process) const;

 private:
  Eigen::Index dimension_, columns_;
  Eigen::ArrayXd window_times_;
  Estimate all_;  ///< the stationary ones of all columns, then the windows of each process
};

void measure_fig5_stationary(Session& session);
void show_fig5_stationary(Session& session, const StationarySetting& s, const Variances& optimizers,
                          const Variances& sdes);

}  // namespace sdescent::adaptive
