#pragma once
/// \file
/// What adaptive/fig2-schedules runs: F.2's quadratic under each schedule, the same as η → 0, under
/// larger noise, and a minimum of the embedded saddle. Every case is a cell.

#include "validation/adaptive/fig2_schedules_evidence.hpp"

namespace sdescent::adaptive {

/// Throws InvalidInput, before any work, unless the schedules are two of infinite and one of finite
/// ∫η_t dt, the counterexample's noise is beyond its threshold and the limit's times are on every
/// grid.
ScheduledRuns scheduled_runs(Session& session);

}  // namespace sdescent::adaptive
