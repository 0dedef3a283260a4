#include "validation/adaptive/fig5_scaling_runs.hpp"

#include "io/require.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/gaussian_problem.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Processes = std::vector<std::shared_ptr<const Process>>;

constexpr std::array<const char*, scaling_runs> names{"base", "rescaled", "same_decay", "malladi"};

/// Ticks of a run, `factor` times those of a rescaled one.
std::uint64_t times_factor(std::uint64_t tick, double factor) {
  return static_cast<std::uint64_t>(std::lround(static_cast<double>(tick) * factor));
}

/// With the errors that controls plant.
ScaledBy planted(const Session& session, const ScalingSetting& s, ScalingRun run) {
  ScaledBy by = scaled_by(s, run);
  if (run == base_run) return by;
  if (run == rescaled_run && session.control("decay-not-rescaled")) by.rescaling.xi = 1.0;
  if (run == rescaled_run && !s.is_adam() && session.control("malladi-rates"))
    by.rescaling.alpha = by.delta;
  if (run == same_decay_run && session.control("decay-rescaled-twice"))
    by.rescaling.xi = s.kappa * s.kappa;
  if (run == malladi_run && session.control("linear-rule")) by.rescaling.kappa = by.delta;
  if (session.control("slower-rescaling")) {
    const double root = std::sqrt(s.kappa);
    by = {s.kappa, {.kappa = root, .xi = run == same_decay_run ? 1.0 : root, .alpha = s.kappa}};
  }
  return by;
}

ProblemPointer problem_of(const ScalingSetting& s, const ScaledBy& by) {
  return gaussian_quadratic(s.lambda,
                            ArrayXd::Constant(s.lambda.size(), s.sigma / std::sqrt(by.delta)));
}

Processes processes(const Session& session, const ScalingSetting& s, double decay) {
  AdaptiveMethod method = s.method;
  method.decay = decay;
  if (session.control("coupled-decay")) method.weight_decay = WeightDecay::l2;
  Processes all;
  for (std::size_t i = 0; i < scaling_runs; ++i) {
    const ScaledBy by = planted(session, s, static_cast<ScalingRun>(i));
    all.push_back(optimizer_of(rescaled(method, by.rescaling), names[i], problem_of(s, by),
                               StartPoint(s.x0), 1));
  }
  return all;
}

Observable losses(const Processes& all, const ScalingSetting& s) {
  std::vector<Observable> each;
  for (std::size_t i = 0; i < all.size(); ++i)
    each.push_back(loss_of(*all[i], i, problem_of(s, {})));
  return side_by_side(each);
}

/// An even grid for averages and figures, and a logarithmic one for speeds.
RecordTimes record_times(const Clock& clock, const ScalingSetting& s) {
  std::vector<std::uint64_t> ticks = RecordTimes::evenly(clock, s.records).ticks();
  for (const std::uint64_t tick : speed_ticks(s))
    for (const double factor : {1.0, s.kappa, s.kappa * s.kappa})
      ticks.push_back(times_factor(tick, factor));
  std::sort(ticks.begin(), ticks.end());
  ticks.erase(std::unique(ticks.begin(), ticks.end()), ticks.end());
  return RecordTimes::at(clock, ticks);
}

}  // namespace

ScalingSetting scaling_setting(const ParameterValues& p, AdaptiveMethod::Kind kind) {
  const bool adam = kind == AdaptiveMethod::Kind::adam;
  ScalingSetting s{.method = {.kind = kind,
                              .eta = p.real("eta"),
                              .beta1 = adam ? p.real("beta1") : 0.0,
                              .beta2 = p.real("beta2")},
                   .lambda = p.reals("hessian"),
                   .sigma = p.real("sigma"),
                   .decays = p.reals("decays"),
                   .kappa = p.real("kappa"),
                   .x0 = p.reals("x0").matrix(),
                   .steps = p.count("steps"),
                   .paths = p.count("paths"),
                   .records = p.count("records")};
  require_equal("number of coordinates of x0", s.x0.size(), s.lambda.size());
  require_at_least("records", static_cast<std::int64_t>(s.records), 10);
  require(s.kappa > 1, "kappa", "> 1", fmt::format("{}", s.kappa));
  require(static_cast<double>(s.steps) >= 100 * s.kappa * s.kappa, "steps", ">= 100 kappa^2",
          fmt::format("{}", s.steps));
  return s;
}

