#pragma once
/// \file
/// Means at the end of runs that start from one whole state at t₀, with tangent controls of second
/// order: what the experiments on weak errors of RMSprop and Adam have in common.

#include "solvers/moment_recorder.hpp"
#include "solvers/start.hpp"
#include "solvers/state_function.hpp"
#include "solvers/tangent_control.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <memory>
#include <string>
#include <vector>

namespace sdescent::adaptive {

using ControlledProcess = std::shared_ptr<const TangentControl>;

/// From `state` at t₀ = `start` on for the time `duration`.
struct Horizon {
  Eigen::VectorXd state;
  double start, duration;

  Start begin() const;
  std::uint64_t steps(double step) const;
};

/// A process that starts as Horizon::begin() says, with the conditional moments of `moments`.
ControlledProcess with_controls(std::shared_ptr<const Process> process,
                                std::shared_ptr<const SdeModel> moments, const Horizon& horizon,
                                CovarianceRate covariance = {});

/// An optimizer with the conditional moments of `gaussian`, by quadrature (solvers/step_mean.hpp):
/// itself, or one whose steps have the same law.
ControlledProcess optimizer_with_controls(std::shared_ptr<const Process> optimizer,
                                          std::shared_ptr<const Process> gaussian, Index nodes,
                                          const Horizon& horizon);

/// Euler–Maruyama at Δt = η/refine, twice and four times that, and η, on one Brownian path: places
/// in the list that solutions_with_controls() gives. `refine` is a multiple of 4.
enum Solution : std::size_t { fine, middle, coarse, at_eta };
std::vector<ControlledProcess> solutions_with_controls(std::shared_ptr<const SdeModel> model,
                                                       double eta, std::uint64_t refine,
                                                       const Horizon& horizon);

/// h less its controls for every process, and h itself for the first.
struct ControlledMeans {
  MomentRecorder less, plain;

  /// E h of a process, from moments of `less` at the end.
  Eigen::ArrayXd of(const MomentCurves& m, std::size_t process) const;

  /// E h of the SDE at Δt → 0: from Δt and 2Δt on one Brownian path, O(Δt²) from the truth.
  Eigen::ArrayXd extrapolated(const MomentCurves& m, std::size_t process) const {
    return 2.0 * of(m, process) - of(m, process + 1);
  }
};

/// The processes must live as long as a run of these recorders.
ControlledMeans means_of(const std::string& name, const std::vector<ControlledProcess>& all,
                         const StateFunction& h);

void run_to_end(Session& session, const Horizon& horizon, const std::vector<ControlledProcess>& all,
                std::uint64_t paths, std::uint64_t seed, ControlledMeans& means);

}  // namespace sdescent::adaptive
