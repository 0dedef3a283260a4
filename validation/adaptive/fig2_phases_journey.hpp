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
  std::string name;     ///< of the table, and of the seed
  ProblemPointer truth; ///< SignSGD's
  ProblemPointer full;  ///< of the SDE (3)
  ProblemPointer linear = nullptr;  ///< of the SDE (5); none if it is not defined on the way
  Eigen::ArrayXd start;
  std::vector<std::uint64_t> ticks;  ///< steps at which to look
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
  /// All times but the start, one coordinate after the other.
  Estimate means(JourneyProcess process) const;
  Estimate variances(JourneyProcess process) const;
  /// P(x₁ > 0) at the last time.
  Estimate right_of_zero(JourneyProcess process) const;

  const MomentRecorder& moments() const { return x_; }

 private:
  JourneyPlan plan_;
  std::vector<std::shared_ptr<const Process>> processes_;
  MomentRecorder x_, right_;
  Eigen::ArrayXd t_;
};

/// A table of times × coordinates without its first row, one column after the other: as
/// Journey::means().
Eigen::ArrayXd after_start(const Eigen::ArrayXXd& table);

}  // namespace sdescent::adaptive