ScaledBy scaled_by(const ScalingSetting& s, ScalingRun run) {
  if (run == base_run) return {};
  const double delta = s.kappa * s.kappa;
  return {delta,
          {.kappa = s.kappa,
           .xi = run == same_decay_run ? 1.0 : s.kappa,
           .alpha = run == malladi_run ? delta : s.kappa}};
}

AdaptiveQuadratic quadratic_of(const ScalingSetting& s, double decay, ScalingRun run) {
  const ScaledBy by = scaled_by(s, run);
  return {s.lambda, ArrayXd::Constant(s.lambda.size(), s.sigma / std::sqrt(by.delta)),
          by.rescaling.kappa * s.method.eta, by.rescaling.xi * decay};
}

AdaptiveLinearisation linearisation_of(const ScalingSetting& s, double decay, ScalingRun run) {
  const AdaptiveQuadratic q = quadratic_of(s, decay, run);
  AdaptiveLinearisation linear{MatrixXd(q.lambda.matrix().asDiagonal()), q.sigma, q.eta, q.decay};
  if (s.is_adam()) linear.beta1 = rescaled(s.method, scaled_by(s, run).rescaling).beta1;
  return linear;
}

std::vector<std::uint64_t> speed_ticks(const ScalingSetting& s) {
  const auto last = static_cast<double>(s.steps) / (s.kappa * s.kappa);
  constexpr double first = 20, per_doubling = 2;
  std::vector<std::uint64_t> ticks;
  for (int i = 0;; ++i) {
    const double tick = std::round(first * std::exp2(i / per_doubling));
    if (tick > last) return ticks;
    ticks.push_back(static_cast<std::uint64_t>(tick));
  }
}

ScalingResult::ScalingResult(const Session& session, const ScalingSetting& s, double decay)
    : s_(s), loss_("loss", losses(processes(session, s, decay), s)) {}

Archive ScalingResult::run(Session& session, const ScalingSetting& s, double decay,
                           std::uint64_t seed) {
  ScalingResult result(session, s, decay);
  const Clock clock(s.method.eta, s.steps);
  session.run(processes(session, s, decay), clock, record_times(clock, s), s.paths, Philox(seed),
              {&result.loss_});
  Archive archive;
  result.loss_.save(archive);
  return archive;
}

ArrayXd ScalingResult::times() const {
  return Eigen::Map<const ArrayXd>(loss_.times().data(), static_cast<Index>(loss_.times().size()));
}

Estimate ScalingResult::levels() const {
  const ArrayXd t = times();
  const auto stationary = (t >= s_.stationary_from()).cast<double>().eval();
  const MatrixXd weights = (stationary / stationary.sum()).matrix().transpose();
  std::vector<Estimate> each;
  for (std::size_t i = 0; i < scaling_runs; ++i)
    each.push_back(mapped(weights, loss(static_cast<ScalingRun>(i))));
  return joined(each);
}

Estimate ScalingResult::at_speed_times(ScalingRun run, double factor) const {
  const RecordTimes recorded = record_times(Clock(s_.method.eta, s_.steps), s_);
  const std::vector<std::uint64_t>& ticks = recorded.ticks();
  std::vector<Index> at;
  for (const std::uint64_t tick : speed_ticks(s_))
    at.push_back(std::lower_bound(ticks.begin(), ticks.end(), times_factor(tick, factor)) -
                 ticks.begin());
  return chosen(loss(run), at);
}

}  // namespace sdescent::adaptive
