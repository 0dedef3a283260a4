#pragma once
/// \file
/// An optimizer on the network and an SDE that stands against it, on one Brownian path.
///
/// The optimizer's gradient noise in its step is the increment of W that the SDE sees in it, so
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

/// Processes of a course by place: the optimizer, and from t₀ on, where it is then, the SDE at
/// Δt = η and at Δt = η/refine.
enum class NetworkMember : Index { optimizer, coarse, fine };

/// What was measured of a course, at record times after t₀.
class NetworkCurves {
 public:
  NetworkCurves(MomentRecorder loss, MomentRecorder shift, std::uint64_t refine);

  const Eigen::ArrayXd& times() const { return times_; }

  /// E f(x_t), its standard deviation over runs, and E log f(x_t).
  Estimate loss(NetworkMember member) const;
  Eigen::ArrayXd loss_deviation(NetworkMember member) const;
  Estimate log_loss(NetworkMember member) const;

  /// Var(x_{t,i} − x_{t₀,i})/η, its geometric mean over coordinates i taken evenly out of x.
  Eigen::ArrayXd spread(NetworkMember member, double eta) const;
  /// Logarithm of the optimizer's over the SDE's.
  Estimate log_spread_ratio(NetworkMember sde) const;

  /// What Δt leaves in numbers of the refined SDE, given those at Δt = η.
  Eigen::ArrayXd bias(const Estimate& coarse, const Estimate& fine) const;

  const MomentRecorder& loss_moments() const { return loss_; }
  Index coordinates() const { return coordinates_; }

 private:
  Eigen::ArrayXd log_spread(const MomentCurves& m, NetworkMember member) const;

  MomentRecorder loss_, shift_;
  double refine_;
  Eigen::ArrayXd times_;
  Index coordinates_;
};

/// A course, and its dependence on t₀.
struct NetworkWalk {
  NetworkCurves curves;
  /// For each of the setting's other starts: root mean square over times after the last of them of
  /// E f of the SDE (at Δt = η/refine) minus E f of the optimizer. Few runs: no verdict.
  Eigen::ArrayXd distance_by_start;
};

/// Whom to walk with.
struct NetworkPair {
  std::shared_ptr<const Process> optimizer;
  SdePointer sde;
};

/// Walks with all pairs from 0 to the end of the setting, each on a thread of its own where the
/// session has several. Equal seeds: two SDEs of one optimizer meet the same runs of it.
std::vector<NetworkWalk> walk_network(const Session& session, const NetworkSetting& setting,
                                      const std::vector<NetworkPair>& pairs);

/// f along the SDE without its noise, from a state at t₀, at times after t₀: by Euler's method with
/// Δt = η.
Eigen::ArrayXd loss_without_noise(const NetworkSetting& setting, const SdeModel& sde,
                                  const Block& state, const Eigen::ArrayXd& times);

}  // namespace sdescent::adaptive
