#pragma once
/// \file
/// Figure 2, top left, of adaptive/fig2-phases.

#include "validation/adaptive/fig2_phases_evidence.hpp"

namespace sdescent::adaptive {

void phases_figure(Session& session, const PhasesSetting& setting, const PhasesJourneys& journeys);

}  // namespace sdescent::adaptive
