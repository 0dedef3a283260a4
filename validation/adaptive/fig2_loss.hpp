#pragma once
/// \file
/// What measuring and drawing of adaptive/fig2-loss share.

#include "validation/adaptive/loss_curves.hpp"
#include "validation/adaptive/phase_windows.hpp"
#include "validation/session.hpp"

namespace sdescent::adaptive {

/// The descent from far out, through all phases.
struct Descent {
  DiagonalSetting lemma;
  const LossCurves& losses;
  RecordWindow one, two, three;
};

/// Phase 3 from a fixed start, all dynamics.
struct PhaseThreeCourse {
  DiagonalSetting lemma;
  const LossCurves& losses;
};

/// Bounds of Lemma 3.5 with all constants of a quadratic but S_0.
LossBound phase_one_bound(const DiagonalSetting& lemma, PhaseOneConstant constant);
LossBound phase_two_bound(const DiagonalSetting& lemma, PhaseTwoIntercept intercept);
LossBound phase_three_bound(const DiagonalSetting& lemma);
LossBound phase_three_secant_bound(const DiagonalSetting& lemma);

void draw_fig2_loss(Session& session, const Descent& descent, const PhaseThreeCourse& far,
                    const PhaseThreeCourse& isotropic, std::uint64_t refine, std::uint64_t paths);

}  // namespace sdescent::adaptive
