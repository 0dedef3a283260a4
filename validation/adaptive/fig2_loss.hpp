#pragma once
/// \file
/// What the parts of adaptive/fig2-loss share.

#include "validation/adaptive/loss_curves.hpp"
#include "validation/adaptive/phase_windows.hpp"
#include "validation/session.hpp"

namespace sdescent::adaptive {

struct LossSetting {
  DiagonalSetting lemma;
  std::uint64_t steps, refine, paths;
  double margin, duration;
};

/// The descent from far out, through all phases.
struct Descent {
  DiagonalSetting lemma;
  const LossCurves& losses;
  RecordWindow one, two, three;
};

/// All dynamics from a fixed start in Phase 3.
struct PhaseThreeRun {
  DiagonalSetting lemma;
  MomentRecorder loss;
};
struct PhaseThreeRuns {
  PhaseThreeRun far, isotropic;
};

/// With √(2/π) replaced by 1: σ enters the lemmas of Phase 3 in this combination only.
DiagonalSetting with_slope_one(DiagonalSetting lemma);

/// The claims `<name>-full` and `<name>-secant`: SignSGD and its SDE against the bound (7) and that
/// with the secant.
void phase_three_claims(Session& session, const std::string& name, const LossCurves& losses,
                        const RecordWindow& window, const DiagonalSetting& lemma);

/// Claims on runs that start in Phase 3.
PhaseThreeRuns phase_three_from_starts(Session& session, const LossSetting& setting);

/// The claim on the embedded saddle.
void saddle_claim(Session& session, const LossSetting& setting);

void draw_fig2_loss(Session& session, const Descent& descent, const PhaseThreeRuns& three,
                    std::uint64_t refine, std::uint64_t paths);

}  // namespace sdescent::adaptive
