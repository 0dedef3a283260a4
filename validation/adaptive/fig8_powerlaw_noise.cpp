// SignSGD on power-law least squares against the bounds of Lemma C.32 (Figure 8).
#include "models/loss_bounds.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/powerlaw_noise.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/measure_refined.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Lemma C.32 (1).
ArrayXd phase_one(const PowerlawSetting& s, const PowerlawRun& run, const ArrayXd& t) {
  const LossBoundSetting setting{.mu = run.lambda.minCoeff(),
                                 .trace = run.lambda.sum(),
                                 .sigma_max = 1.0,
                                 .s0 = run.initial,
                                 .eta = s.eta,
                                 .dimension = run.lambda.size()};
  return sign_sgd_phase_one_loss_bound(setting, t);
}

ArrayXd phase_three(const PowerlawSetting& s, const PowerlawRun& run, const ArrayXd& t) {
  return powerlaw_bound(s, run.lambda, ScaledNoisePhase::three)(run.initial, t);
}

/// The loss against a bound at some of the record times.
Evidence against(const PowerlawRun& run, const ArrayXd& bound, const std::vector<Index>& at) {
  const ArrayXd predicted = bound(at);
  // Where nothing is random yet, rounding must not decide.
  return {chosen(run.excess(), at) - predicted, predicted, ArrayXd::Zero(predicted.size()),
          ArrayXd::Constant(predicted.size(), 1e-12 * run.initial)};
}

/// Record times after the start, up to `end`.
std::vector<Index> until(const PowerlawRun& run, double end) {
  std::vector<Index> at;
  const ArrayXd t = run.times();
  for (Index i = 1; i < t.size() && t(i) <= end; ++i) at.push_back(i);
  return at;
}

double end_of(const PowerlawRun& run) { return run.times()(run.times().size() - 1); }

/// When bound (1), which falls to 0, has come down to the limit of bound (3).
double end_of_phase_one(const PowerlawSetting& s, const PowerlawRun& run) {
  const double limit = powerlaw_bound(s, run.lambda, ScaledNoisePhase::three).limit();
  return 2.0 * (std::sqrt(run.initial) - std::sqrt(limit)) / std::sqrt(run.lambda.minCoeff());
}

/// |φ_{0,1}| over the largest speed, that of a sign.
constexpr double leading_arrival = 1.0;

void bound_claims(Session& session, const PowerlawSetting& s, const PowerlawRun& few,
                  const PowerlawRun& many) {
  session.evidence("phase-one-bound", against(few, phase_one(s, few, few.times()),
                                              until(few, end_of_phase_one(s, few))));
  session.evidence("phase-three-from-start",
                   against(few, phase_three(s, few, few.times()), until(few, leading_arrival)));
  session.evidence("phase-three-bound",
                   against(many, phase_three(s, many, many.times()), until(many, end_of(many))));
}

void sde_claim(Session& session, const PowerlawSetting& s, const PowerlawSdeRun& run) {
  const double full = loss_diffusion(s, true);
  const ArrayXd scale = ArrayXd::Constant(1, full * s.eta * static_cast<double>(s.sde_steps));
  const auto relative = [&](PowerlawSde process) {
    return relative_to(run.variance(process), scale);
  };
  const Estimate fine = relative(sde_fine);
  const double third = std::abs(loss_diffusion(s, false) / full - 1.0) / 3.0;
  session.evidence(
      "sde-variance",
      {relative(sde_optimizer) - fine, fine.value, ArrayXd::Constant(1, third),
       discretisation_bias(relative(sde_coarse), fine, static_cast<double>(s.refine))});
}

