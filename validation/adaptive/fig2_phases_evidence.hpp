#pragma once
/// \file
/// What the journeys of adaptive/fig2-phases say about Lemma 3.4, phase by phase.

#include "validation/adaptive/fig2_phases_journey.hpp"

namespace sdescent::adaptive {

struct PhasesJourneys {
  Journey far;     ///< on the quadratic, through all phases
  Journey near;    ///< on the quadratic, well within Phase 3
  Journey edge;    ///< on the quadratic, from the end of Phase 3
  Journey saddle;  ///< from near the saddle into a minimum
};

void phase_one_evidence(Session& session, const PhasesSetting& setting, const Journey& far);
void phase_two_evidence(Session& session, const PhasesSetting& setting, const Journey& far);
void phase_three_evidence(Session& session, const PhasesSetting& setting,
                          const PhasesJourneys& journeys);
/// The SDE (3) and SignSGD through all phases, on both objectives.
void full_sde_evidence(Session& session, const PhasesSetting& setting,
                       const PhasesJourneys& journeys);

}  // namespace sdescent::adaptive
