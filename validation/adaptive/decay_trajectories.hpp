#pragma once
/// \file
/// RMSpropW and AdamW against their SDEs on one landscape: what adaptive/fig3-quadratic and
/// adaptive/fig3-saddle have in common.

#include "validation/adaptive/trajectory_comparison.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sdescent::adaptive {

enum DecayMethod : std::size_t { rmspropw, adamw };
inline constexpr std::size_t decay_methods = 2;

/// The landscape of an experiment.
struct DecayLandscape {
  std::string name;
  /// The problem with noise σ, from the experiment's parameters.
  std::function<std::shared_ptr<const Problem>(const ParameterValues&, double sigma)> problem;
  std::vector<Eigen::Index> coordinates;  ///< whose means are compared
};

/// Parameters of both experiments: F.3, F.4 and F.5 with the start `x0`.
std::vector<Parameter> decay_parameters();
/// Claims about means and losses, and controls that turn them.
std::vector<Claim> decay_claims();
std::vector<Control> decay_controls();

AdaptiveMethod decay_method(const ParameterValues& p, DecayMethod method);

ComparisonSetting decay_setting(const Session& session, const DecayLandscape& on,
                                DecayMethod method);

/// Both methods: the comparison, and SDEs started at other t_0.
struct DecayResults {
  struct Start {
    double t0;
    Trajectories runs;
  };
  std::vector<Comparison> comparisons;
  std::vector<std::vector<Start>> starts;
};

/// Runs all cells or reads them back.
DecayResults decay_results(Session& session, const DecayLandscape& on);

void decay_evidence(Session& session, const DecayLandscape& on, const DecayResults& results);
void show_decay(Session& session, const DecayLandscape& on, const DecayResults& results);

}  // namespace sdescent::adaptive