Panel loss_panel(const PowerlawSetting& s, const PowerlawRun& run, std::uint64_t runs) {
  const ArrayXd t = run.times();
  const Estimate loss = run.excess();
  Panel panel{.title = fmt::format("v = {}, {} runs", run.lambda.size(), runs),
              .x = {.label = "t = kη"},
              .y = {.label = "E f(φ_{t})", .log = true}};
  const ArrayXd limit =
      ArrayXd::Constant(t.size(), powerlaw_bound(s, run.lambda, ScaledNoisePhase::three).limit());
  const Index first = static_cast<Index>(until(run, end_of_phase_one(s, run)).size()) + 1;
  panel.line(t, loss.value, "SignSGD", style::optimizer());
  panel.line(ArrayXd(t.head(first)), ArrayXd(phase_one(s, run, t).head(first)), "bound (1)",
             style::theory(1));
  panel.line(t, phase_three(s, run, t), "bound (3), (130)", style::theory());
  panel.line(t, limit, "its limit", style::reference());
  return panel;
}

Panel variance_panel(const PowerlawSetting& s, const PowerlawSdeRun& run) {
  const ArrayXd t = run.times();
  Panel panel{
      .title = fmt::format("B = {}, v = {}: spread of the loss", s.sde_batch, s.sde_dimension),
      .x = {.label = "t = kη"},
      .y = {.label = "Var f(φ_{t})"}};
  const auto variance = [&](PowerlawSde process) {
    return run.loss.variance(static_cast<Index>(process)).value;
  };
  panel.line(t, variance(sde_optimizer), "SignSGD", style::optimizer());
  panel.line(t, variance(sde_fine), fmt::format("SDE (128), Δt = η/{}", s.refine), style::sde());
  panel.line(t, variance(sde_coarse), "SDE, Δt = η", style::sde(1));
  panel.line(t, ArrayXd(loss_diffusion(s, true) * t), "η∇fᵀΣ_{sign}∇f t at the start",
             style::theory());
  panel.line(t, ArrayXd(loss_diffusion(s, false) * t), "the same, noise 2fD/B", style::theory(1));
  return panel;
}

void show(Session& session, const PowerlawSetting& s, const PowerlawRun& few,
          const PowerlawRun& many, const PowerlawSdeRun& sde) {
  session.table(moment_table("loss-few", few.loss));
  session.table(moment_table("loss-many", many.loss));
  session.table(moment_table("loss-sde", sde.loss));
  Figure f{.name = "losses"};
  f.panels = {loss_panel(s, few, s.paths), loss_panel(s, many, s.many_paths),
              variance_panel(s, sde)};
  f.caption = fmt::format(
      "SignSGD on f = ½φᵀDφ, D = diag(j^{{−2α}}), noise of covariance (2fD + ∇f∇fᵀ)/B, α = {}, "
      "φ_{{0}} = −j^{{−β}}, β = {}, η = {}, B = {}, and the bounds of Lemma C.32. Right: its SDE, "
      "{} runs, from equal shares of the loss.",
      s.alpha, s.beta, s.eta, s.batch, s.sde_paths);
  session.figure(std::move(f));
}

void measure_at(Session& session, const PowerlawSetting& s) {
  const bool enough = session.control("enough-dimensions");
  const PowerlawRun few(session, s, enough ? s.many : s.few, enough ? s.many_paths : s.paths,
                        session.seed("few"));
  const PowerlawRun many(session, s, s.many, s.many_paths, session.seed("many"));
  const PowerlawSdeRun sde(session, s, session.seed("sde"));
  bound_claims(session, s, few, many);
  sde_claim(session, s, sde);
  show(session, s, few, many, sde);
}

void measure(Session& session) {
  measure_refined(session, powerlaw_setting(session.parameters()), measure_at);
}

