#pragma once
/// \file
/// Figures and tables of adaptive/fig7-noise-structures.

#include "validation/adaptive/noise_structures.hpp"

#include <vector>

namespace sdescent::adaptive {

void show_noise_structures(Session& session, const StructureSetting& s,
                           const std::vector<StructureRun>& runs, const StructureRun& isotropic,
                           const CoupledRun& coupled);

}  // namespace sdescent::adaptive
