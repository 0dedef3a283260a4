// RMSprop against its SDE and Malladi's on a quadratic and an embedded saddle (Figure 9).
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/rivals.hpp"

namespace sdescent::adaptive {
namespace {

std::vector<Parameter> parameters() {
  return {
      positive("eta", 0.01, "learning rate η", "adaptive F.3"),
      positive("beta", 0.99, "β", "adaptive F.3"),
      non_negative("epsilon", 1e-8, "ε", "chosen: PyTorch's; the paper gives none"),
      positives("hessian", Eigen::Array2d(10, 2), "eigenvalues of H", "adaptive F.3"),
      positive("quadratic_sigma", 0.1, "σ on the quadratic", "adaptive F.3"),
      reals("saddle", Eigen::Array2d(-1, 2), "eigenvalues of the embedded saddle", "adaptive F.3"),
      positive("quartic", 1.0, "its quartic coefficient", "adaptive F.3"),
      non_negative("cubic", 0.1, "its cubic coefficient", "adaptive F.3"),
      positive("saddle_sigma", 0.01, "σ on the saddle", "adaptive F.3"),
      reals("quadratic_far", Eigen::Array2d(4, 4), "far start on the quadratic",
            "chosen: none in the paper; ∇f ≫ σ for several 1/ρ, and steps of up to 10η while v "
            "is young do not reach the minimum"),
      reals("quadratic_near", Eigen::Array2d(0.01, 0.01), "near start on the quadratic",
            "chosen: a step, as v₀ = 0 makes the first ones 10η"),
      reals("saddle_far", Eigen::Array2d(0.005, 3), "far start on the saddle",
            "chosen: beside the saddle in x₁, so that both basins are reached, far in x₂"),
      reals("saddle_near", Eigen::Array2d(0.005, 0.01), "near start on the saddle",
            "chosen: as the far start, near in x₂"),
      positive("t0", 0.5, "time t₀ from which the SDEs run",
               "chosen: half of 1/ρ, when v has forgotten v₀ = 0 and ∇f is still large"),
      positives("t0s", Eigen::Array4d(0.1, 0.25, 0.5, 1.0), "t₀ of the last panels", "chosen"),
      positive("far_end", 5.0, "end of runs from a far start",
               "chosen: the paper's 20 and 16 have x at rest from about 5 on"),
      positive("far_from", 1.0, "first time compared from a far start", "chosen: one 1/ρ"),
      positive("far_to", 4.0, "last time compared from a far start",
               "chosen: four 1/ρ, E f falls by orders of magnitude"),
      positive("spread_to", 3.0, "last time at which Var x is compared", "chosen: ∇f ≫ σ"),
      positive("near_end", 8.0, "end of runs from a near start", "chosen: eight 1/ρ"),
      positive("near_from", 6.0, "first time that counts as stationary",
               "chosen: e^{−6} is left of v's start"),
      count("records", {20, 60, 60}, "times recorded after t₀", "chosen"),
      runs("far_paths", {768, 8192, 500}, "runs from a far start",
           "adaptive F.3 (500, which leaves claims on variances undecided); at standard effort the "
           "smallest tolerance is three standard errors and more"),
      runs("near_paths", {512, 4096, 500}, "runs from a near start",
           "adaptive F.3; at standard effort the tolerances are four standard errors and more, "
           "over all times"),
      count("samples", {256, 1024, 500}, "runs of which laws are compared",
            "chosen: the work grows as their square"),
      count("t0_paths", {256, 1024, 500}, "runs for each t₀", "chosen"),
      count("pilot_paths", {512, 4096, 4096}, "runs of the pilots", "chosen: tolerances to 5 %"),
      count("refine", {8, 8, 8}, "SDE steps for each optimizer step",
            "chosen: F.3 uses 1, where the integrator is the optimizer"),
      most_refine({8, 64, 64}),
  };
}

std::vector<Control> controls() {
  return {
      {"malladi-for-paper",
       "Malladi's drift in the place of the paper's",
       {"quadratic-loss", "saddle-loss"},
       Effort::quick},
      {"rivals-swapped",
       "each SDE in the place of the other",
       {"quadratic-closer-loss", "quadratic-closer-law", "saddle-closer-loss", "saddle-closer-law",
        "quadratic-level-closer-at-eta", "saddle-level-closer-at-eta"},
       Effort::quick},
      {"rivals-swapped-at-rest",
       "the same",
       {"quadratic-level-closer", "saddle-level-closer"},
       Effort::standard},
      {"complete-sde",
       "the SDE with the noise of V",
       {"quadratic-spread", "saddle-spread"},
       Effort::standard},
      {"sde-at-eta",
       "the scheme at Δt = η in the place of the SDE, for the stationary variance",
       {"quadratic-level", "saddle-level"},
       Effort::standard},
  };
}

}  // namespace

Experiment fig9_rmsprop() {
  return rival_experiment(
      {.kind = AdaptiveMethod::Kind::rmsprop,
       .id = "adaptive/fig9-rmsprop",
       .title = "RMSprop against its SDE and Malladi's, on a quadratic and an embedded saddle",
       .reference = "Theorem C.34, (131), (228); Figure 9; F.3",
       .statement =
           "Two SDEs start from RMSprop's own states at t₀. While ∇f ≫ σ this paper's follows it "
           "and Malladi's does not. At rest ηλ/σ is 1 on the quadratic and 2 on the saddle, no "
           "small number: solved exactly, both SDEs have less variance than RMSprop and Malladi's "
           "is the nearer one. Integrated with Δt = η, as in the paper, the order is the reverse: "
           "that scheme of this paper's SDE is RMSprop itself, that of Malladi's is at the border "
           "of its stability.",
       .paper_sde = "(131)",
       .malladi_sde = "(228)",
       .figure = "Figure 9",
       .parameters = parameters(),
       .controls = controls(),
       .level_reason =
           "RMSprop's variance is ησ²/(P(2λ − ηλ²/P)), its SDE's ησ²/(2λP), with P² = σ² + λ²Var x "
           "each: ηλ/P is near 1",
       .level_closer_reason =
           "both are smaller than RMSprop's, Malladi's ησ/(2λ) less so, as its P is σ",
       .quadratic_at_eta = Verdict::holds,
       .saddle_at_eta = Verdict::holds,
       .quadratic_at_eta_reason =
           "Euler's step of (131) has RMSprop's conditional moments; that of (228) contracts by 1 "
           "− ηλ/σ = 0, for variance η²",
       .saddle_at_eta_reason =
           "Euler's step of (131) has RMSprop's conditional moments; that of (228) has the "
           "multiplier 1 − ηλ/σ = −1: its variance grows until paths escape"});
}

}  // namespace sdescent::adaptive