std::vector<Parameter> parameters() {
  return {
      positive("alpha", 0.25, "α of D = diag(j^{−2α})", "Figure 8"),
      positive("beta", 2.0, "β of the start φ_0 = −j^{−β}",
               "Figure 8; as the target of Paquette et al. 2024, where θ_0 = 0 gives φ_0 = −b"),
      positive("eta", 1e-3, "learning rate η", "Figure 8"),
      positive("batch", 256.0, "batch size B", "Figure 8"),
      count("steps", {4000, 10'000, 10'000}, "optimizer steps", "Figure 8 (N = 10000)"),
      count("records", {40, 100, 100}, "times recorded after the start", "chosen", 20),
      runs("paths", {256, 1024, 500}, "runs in few dimensions", "Figure 8 (500)"),
      runs("many-paths", {64, 64, 500}, "runs in many dimensions", "Figure 8 (500)"),
      count("few", {16, 16, 16}, "fewer dimensions",
            "chosen: Figure 8 gives no number; so few that a share of the loss, about 1/v, exceeds "
            "2/B, above which a coordinate is not of Phase 3",
            2),
      count("many", {256, 256, 256}, "more dimensions", "chosen: so many that a share does not", 2),
      positive("sde-batch", 4.0, "batch size beside the SDE",
               "chosen: signs vary with probabilities of order 1, which at B = 256 they do near "
               "the minimum only"),
      count("sde-dimension", {4, 4, 4}, "dimensions beside the SDE",
            "chosen: shares of ¼, signs of correlation 0.1", 2),
      count("sde-steps", {200, 200, 200}, "steps beside the SDE",
            "chosen: a third of the loss, far from the minimum, at which the noise is not smooth"),
      runs("sde-paths", {4096, 16'384, 65'536}, "runs beside the SDE",
           "chosen: variances to 1 % at standard effort"),
      count("refine", {2, 4, 8}, "SDE steps for each optimizer step",
            "chosen: at 1 the integrator is the optimizer"),
      most_refine({4, 16, 32}),
  };
}

std::vector<Claim> claims() {
  return {
      {"phase-one-bound", "Lemma C.32 (1)",
       "In few dimensions E f obeys ¼(√μ t − 2√f₀)² until that has come down to the limit of bound "
       "(3).",
       ClaimKind::bound, "f", "none: a bound", Verdict::holds,
       "the coordinates that carry the loss have |Y| > 3/2: their share exceeds 4.5/B"},
      {"phase-three-from-start", "Lemma C.32 (3), (130)",
       "Before the leading coordinate can have arrived, t <= |φ_{0,1}| = 1, bound (3) holds, too.",
       ClaimKind::bound, "f", "none: a bound", Verdict::fails,
       "it is for |Y| < 1: a step has at most the length of a sign, while the bound's drift grows "
       "as √B"},
      {"phase-three-bound", "Lemma C.32 (3), (130)",
       "In more than B/2 dimensions it holds from the start.", ClaimKind::bound, "f",
       "none: a bound", Verdict::holds,
       "μ²/L is v^{−4α}, so that the bound comes down later than the leading coordinates, which "
       "are in Phase 1, and its limit leaves room"},
      {"sde-variance", "(128)",
       "Far from the minimum Var f of SignSGD is that of its SDE with the covariance S − mmᵀ of "
       "the signs.",
       ClaimKind::equality, "of η∇fᵀΣ̄∇f t",
       "a third of the distance to noise without ∇f∇fᵀ, of independent signs, by the diffusion of "
       "f at the start",
       Verdict::holds, "an order-1 weak approximation at small η"},
  };
}

std::vector<Control> controls() {
  return {
      {"sgd",
       "SGD in the place of SignSGD",
       {"phase-one-bound", "phase-three-bound"},
       Effort::quick},
      {"enough-dimensions",
       "more than B/2 dimensions in the place of few",
       {"phase-three-from-start"},
       Effort::quick},
      {"noise-without-gradient", "SDE of the noise 2fD/B", {"sde-variance"}, Effort::quick},
  };
}

}  // namespace

Experiment fig8_powerlaw_noise() {
  return {
      .id = "adaptive/fig8-powerlaw-noise",
      .title = "SignSGD on power-law least squares: the bounds of Lemma C.32, and its SDE",
      .reference = "Figure 8; Lemma C.32, (126)–(130)",
      .statement =
          "On f = ½φᵀDφ, D = diag(j^{−2α}), with Gaussian noise of the covariance of minibatches, "
          "(2fD + ∇f∇fᵀ)/B, the loss of SignSGD obeys the bounds of Lemma C.32 each in its phase. "
          "Which phase that is depends on the number of dimensions against B, which Figure 8 does "
          "not give: |Y_i|² = (B/2) s_i/(1 + s_i), s_i being the share of coordinate i in the "
          "loss. "
          "The SDE with correlated signs has the spread of the loss.",
      .parameters = parameters(),
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::adaptive
