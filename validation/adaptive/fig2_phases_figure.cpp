#include "validation/adaptive/fig2_phases_figure.hpp"

namespace sdescent::adaptive {

void phases_figure(Session&, const PhasesSetting&, const PhasesJourneys&) {}

}  // namespace sdescent::adaptive
