#pragma once
/// \file
/// What adaptive/fig2-loss declares: parameters with their origins, claims with their
/// derivations, and controls.

#include "validation/experiment.hpp"

namespace sdescent::adaptive {

std::vector<Parameter> fig2_loss_parameters();
std::vector<Claim> fig2_loss_claims();
std::vector<Control> fig2_loss_controls();

}  // namespace sdescent::adaptive
