// What the cells of adaptive/fig5-scaling-* say of each claim.
#include "solvers/function_of_estimates.hpp"
#include "validation/adaptive/evidence_parts.hpp"
#include "validation/adaptive/fig5_scaling.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/ordering.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// A number for each run.
ArrayXd of_runs(const std::function<double(ScalingRun)>& number) {
  ArrayXd all(scaling_runs);
  for (std::size_t i = 0; i < scaling_runs; ++i)
    all(static_cast<Index>(i)) = number(static_cast<ScalingRun>(i));
  return all;
}

/// The parts of the claims for one ϑ.
class AtDecay {
 public:
  AtDecay(const Session& session, const ScalingSetting& s, double decay, const ScalingResult& cell)
      : session_(session),
        s_(s),
        decay_(decay),
        cell_(cell),
        levels_(cell.levels()),
        formula_(of_runs([&](ScalingRun run) {
          return adaptive_stationary_loss(quadratic_of(s, decay, run));
        })) {}

  Evidence below(double (*bound_of)(const AdaptiveLossSetting&)) const {
    const ArrayXd bounds = bounds_of(bound_of, session_.control("bound-with-one-eigenvalue"));
    return {levels_ - bounds, bounds, ArrayXd::Zero(scaling_runs), ArrayXd::Zero(scaling_runs)};
  }

  /// A third of the distances of the true bounds to the levels they bound.
  Evidence attained() const {
    ScalingSetting round = s_;
    if (session_.control("isotropic-hessian")) round.lambda = round.lambda.minCoeff();
    const ArrayXd bounds = of_runs([&](ScalingRun run) {
      return adaptive_loss_bound(adaptive_loss_setting(quadratic_of(round, decay_, run)));
    });
    return against(bounds, (bounds_of(adaptive_loss_bound, false) - formula_) / 3.0);
  }

  Evidence stationary() const { return against(planted(formula_), tolerance() * formula_); }

  /// The run that is farthest from the formula by the linearisation.
  Evidence finite_eta() const {
    const double right = optimizer_level(linearisation_of(s_, decay_, rescaled_run));
    const double lemma = formula_(rescaled_run);
    const bool planted = session_.control("lemma-for-linearisation");
    const ArrayXd predicted = ArrayXd::Constant(1, planted ? lemma : right);
    return {points(levels_, static_cast<Index>(rescaled_run), 1) - predicted, predicted,
            ArrayXd::Constant(1, std::abs(right - lemma) / 3.0), ArrayXd::Zero(1)};
  }

  Evidence sde(SecondMomentModel model) const {
    if (s_.is_adam() && session_.control("malladi-sde")) model = SecondMomentModel::noise_only;
    const ArrayXd predicted = of_runs(
        [&](ScalingRun run) { return sde_level(linearisation_of(s_, decay_, run), model); });
    return against(planted(predicted), tolerance() * formula_);
  }

  /// The level of a run over that of the base run.
  Evidence kept_by(ScalingRun run) const {
    const Estimate ratio = function_of({levels_}, [&](const std::vector<ArrayXd>& level) {
      return ArrayXd::Constant(1, level[0](static_cast<Index>(run)) / level[0](base_run));
    });
    const ArrayXd one = ArrayXd::Ones(1);
    return {ratio - one, one, one * tolerance(), 0.0 * one};
  }

  Evidence decay_matters() const {
    return ordering_evidence(points(levels_, base_run, 1), points(levels_, same_decay_run, 1),
                             ArrayXd::Zero(1));
  }

  /// E f of a run at t against E f of the base run at factor · t.
  Evidence curve(ScalingRun run, double factor) const {
    const ArrayXd t = s_.method.eta * speed_times();
    const AdaptiveQuadratic base = quadratic_of(s_, decay_, base_run);
    const ArrayXd slow = settled_loss(base, s_.x0, s_.kappa * t),
                  fast = settled_loss(base, s_.x0, s_.kappa * s_.kappa * t);
    const ArrayXd one = ArrayXd::Ones(t.size());
    return {curve_ratio(cell_, run, factor) - one, one,
            one * ((slow / fast - 1.0).abs().maxCoeff() / 3.0), 0.0 * one};
  }

 private:
  /// A third of what leaving ϑ as it is changes, relative to the level.
  double tolerance() const { return (formula_(same_decay_run) / formula_(base_run) - 1.0) / 3.0; }

  ArrayXd bounds_of(double (*bound_of)(const AdaptiveLossSetting&), bool one_eigenvalue) const {
    return of_runs([&](ScalingRun run) {
      AdaptiveLossSetting setting = adaptive_loss_setting(quadratic_of(s_, decay_, run));
      if (one_eigenvalue) setting.trace = setting.mu;
      return bound_of(setting);
    });
  }

