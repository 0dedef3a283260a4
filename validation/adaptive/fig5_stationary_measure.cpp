// What adaptive/fig5-stationary runs, and what it says of each claim.
#include "io/require.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/fig5_stationary.hpp"
#include "validation/adaptive/gaussian_problem.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/measure_refined.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Processes = std::vector<std::shared_ptr<const Process>>;

/// An SDE of optimizer number `of` at Δt = η and η/refine.
void add_sde(Processes& all, const char* name, std::shared_ptr<const SdeModel> model,
             std::size_t of, const StationarySetting& s) {
  const auto stepper = std::make_shared<EulerMaruyama>();
  const StartFrom start(*all[of], of, s.t0);
  for (const std::uint64_t refine : {std::uint64_t{1}, s.refine})
    all.push_back(std::make_shared<SdeProcess>(
        fmt::format("{}_{}", name, refine == 1 ? "coarse" : "fine"), model, stepper,
        SdeGrid{s.adam.eta, refine, s.refine, 2}, start));
}

/// A third of the distance to a wrong variance.
ArrayXd third(const ArrayXd& right, const ArrayXd& wrong) { return (right - wrong).abs() / 3.0; }

ArrayXd sde_variance(const StationarySetting& s, SecondMomentModel model) {
  return sde_stationary_covariance(linearisation_of(s, s.adam), model).diagonal().array();
}

void lemma_claims(Session& session, const StationarySetting& s, const Variances& variances,
                  OptimizerRun process, const AdaptiveMethod& method, const char* name) {
  const AdaptiveQuadratic right = quadratic_of(s, method);
  AdaptiveQuadratic undecayed = right;
  undecayed.decay = 0.0;
  const ArrayXd formula = adaptive_stationary_variance(right),
                without_decay = adaptive_stationary_variance(undecayed);
  const ArrayXd linear =
      optimizer_stationary_covariance(linearisation_of(s, method)).diagonal().array();
  const Estimate measured = variances.stationary(process);
  const ArrayXd none = ArrayXd::Zero(formula.size());
  const auto give = [&](const char* claim, const ArrayXd& predicted, const ArrayXd& tolerance) {
    session.evidence(fmt::format("{}-{}", name, claim),
                     {measured - predicted, predicted, tolerance, none});
  };
  ArrayXd planted = formula;
  if (session.control("without-half")) planted *= 2.0;
  if (session.control("without-root-sigma"))
    planted = 0.5 * right.eta / (right.lambda + right.decay);
  give("formula", planted, third(formula, 2.0 * formula));
  const auto average = [](const ArrayXd& values) { return ArrayXd::Constant(1, values.mean()); };
  const ArrayXd compared = average(session.control("finite-eta-for-formula") ? linear : formula);
  const MatrixXd weights =
      MatrixXd::Constant(1, formula.size(), 1.0 / static_cast<double>(formula.size()));
  session.evidence(fmt::format("{}-decay", name),
                   {mapped(weights, measured) - compared, compared,
                    third(average(formula), average(without_decay)), ArrayXd::Zero(1)});
  give("finite-eta", session.control("formula-for-finite-eta") ? formula : linear,
       third(linear, formula));
}

/// SDE number `fine`, the one of the coarser Δt being the one before it.
struct RefinedSde {
  const StationarySetting& s;
  const Variances& variances;
  SdeRun fine;

  Estimate variance() const { return variances.stationary(fine); }
  ArrayXd bias() const {
    return discretisation_bias(variances.stationary(fine - 1), variance(),
                               static_cast<double>(s.refine));
  }
  Evidence against(const Estimate& optimizer, const ArrayXd& tolerance) const {
    return {optimizer - variance(), variance().value, tolerance, bias()};
  }
};

void sde_claims(Session& session, const StationarySetting& s, const Variances& optimizers,
                const Variances& sdes) {
  const ArrayXd formula = adaptive_stationary_variance(quadratic_of(s, s.rmsprop));
  const ArrayXd full = sde_variance(s, SecondMomentModel::full),
                noise_only = sde_variance(s, SecondMomentModel::noise_only);
  const ArrayXd tolerance = third(full, noise_only);
  const RefinedSde paper{s, sdes, adamw_fine};
  session.evidence("rmspropw-sde", RefinedSde{s, sdes, rmspropw_fine}.against(
                                       optimizers.stationary(rmspropw), formula / 3.0));
  session.evidence("adamw-sde", paper.against(optimizers.stationary(adamw), tolerance));
  session.evidence("adamw-malladi-sde", RefinedSde{s, sdes, malladi_fine}.against(
                                            optimizers.stationary(adamw), tolerance));
  const ArrayXd known = session.control("malladi-linearised") ? noise_only : full;
  session.evidence("adamw-sde-linearised",
                   {paper.variance() - known, known, tolerance, paper.bias()});
}

/// With `stride` steps between records, from t_0 on.
MomentRecorder recorded(Session& session, const StationarySetting& s, const Processes& all,
                        std::uint64_t steps, std::uint64_t paths, const char* part) {
  std::vector<Observable> states;
  for (std::size_t i = 0; i < all.size(); ++i) states.push_back(state_field(*all[i], i, "x"));
  MomentRecorder x("x", side_by_side(states));
  const Clock clock(s.adam.eta, steps);
  std::vector<std::uint64_t> ticks;
  for (auto tick = static_cast<std::uint64_t>(std::lround(s.t0 / s.adam.eta)); tick <= steps;
       tick += s.stride)
    ticks.push_back(tick);
  session.run(all, clock, RecordTimes::at(clock, ticks), paths, Philox(session.seed(part)), {&x});
  return x;
}

