#pragma once
/// \file
/// The parts of adaptive/fig5-scaling-adamw and -rmspropw.

#include "validation/adaptive/fig5_scaling_runs.hpp"

#include <vector>

namespace sdescent::adaptive {

/// All cells, one for each ϑ.
struct ScalingResults {
  ScalingSetting setting;
  std::vector<ScalingResult> cells;
};

/// ½ Σ λ_i C_ii of the linearised optimizer, and of an SDE of it.
double optimizer_level(const AdaptiveLinearisation& linear);
double sde_level(const AdaptiveLinearisation& linear, SecondMomentModel model);

/// E f of (150), (165): dX = −(∇f/σ + ϑX)dt + √η dW from x_0, where V has settled and momentum is
/// fast. Figures and tolerances only.
Eigen::ArrayXd settled_loss(const AdaptiveQuadratic& q, const Eigen::VectorXd& x0,
                            const Eigen::ArrayXd& t);

/// E f of a run at t over that of the base run at `factor` · t, at the speed ticks.
Estimate curve_ratio(const ScalingResult& cell, ScalingRun run, double factor);

/// Runs all cells and gives evidence, tables and figures.
void measure_fig5_scaling(Session& session, AdaptiveMethod::Kind kind);

void show_fig5_scaling(Session& session, const ScalingResults& results);

}  // namespace sdescent::adaptive
