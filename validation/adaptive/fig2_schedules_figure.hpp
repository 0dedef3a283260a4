#pragma once
/// \file
/// Figure 2, bottom right, of adaptive/fig2-schedules.

#include "validation/adaptive/fig2_schedules_evidence.hpp"

namespace sdescent::adaptive {

void schedules_figure(Session& session, const ScheduledRuns& runs);

}  // namespace sdescent::adaptive