Processes optimizers_of(const Session& session, const StationarySetting& s) {
  const ProblemPointer problem = gaussian_quadratic(s.lambda, s.sigma);
  const StartPoint x0(Eigen::VectorXd::Zero(s.lambda.size()));
  const auto optimizer = [&](AdaptiveMethod method, const char* name) {
    if (session.control("coupled-decay")) method.weight_decay = WeightDecay::l2;
    return optimizer_of(method, name, problem, x0, 1);
  };
  return {optimizer(s.rmsprop, "rmspropw"), optimizer(s.adam, "adamw")};
}

/// The optimizers and, from t_0 on, their SDEs.
Processes with_sdes(const Session& session, const StationarySetting& s) {
  const ProblemPointer problem = gaussian_quadratic(s.lambda, s.sigma);
  const ProblemPointer noisier = gaussian_quadratic(s.lambda, 2.0 * s.sigma);
  const bool doubled = session.control("sde-noise-doubled");
  SecondMomentModel paper = SecondMomentModel::full, malladi = SecondMomentModel::noise_only;
  if (session.control("sdes-swapped")) std::swap(paper, malladi);
  Processes all = optimizers_of(session, s);
  add_sde(all, "rmspropw_sde", sde_of(s.rmsprop, doubled ? noisier : problem), rmspropw, s);
  add_sde(all, "adamw_sde", sde_of(s.adam, problem, paper), adamw, s);
  add_sde(all, "malladi", sde_of(s.adam, problem, malladi), adamw, s);
  return all;
}

}  // namespace

StationarySetting stationary_setting(const ParameterValues& p) {
  StationarySetting s{.rmsprop = {.kind = AdaptiveMethod::Kind::rmsprop,
                                  .eta = p.real("eta"),
                                  .beta2 = p.real("beta2"),
                                  .decay = p.real("decay")},
                      .adam = {.kind = AdaptiveMethod::Kind::adam,
                               .eta = p.real("eta"),
                               .beta1 = p.real("beta1"),
                               .beta2 = p.real("beta2"),
                               .decay = p.real("decay")},
                      .lambda = p.reals("hessian"),
                      .sigma = ArrayXd::Constant(p.reals("hessian").size(), p.real("sigma")),
                      .steps = p.count("steps"),
                      .paths = p.count("paths"),
                      .sde_steps = p.count("sde_steps"),
                      .sde_paths = p.count("sde_paths"),
                      .stride = p.count("stride"),
                      .refine = refinement_range(p).start,
                      .t0 = p.real("t0")};
  const double shortest = s.adam.eta * static_cast<double>(std::min(s.steps, s.sde_steps));
  require(s.t0 <= 0.25 * shortest, "t0", fmt::format("<= a quarter of {}", shortest),
          fmt::format("{}", s.t0));
  require(100 * s.stride <= s.sde_steps, "stride", "<= a hundredth of sde_steps",
          fmt::format("{}", s.stride));
  return s;
}

AdaptiveQuadratic quadratic_of(const StationarySetting& s, const AdaptiveMethod& method) {
  return {s.lambda, s.sigma, method.eta, method.decay};
}

AdaptiveLinearisation linearisation_of(const StationarySetting& s, const AdaptiveMethod& method) {
  AdaptiveLinearisation linear{MatrixXd(s.lambda.matrix().asDiagonal()), s.sigma, method.eta,
                               method.decay};
  if (method.kind == AdaptiveMethod::Kind::adam) linear.beta1 = method.beta1;
  return linear;
}

Variances::Variances(const MomentRecorder& x, Index dimension)
    : dimension_(dimension), columns_(static_cast<Index>(x.columns().size())) {
  const Index records = static_cast<Index>(x.times().size()), length = records / windows;
  window_times_ =
      Eigen::Map<const ArrayXXd>(x.times().data(), length, windows).colwise().mean().transpose();
  all_ = jackknife(x, [&](const MomentCurves& m) {
    ArrayXd values(columns_ + windows * columns_ / dimension_);
    values.head(columns_) = m.second.bottomRows(records / 2).colwise().mean().transpose();
    for (Index p = 0; p < columns_ / dimension_; ++p) {
      const ArrayXd mean = m.second.middleCols(p * dimension_, dimension_).rowwise().mean();
      values.segment(columns_ + p * windows, windows) =
          mean.head(length * windows).reshaped(length, windows).colwise().mean().transpose();
    }
    return values;
  });
}

Estimate Variances::stationary(std::size_t process) const {
  return points(all_, static_cast<Index>(process) * dimension_, dimension_);
}

Estimate Variances::average(std::size_t process) const {
  return points(all_, columns_ + static_cast<Index>(process) * windows, windows);
}

void measure_fig5_stationary(Session& session) {
  const StationarySetting setting = stationary_setting(session.parameters());
  const MomentRecorder alone = recorded(session, setting, optimizers_of(session, setting),
                                        setting.steps, setting.paths, "optimizers");
  const Variances optimizers(alone, setting.lambda.size());
  lemma_claims(session, setting, optimizers, rmspropw, setting.rmsprop, "rmspropw");
  lemma_claims(session, setting, optimizers, adamw, setting.adam, "adamw");
  measure_refined(session, setting, [&](Session& part, const StationarySetting& s) {
    const MomentRecorder x =
        recorded(part, s, with_sdes(part, s), s.sde_steps, s.sde_paths, "sdes");
    const Variances sdes(x, s.lambda.size());
    sde_claims(part, s, optimizers, sdes);
    show_fig5_stationary(part, s, optimizers, sdes);
  });
}

}  // namespace sdescent::adaptive
