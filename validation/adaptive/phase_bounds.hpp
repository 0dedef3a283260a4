#pragma once
/// \file
/// What measuring, declaring and drawing of adaptive/phase-bounds share.

#include "validation/adaptive/phase_two_spread.hpp"
#include "validation/experiment.hpp"
#include "validation/session.hpp"

namespace sdescent::adaptive {

std::vector<Claim> phase_bounds_claims();
std::vector<Control> phase_bounds_controls();

/// bound/value of a claim, the smallest over its points.
struct Slack {
  std::string claim;
  double slack;
};

void draw_phase_bounds(Session& session, const std::vector<Slack>& slacks, const Spread& sign_sgd,
                       const Spread& sde);

}  // namespace sdescent::adaptive
