#pragma once
/// \file
/// What measuring, declaring and drawing of adaptive/phase-bounds share.

#include "validation/adaptive/phase_two_spread.hpp"
#include "validation/experiment.hpp"
#include "validation/session.hpp"

namespace sdescent::adaptive {

std::vector<Parameter> phase_bounds_parameters();
std::vector<Claim> phase_bounds_claims();
std::vector<Control> phase_bounds_controls();

/// bound/value of a claim, the smallest over its points.
struct Slack {
  std::string claim;
  double slack;
};

struct BoundsSetting {
  DiagonalSetting lemma;
  double slow_eta, slow_duration, duration, margin, two_ratio, three_ratio;
  Eigen::ArrayXd slow_lambda;
  std::uint64_t refine, paths;
  Schedule power;
};

/// The setting of the lemma, started in Phase 2 or 3.
DiagonalSetting from_ratio(const BoundsSetting& setting, double ratio);

/// The flat quadratic, in Phase 2.
DiagonalSetting flat(const BoundsSetting& setting);

/// C.23, on a function that is Polyak–Łojasiewicz and not strongly convex.
void loss_claims(Session& session, const BoundsSetting& setting);
/// C.24.
void gradient_claims(Session& session, const BoundsSetting& setting);

void draw_phase_bounds(Session& session, const std::vector<Slack>& slacks, const Spread& sign_sgd,
                       const Spread& sde);

}  // namespace sdescent::adaptive
