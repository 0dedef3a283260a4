#pragma once
/// \file
/// An adaptive optimizer from x_0 beside SDEs that start, path by path, from its own state at t_0.

#include "solvers/moment_recorder.hpp"
#include "solvers/sample_recorder.hpp"
#include "validation/adaptive/adaptive_method.hpp"
#include "validation/session.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sdescent::adaptive {

struct TrajectorySetting {
  AdaptiveMethod method;
  std::shared_ptr<const Problem> problem;
  Eigen::ArrayXd x0;
  double t0 = 0;          ///< start of the SDEs, > 0, rounded to whole steps
  double end = 0;         ///< last time, > t0
  double most = 0;        ///< a path ends where a coordinate of an SDE exceeds this; 0: nowhere
  std::uint64_t records;  ///< times recorded after t0
  std::uint64_t paths, samples;
};

/// An SDE and its name in tables.
struct TrajectoryModel {
  std::string name;
  std::shared_ptr<const SdeModel> sde;
};

/// Every SDE is solved at Δt = η/steps for each grid, all on one Brownian path.
struct TrajectoryGrid {
  std::string name;
  std::uint64_t steps;
};

/// Moments of x and of f(x), how many paths have x_1 > 0, and samples of x: of all processes at all
/// recorded times, from t_0 on.
class Trajectories {
 public:
  static constexpr std::size_t optimizer = 0;

  /// `name` prefixes its arrays. `brownian` is a multiple of the steps of every grid. Throws
  /// InvalidInput unless η < t_0 < end in whole steps.
  Trajectories(std::string name, const TrajectorySetting& setting,
               std::vector<TrajectoryModel> models, std::vector<TrajectoryGrid> grids,
               std::uint64_t brownian);

  void run(Session& session, std::uint64_t seed);
  void save(Archive& archive) const;
  void load(const Archive& archive);

  /// Process number of a model on a grid.
  std::size_t sde(std::size_t model, std::size_t grid) const {
    return 1 + model * grids_.size() + grid;
  }

  Eigen::ArrayXd times() const;
  /// Numbers of the recorded times within [from, to].
  std::vector<Eigen::Index> within(double from, double to) const;

  Estimate loss(std::size_t process) const;  ///< E f
  Eigen::ArrayXd loss_deviation(std::size_t process) const;
  Estimate mean(std::size_t process, Eigen::Index coordinate) const;
  Estimate variance(std::size_t process, Eigen::Index coordinate) const;
  Estimate positive(std::size_t process) const;  ///< P(x_1 > 0)
  /// Energy distance of the law of x of a process from the optimizer's, at these times.
  Estimate distance_in_law(std::size_t process, const std::vector<Eigen::Index>& times) const;
  /// Paths among the optimizer's samples whose x_1 has another sign at the end than at t_0.
  double changed_side() const;

  const MomentRecorder& losses() const { return loss_; }
  const MomentRecorder& states() const { return x_; }

 private:
  using Processes = std::vector<std::shared_ptr<const Process>>;
  Eigen::Index column(std::size_t process, Eigen::Index coordinate) const {
    return static_cast<Eigen::Index>(process) * setting_.x0.size() + coordinate;
  }
  Processes processes() const;
  Block sample(std::size_t process, Eigen::Index time) const;

  TrajectorySetting setting_;
  std::vector<TrajectoryModel> models_;
  std::vector<TrajectoryGrid> grids_;
  std::uint64_t brownian_;
  std::uint64_t first_, last_;  // ticks
  MomentRecorder x_, loss_, positive_;
  SampleRecorder samples_;
};

}  // namespace sdescent::adaptive
