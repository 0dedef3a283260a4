#pragma once
/// \file
/// What scheduled runs say about Lemma 3.9.

#include "validation/adaptive/fig2_schedules_run.hpp"

#include <vector>

namespace sdescent::adaptive {

/// All that adaptive/fig2-schedules measures.
struct ScheduledRuns {
  std::vector<ScheduledRun> decaying;             ///< ∫η_t dt = ∞, with SGD
  ScheduledRun summable;                          ///< ∫η_t dt < ∞
  std::vector<std::vector<ScheduledRun>> limits;  ///< for each schedule η → 0, η increasing
  ScheduledRun power_one;   ///< η_t = 1/(t + 1), noise beyond the rate's threshold
  ScheduledRun remembered;  ///< ∫η_t dt < ∞ under that noise
  ScheduledRun minimum;     ///< ∫η_t dt = ∞ at a minimum of the embedded saddle
};

/// (112) and C.27 under schedules.
void curve_evidence(Session& session, const ScheduledRuns& runs);
/// The rate (8): where it holds, and where it does not.
void rate_evidence(Session& session, const ScheduledRuns& runs);
/// SGD under the same schedules.
void sgd_evidence(Session& session, const ScheduledRuns& runs);

/// What the bounds know of a case; of its first coordinate alone under a control.
LossBoundSetting bound_setting(const Session& session, const ScheduledRun& run);

}  // namespace sdescent::adaptive
