#pragma once
/// \file
/// SignSGD, its SDE and, where it is defined, the SDE of Phase 3, all from one start.

#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/fig2_phases_setting.hpp"
#include "validation/session.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sdescent::adaptive {

/// Processes of a journey, in this order. `coarse` has Δt = η, `fine` Δt = η/refine, on one
/// Brownian path; the SDE of Phase 3 (`linear`) shares it with the full one.
enum JourneyProcess : std::size_t { optimizer, coarse, fine, linear_coarse, linear_fine };

/// What is to be run.
struct JourneyPlan {
  std::string name;                 ///< of the table, and of the seed
  ProblemPointer truth;             ///< SignSGD's
  ProblemPointer full;              ///< of the SDE (3)
  ProblemPointer linear = nullptr;  ///< of the SDE (5); none if it is not defined on the way
  Eigen::ArrayXd start;
  std::vector<std::uint64_t> ticks;     ///< steps at which to look
  std::vector<std::uint64_t> compared;  ///< those at which means() and variances() are taken
};

/// What was seen.
class Journey {
 public:
  Journey(Session& session, const PhasesSetting& setting, JourneyPlan plan);

  const Eigen::ArrayXd& times() const { return t_; }
  const std::vector<std::uint64_t>& ticks() const { return plan_.ticks; }
  const Eigen::ArrayXd& start() const { return plan_.start; }
  Eigen::Index dimension() const { return plan_.start.size(); }
  Eigen::Index column(JourneyProcess process, Eigen::Index coordinate) const;

  /// All times of one coordinate.
  Estimate mean(JourneyProcess process, Eigen::Index coordinate) const;
  Estimate variance(JourneyProcess process, Eigen::Index coordinate) const;
  /// At the compared steps, one coordinate after the other.
  Estimate means(JourneyProcess process) const;
  Estimate variances(JourneyProcess process) const;
  /// P(x₁ > 0) at the last time.
  Estimate right_of_zero(JourneyProcess process) const;

  /// A table of compared steps × coordinates in the same order.
  static Eigen::ArrayXd flat(const Eigen::ArrayXXd& table) { return table.reshaped(); }
  Eigen::ArrayXd compared_times() const { return t_(compared_); }
  const std::vector<std::uint64_t>& compared_ticks() const { return plan_.compared; }
  /// The place of a step among ticks().
  Eigen::Index place_of(std::uint64_t tick) const;

  const MomentRecorder& moments() const { return x_; }

 private:
  JourneyPlan plan_;
  std::vector<std::shared_ptr<const Process>> processes_;
  MomentRecorder x_, right_;
  Eigen::ArrayXd t_;
  std::vector<Eigen::Index> compared_;
};

}  // namespace sdescent::adaptive
