#pragma once
/// \file
/// A cell that compares an adaptive optimizer with SDEs, and what claims ask of it.

#include "validation/adaptive/trajectories.hpp"

#include <functional>
#include <vector>

namespace sdescent::adaptive {

/// What a comparison runs.
struct ComparisonSetting {
  TrajectorySetting run;
  std::vector<TrajectoryModel> models;
  std::vector<TrajectoryModel> pilot_models;  ///< true and planted, for tolerances
  RefinementRange refinement;
  std::uint64_t pilot_paths = 0;
  double most_at_eta = 0;  ///< TrajectorySetting::most of the runs at Δt = η
};

/// Numbers that a claim looks at, as one curve: of one process of a run.
using Quantity = std::function<Estimate(const Trajectories& runs, std::size_t process)>;

/// Runs on one Brownian path, with the SDEs at Δt = η, and at Δt = 2η/m and η/m for m refined until
/// what Δt leaves is small; and a pilot on a seed of its own, whose SDEs are at Δt = η/m for the
/// first m.
class Comparison {
 public:
  enum Grid : std::size_t { coarse, fine };

  explicit Comparison(const ComparisonSetting& setting);

  static Archive run(Session& session, const ComparisonSetting& setting, std::uint64_t seed,
                     const std::function<std::vector<Evidence>(const Comparison&)>& tested);
  void load(const Archive& archive);

  const Trajectories& refined() const { return refined_; }
  const Trajectories& at_eta() const { return at_eta_; }
  const Trajectories& pilot() const { return pilot_; }
  const Refinement& refinement() const { return refinement_; }
  const TrajectorySetting& setting() const { return setting_.run; }

  /// A third of the distance between two models in the pilot, point by point.
  Eigen::ArrayXd third_of_pilot(std::size_t model, std::size_t other, const Quantity& of) const;

  /// optimizer − model, refined, with the bound of what Δt leaves.
  Evidence equality(std::size_t model, const Quantity& of, const Eigen::ArrayXd& tolerance) const;
  /// The same for the SDE at Δt = η, as a scheme of its own: without a bias.
  Evidence equality_at_eta(std::size_t model, const Quantity& of,
                           const Eigen::ArrayXd& tolerance) const;

  /// Squared distances from the optimizer, those of `nearer` minus those of `farther`.
  Evidence ordering(std::size_t nearer, std::size_t farther, const Quantity& of) const;
  Evidence ordering_at_eta(std::size_t nearer, std::size_t farther, const Quantity& of) const;
  /// The same for energy distances within [from, to].
  Evidence ordering_in_law(std::size_t nearer, std::size_t farther, double from, double to) const;

 private:
  Comparison(const ComparisonSetting& setting, std::uint64_t steps);

  ComparisonSetting setting_;
  Refinement refinement_;
  Trajectories refined_, at_eta_, pilot_;
};

/// The optimizer and the models on the first grid, started at another t_0: for what depends on it.
Trajectories started_at(const ComparisonSetting& setting, double t0, double end,
                        std::uint64_t paths);

/// E f at the recorded times within [from, to].
Quantity loss_within(double from, double to);
/// E x of these coordinates, one after the other.
Quantity means_within(const std::vector<Eigen::Index>& coordinates, double from, double to);
/// Var x_i at these times, and its average over them.
Quantity variance_within(Eigen::Index coordinate, double from, double to);
Quantity average_variance(Eigen::Index coordinate, double from, double to);
/// P(x_1 > 0) at the end.
Quantity positive_at_end();

}  // namespace sdescent::adaptive
