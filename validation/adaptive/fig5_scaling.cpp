// Figure 5, top: what AdamW and RMSpropW leave, and what their scaling rule keeps.
#include "validation/adaptive/fig5_scaling.hpp"

#include "validation/adaptive/adaptive.hpp"

namespace sdescent::adaptive {
namespace {

using Kind = AdaptiveMethod::Kind;

/// What differs between the two experiments.
struct Wording {
  Kind kind;
  const char *bound, *stationary, *sde, *rule;
};
constexpr Wording adamw{Kind::adam, "Lemma 3.13, C.56; Figure 5", "Lemma 3.14, C.57",
                        "Theorem C.53, (219), (222)", "Lemma 3.13, C.56"};
constexpr Wording rmspropw{Kind::rmsprop, "Lemma C.44; Figure 5", "Lemma C.45",
                           "Theorem C.41, (158), (160)", "Lemma C.44"};

bool is_adam(const Wording& w) { return w.kind == Kind::adam; }

const char* without_decay =
    "a third of what leaving ϑ as it is changes in the stationary loss, by closed form";

const char* speed_tolerance =
    "a third of the largest distance between the loss at κt and at κ²t, by (165) in closed form";

std::vector<Claim> level_claims(const Wording& w) {
  return {
      {"bound", w.bound,
       "The limiting loss obeys (ηL_τσL/2)κ/(2μ√(Bδ)L + σξϑ(L + μ)), ϑ rescaled or not.",
       ClaimKind::bound, "f", "none: a bound", Verdict::holds,
       "μ stands for all eigenvalues: about twice the loss for H = diag(1, 3)"},
      {"quadratic-bound", w.bound,
       "It obeys ησL_τκ/(4(μ√(Bδ) + σξϑ)), too, which is sharper (xᵀ∇f = 2f).", ClaimKind::bound,
       "f", "none: a bound", Verdict::holds, "derived from the proof's own SDE, (165)"},
      {"bound-attained", w.bound, "The loss predicted by the bound matches (Figure 5, caption).",
       ClaimKind::equality, "f",
       "a third of the distance between the bound and the stationary loss, by closed forms",
       Verdict::fails, "so it does for H = μI only"},
      {"stationary-loss", w.stationary,
       "The limiting loss is ½ Σ λ_i(κη/2)/(λ_i√δ/σ + ξϑ), whether ϑ is rescaled or not.",
       ClaimKind::equality, "f", without_decay, Verdict::holds,
       is_adam(w) ? "lower by ρ₁/(ρ₁ + ξϑ) and higher by O(ηλ): 6 % at most together"
                  : "higher by half of ηκ²(λ/σ + ϑ), less what (∇f)² adds to V: 1 % at most"},
      {"rule-keeps-level", w.rule, "κ = √δ, ξ = κ, 1 − β_i times κ keep the limiting loss.",
       ClaimKind::equality, "base loss", without_decay, Verdict::holds,
       is_adam(w) ? "to O(ϑ/ρ₁): α = κ, but ξϑ against ρ₁ then grows as the clock's κ²"
                  : "to O(ηκ²(λ/σ + ϑ))"},
      {"malladi-keeps-level", w.rule, "So do Malladi's rates, 1 − β_i times κ².",
       ClaimKind::equality, "base loss", without_decay, Verdict::holds,
       "the rates of M and V are not in the formula"},
      {"decay-must-scale", "Figure 5", "Leaving ϑ as it is raises the limiting loss.",
       ClaimKind::ordering, "f", "none: an ordering", Verdict::holds,
       "by 22 % for ϑ = 1 and 48 % for ϑ = 4 by the formula"},
  };
}

std::vector<Claim> speed_claims(const Wording& w) {
  return {
      {"curve-rule", w.rule, "E f at t is the base run's at κ²t.", ClaimKind::equality, "base loss",
       speed_tolerance, is_adam(w) ? Verdict::holds : Verdict::fails,
       is_adam(w) ? "X is κ² times as fast; bias correction hides that V is only κ times so"
                  : "V, from 0, is only κ times as fast, X κ² times: relative speeds are not kept "
                    "and the run is thrown farther at first"},
      {"curve-malladi", w.rule,
       "With Malladi's rates, too, E f at t is the base run's at κ²t: relative speeds are kept.",
       ClaimKind::equality, "base loss", speed_tolerance, Verdict::holds,
       "with α = κ² the rescaled SDE is the base run's at κ²t, but for (∇f)² beside σ²/δ in V"},
  };
}

/// For AdamW alone: momentum is what keeps it from the formula, and V, corrected for its bias, lets
/// the speed of X be seen.
std::vector<Claim> adam_claims() {
  return {
      {"finite-eta", "Lemma 3.14, C.57",
       "For the rescaled run of the largest ϑ the limiting loss is that of AdamW linearised at "
       "this η.",
       ClaimKind::equality, "f",
       "a third of its distance to the formula, which the η → 0 limit gives, without sampling",
       Verdict::holds,
       "derived here: momentum that relaxes at ρ₁ costs ρ₁/(ρ₁ + ξϑ), which the proof drops with M "
       "→ ∇f"},
      {"speed", "Lemma 3.13, C.56",
       "The rescaled run is κ times as fast, as M and V are: E f at t is the base run's at κt.",
       ClaimKind::equality, "base loss", speed_tolerance, Verdict::fails,
       "(150) and (165) have κ√δ/σ in front of ∇f: X becomes κ√δ = κ² times as fast"},
  };
}

std::vector<Claim> sde_claims(const Wording& w) {
  return {
      {"sde-level", w.sde, "The SDE leaves the loss that the optimizer leaves.",
       ClaimKind::equality, "f", without_decay, is_adam(w) ? Verdict::fails : Verdict::holds,
       is_adam(w)
           ? "ηρ₁(∇f − M) stands in dX without the noise of that gradient: β₁² times the "
             "loss, at κ = 2 (2β₁ − 1)² times. The factor tends to 1 as η → 0 at fixed ρ₁ only"
           : "its own O(η) differs from the optimizer's"},
      {"malladi-sde-level", "Theorem D.2, D.5",
       "So does Malladi's SDE with decay, which lacks (∇f)² and, for Adam, ηρ₁(∇f − M).",
       ClaimKind::equality, "f", without_decay, Verdict::holds,
       "its stationary loss is the formula's, for Adam times ρ₁/(ρ₁ + ξϑ)"},
  };
}

std::vector<Claim> claims(const Wording& w) {
  std::vector<Claim> all = level_claims(w);
  for (const auto& more : {speed_claims(w), sde_claims(w)})
    all.insert(all.end(), more.begin(), more.end());
  if (is_adam(w))
    for (const Claim& claim : adam_claims()) all.push_back(claim);
  return all;
}

std::vector<Parameter> parameters(const Wording& w) {
  std::vector<Parameter> all{
      positives("hessian", Eigen::Array2d(1, 3), "eigenvalues of H", "adaptive F.6"),
      positive("sigma", 1.0, "noise standard deviation σ of the base run", "adaptive F.6"),
      positive("eta", 1e-3, "learning rate η of the base run", "adaptive F.6"),
      positive("beta2", 0.999, is_adam(w) ? "β₂ of the base run" : "β of the base run",
               "adaptive F.6"),
      positives("decays", Eigen::Array2d(1, 4), "weight decays ϑ of the base runs", "adaptive F.6"),
      positive("kappa", 2.0, "κ; δ = κ²", "adaptive F.6"),
      reals("x0", Eigen::Array2d(0.03, 0.03), "start",
            "chosen: F.6 gives none. (∇f)² << σ²/δ there, as the lemmas ask for"),
      runs("paths", {1536, 4096, 500}, "runs",
           "adaptive F.6 (500). At standard effort single points of a curve have a standard error "
           "of "
           "2 %, levels 0.4 %"),
      count("steps", {8000, 20'000, 20'000}, "optimizer steps", "adaptive F.6", 100),
      count("records", {40, 200, 200}, "evenly spaced times recorded",
            "chosen; averages are over the last half", 10),
  };
  if (is_adam(w))
    all.insert(all.begin() + 3, positive("beta1", 0.9, "β₁ of the base run", "adaptive F.6"));
  return all;
}

std::vector<Control> common_controls() {
  return {
      {"bound-with-one-eigenvalue",
       "bounds with L_τ = μ instead of tr H",
       {"bound", "quadratic-bound"},
       Effort::quick},
      {"isotropic-hessian", "H = λ₁I for runs and bound", {"bound-attained"}, Effort::quick},
      {"coupled-decay",
       "decay inside the gradient in the place of decoupled decay",
       {"stationary-loss", "rule-keeps-level", "malladi-keeps-level"},
       Effort::quick},
      {"decay-not-rescaled",
       "ϑ not rescaled in the run of the rule",
       {"rule-keeps-level", "stationary-loss"},
       Effort::quick},
      {"linear-rule",
       "κ = δ, the rule of SGD, in the run of Malladi's rates",
       {"malladi-keeps-level"},
       Effort::quick},
      {"decay-rescaled-twice",
       "ϑ rescaled by κ² in the run that should not rescale it",
       {"decay-must-scale"},
       Effort::quick},
  };
}

std::vector<Control> adam_controls() {
  return {
      {"root-kappa",
       "√κ in the place of κ in the diffusion of the rescaled SDEs",
       {"stationary-loss", "malladi-sde-level"},
       Effort::quick},
      {"malladi-sde", "Malladi's SDE in the place of the paper's", {"sde-level"}, Effort::quick},
      {"lemma-for-linearisation",
       "the formula in the place of the linearised optimizer",
       {"finite-eta"},
       Effort::standard},
      {"slower-rescaling",
       "√κ for κ and ξ, κ for δ and α: runs of the same level and κ times as fast",
       {"speed", "curve-malladi", "curve-rule"},
       Effort::quick},
      {"speed-kappa", "the base run at κt for κ²t", {"curve-malladi", "curve-rule"}, Effort::quick},
  };
}

std::vector<Control> rmsprop_controls() {
  return {
      {"root-kappa",
       "√κ in the place of κ in the diffusion of the rescaled SDEs",
       {"stationary-loss", "sde-level", "malladi-sde-level"},
       Effort::quick},
      {"slower-rescaling",
       "√κ for κ and ξ, κ for δ and α: runs of the same level and κ times as fast",
       {"curve-malladi"},
       Effort::quick},
      {"speed-kappa", "the base run at κt for κ²t", {"curve-malladi"}, Effort::quick},
      {"malladi-rates", "Malladi's rates in the run of the rule", {"curve-rule"}, Effort::quick},
  };
}

std::vector<Control> controls(const Wording& w) {
  std::vector<Control> all = common_controls();
  for (const Control& control : is_adam(w) ? adam_controls() : rmsprop_controls())
    all.push_back(control);
  return all;
}

Experiment fig5_scaling(const char* id, const char* title, const Wording& w) {
  const Kind kind = w.kind;
  return {.id = id,
          .title = title,
          .reference = std::string(w.bound) + "; " + w.stationary,
          .statement =
              "On F.6's quadratic the loss that is left obeys the bound, with slack, and is the "
              "stationary formula's. Rescaled by κ = √δ = ξ it keeps its level with the paper's "
              "rates and with Malladi's, and does not with ϑ as it was. Curves of the loss tell "
              "how much faster a rescaled run is. The levels of the paper's SDE and Malladi's are "
              "known without sampling.",
          .parameters = parameters(w),
          .claims = claims(w),
          .controls = controls(w),
          .measure = [kind](Session& session) { measure_fig5_scaling(session, kind); }};
}

}  // namespace

Experiment fig5_scaling_adamw() {
  return fig5_scaling("adaptive/fig5-scaling-adamw",
                      "AdamW: limiting loss, its bound and the scaling rule", adamw);
}

Experiment fig5_scaling_rmspropw() {
  return fig5_scaling("adaptive/fig5-scaling-rmspropw",
                      "RMSpropW: limiting loss, its bound and the scaling rule", rmspropw);
}

}  // namespace sdescent::adaptive
