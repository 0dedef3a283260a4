#pragma once
/// \file
/// Two SDEs of one adaptive optimizer, this paper's and Malladi's, against the optimizer: what
/// adaptive/fig9-rmsprop and adaptive/fig12-adam have in common.
///
/// Each of two landscapes, a quadratic and an embedded saddle, is run from two starts:
/// far    where ∇f ≫ σ, so that the second moment is (∇f)², which Malladi's SDE leaves out;
/// near   close to the stationary point, until all has become stationary: ∇f ~ σ and less.

#include "validation/adaptive/trajectory_comparison.hpp"

#include <string>
#include <vector>

namespace sdescent::adaptive {

/// What tells the two experiments apart.
struct RivalDescription {
  AdaptiveMethod::Kind kind;
  std::string id, title, reference, statement;
  std::string paper_sde, malladi_sde;  ///< equation numbers
  std::string figure;
  std::vector<Parameter> parameters;
  std::vector<Control> controls;
  /// Stationary levels: expected verdicts and reasons, quadratic and saddle.
  std::string level_reason, level_closer_reason;
  Verdict quadratic_at_eta = Verdict::holds, saddle_at_eta = Verdict::holds;
  std::string quadratic_at_eta_reason, saddle_at_eta_reason;
};

Experiment rival_experiment(const RivalDescription& description);

enum Landscape : std::size_t { on_quadratic, on_saddle };
inline constexpr std::size_t landscapes = 2;
enum RivalStart : std::size_t { far_start, near_start };
inline constexpr std::size_t rival_starts = 2;
enum Rival : std::size_t { paper_rival, malladi_rival };
/// Models of a pilot.
enum PilotModel : std::size_t { pilot_paper, pilot_malladi, pilot_complete };

/// The problem of a landscape, and the coordinate whose variance is looked at: the steepest of the
/// quadratic, and that of the saddle which has one minimum.
struct RivalLandscape {
  std::string name;
  std::shared_ptr<const Problem> problem;
  double sigma, curvature;  ///< of the coordinate, at its minimum
  Eigen::Index coordinate;
};
RivalLandscape rival_landscape(const ParameterValues& p, Landscape landscape);

AdaptiveMethod rival_method(const ParameterValues& p, AdaptiveMethod::Kind kind);

/// Times between which claims look.
struct Window {
  double from, to;
};
Window far_window(const ParameterValues& p);     ///< losses and laws
Window spread_window(const ParameterValues& p);  ///< Var x on the way
Window level_window(const ParameterValues& p);   ///< stationary levels

ComparisonSetting rival_setting(const Session& session, AdaptiveMethod::Kind kind,
                                Landscape landscape, RivalStart start);

/// The SDEs started at another t_0, from the far start to the end of far_window().
struct LaterStart {
  double t0;
  Trajectories runs;
};

struct RivalResults {
  AdaptiveMethod::Kind kind;
  std::vector<Comparison> comparisons;          ///< by landscape, then start
  std::vector<std::vector<LaterStart>> starts;  ///< by landscape, then t_0

  const Comparison& of(Landscape landscape, RivalStart start) const {
    return comparisons[static_cast<std::size_t>(landscape) * rival_starts +
                       static_cast<std::size_t>(start)];
  }
};

/// Runs all cells or reads them back.
RivalResults rival_results(Session& session, AdaptiveMethod::Kind kind);

void rival_evidence(Session& session, const RivalResults& results);
void show_rivals(Session& session, const RivalResults& results);

}  // namespace sdescent::adaptive
