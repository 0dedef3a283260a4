#pragma once
/// \file
/// An optimizer on the network and SDEs that stand against it, on one Brownian path.
///
/// The optimizer's gradient noise in its step is the increment of W that the SDEs see in it, so
/// that what moves both drops out of differences: 20 runs say much about them.

#include "solvers/moment_recorder.hpp"
#include "solvers/process.hpp"
#include "solvers/sde_model.hpp"
#include "validation/adaptive/network_setting.hpp"
#include "validation/session.hpp"

#include <memory>
#include <vector>

namespace sdescent::adaptive {

using SdePointer = std::shared_ptr<const SdeModel>;

/// The noise stream that all processes of a course share.
inline constexpr std::uint16_t network_stream = 1;

/// Processes of a course by place: the optimizer, and for each SDE, at t₀ where the optimizer is,
/// one of Δt = η and one of Δt = η/refine.
class NetworkCurves {
 public:
  NetworkCurves(MomentRecorder loss, MomentRecorder shift, std::uint64_t refine);

  static constexpr std::size_t optimizer = 0;
  static std::size_t coarse(std::size_t sde) { return 1 + 2 * sde; }
  static std::size_t fine(std::size_t sde) { return 2 + 2 * sde; }

  /// Record times after t₀.
  const Eigen::ArrayXd& times() const { return times_; }

  /// E f(x_t) and the standard deviation of f(x_t) over runs.
  Estimate mean_loss(std::size_t process) const;
  Eigen::ArrayXd loss_deviation(std::size_t process) const;

  /// Σ_i Var(x_{t,i} − x_{t₀,i}) over coordinates evenly taken out of x.
  Eigen::ArrayXd spread(std::size_t process) const;
  /// The optimizer's over an SDE's.
  Estimate spread_ratio(std::size_t process) const;

  /// What Δt leaves in numbers of the refined SDE, given those at Δt = η.
  Eigen::ArrayXd bias(const Estimate& coarse, const Estimate& fine) const;

  const MomentRecorder& loss_moments() const { return loss_; }
  Index coordinates() const { return coordinates_; }

 private:
  Eigen::ArrayXd spread(const MomentCurves& m, std::size_t process) const;

  MomentRecorder loss_, shift_;
  double refine_;
  Eigen::ArrayXd times_;
  Index coordinates_;
};

/// Runs the course from 0 to the end of the setting.
NetworkCurves walk_network(Session& session, const NetworkSetting& setting,
                           const std::shared_ptr<const Process>& optimizer,
                           const std::vector<SdePointer>& sdes);

/// Root mean square over times of E f of SDE i (at Δt = η/refine) minus E f of the optimizer, for
/// each start (rows) and SDE (columns), over times after the last start. Few runs: no verdict.
Eigen::ArrayXXd distance_by_start(Session& session, const NetworkSetting& setting,
                                  const std::shared_ptr<const Process>& optimizer,
                                  const std::vector<SdePointer>& sdes,
                                  const Eigen::ArrayXd& starts);

/// f along the SDE without its noise, from a state at t₀, at times after t₀: by Euler's method with
/// Δt = η.
Eigen::ArrayXd loss_without_noise(const NetworkSetting& setting, const SdeModel& sde,
                                  const Block& state, const Eigen::ArrayXd& times);

}  // namespace sdescent::adaptive