  /// √κ for κ in the diffusion of the rescaled SDEs divides what they leave by κ.
  ArrayXd planted(ArrayXd predicted) const {
    if (session_.control("root-kappa")) predicted.tail(scaling_runs - 1) /= s_.kappa;
    return predicted;
  }

  Evidence against(const ArrayXd& predicted, const ArrayXd& tolerance) const {
    return {levels_ - predicted, predicted, tolerance, ArrayXd::Zero(predicted.size())};
  }

  ArrayXd speed_times() const {
    const std::vector<std::uint64_t> ticks = speed_ticks(s_);
    ArrayXd times(static_cast<Index>(ticks.size()));
    for (std::size_t i = 0; i < ticks.size(); ++i)
      times(static_cast<Index>(i)) = static_cast<double>(ticks[i]);
    return times;
  }

  const Session& session_;
  const ScalingSetting& s_;
  double decay_;
  const ScalingResult& cell_;
  Estimate levels_;
  ArrayXd formula_;
};

void give_evidence(Session& session, const ScalingResults& results) {
  const ScalingSetting& s = results.setting;
  std::vector<AtDecay> all;
  for (std::size_t i = 0; i < results.cells.size(); ++i)
    all.emplace_back(session, s, s.decays(static_cast<Index>(i)), results.cells[i]);
  const auto give = [&](const char* claim, auto part_of) {
    EvidenceParts parts;
    for (const AtDecay& at : all) parts.add(part_of(at));
    session.evidence(claim, parts.evidence());
  };
  give("bound", [](const AtDecay& at) { return at.below(adaptive_loss_bound); });
  give("quadratic-bound",
       [](const AtDecay& at) { return at.below(adaptive_quadratic_loss_bound); });
  give("bound-attained", [](const AtDecay& at) { return at.attained(); });
  give("stationary-loss", [](const AtDecay& at) { return at.stationary(); });
  give("rule-keeps-level", [](const AtDecay& at) { return at.kept_by(rescaled_run); });
  give("malladi-keeps-level", [](const AtDecay& at) { return at.kept_by(malladi_run); });
  give("decay-must-scale", [](const AtDecay& at) { return at.decay_matters(); });
  const double square = session.control("speed-kappa") ? s.kappa : s.kappa * s.kappa;
  give("curve-rule", [&](const AtDecay& at) { return at.curve(rescaled_run, square); });
  give("curve-malladi", [&](const AtDecay& at) { return at.curve(malladi_run, square); });
  give("sde-level", [](const AtDecay& at) { return at.sde(SecondMomentModel::full); });
  give("malladi-sde-level",
       [](const AtDecay& at) { return at.sde(SecondMomentModel::noise_only); });
  if (!s.is_adam()) return;
  session.evidence("finite-eta", all.back().finite_eta());
  give("speed", [&](const AtDecay& at) { return at.curve(rescaled_run, s.kappa); });
}

}  // namespace

double optimizer_level(const AdaptiveLinearisation& linear) {
  return 0.5 * (linear.hessian * optimizer_stationary_covariance(linear)).trace();
}

double sde_level(const AdaptiveLinearisation& linear, SecondMomentModel model) {
  return 0.5 * (linear.hessian * sde_stationary_covariance(linear, model)).trace();
}

ArrayXd settled_loss(const AdaptiveQuadratic& q, const Eigen::VectorXd& x0, const ArrayXd& t) {
  const ArrayXd rest = adaptive_stationary_variance(q), rate = q.lambda / q.sigma + q.decay;
  ArrayXd loss = ArrayXd::Zero(t.size());
  for (Index i = 0; i < q.lambda.size(); ++i)
    loss += 0.5 * q.lambda(i) * (rest(i) + (x0(i) * x0(i) - rest(i)) * (-2.0 * rate(i) * t).exp());
  return loss;
}

Estimate curve_ratio(const ScalingResult& cell, ScalingRun run, double factor) {
  return function_of({cell.at_speed_times(run, 1.0), cell.at_speed_times(base_run, factor)},
                     [](const std::vector<ArrayXd>& f) -> ArrayXd { return f[0] / f[1]; });
}

void measure_fig5_scaling(Session& session, AdaptiveMethod::Kind kind) {
  ScalingResults results{scaling_setting(session.parameters(), kind), {}};
  ScalingSetting run = results.setting;
  if (session.control("isotropic-hessian")) run.lambda = run.lambda.minCoeff();
  const auto archives =
      session.cells(ParameterGrid("decay", {{"theta", run.decays}}), [&](const Cell& cell) {
        return ScalingResult::run(session, run, cell.point.real("theta"), cell.seed);
      });
  for (std::size_t i = 0; i < archives.size(); ++i) {
    results.cells.emplace_back(session, run, run.decays(static_cast<Index>(i)));
    results.cells.back().load(archives[i]);
  }
  give_evidence(session, results);
  show_fig5_scaling(session, results);
}

}  // namespace sdescent::adaptive
