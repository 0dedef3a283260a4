// Lemma 3.10 and Corollary 3.11: SignSGD and its SDE under Student's noise, beside SGD.
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/heavy_tails_results.hpp"

namespace sdescent::adaptive {
namespace {

const std::string third_of_gaussian =
    "a third of the distance to Gaussian noise of the same scale, by noise and coordinate, ";
const std::string third_of_corollary =
    "a third of the distance to Corollary 3.3's SDE with the covariance of the noise for Σ (with "
    "its scale matrix for ν <= 2, where there is no covariance), by noise and coordinate, ";

std::vector<Claim> sign_claims() {
  return {
      {"mean-sde", "Lemma 3.10 (46)",
       "E x_k of SignSGD and E X_{kη} of its SDE agree for every ν, far from the minimum, too.",
       ClaimKind::equality, "x", third_of_corollary + "by the ODE of the drift", Verdict::holds,
       "2Ξ_ν = 2F_ν − 1 is the conditional mean of the sign; a step's error is O(η²), and E x_k of "
       "the linear chain is (1 − ηc)^k against e^{−ckη}: at most ηc/(2e) < 0.3 % of the start"},
      {"variance-sde", "Lemma 3.10 (46)",
       "The stationary Var x_k of SignSGD and Var X_t of its SDE agree for every ν.",
       ClaimKind::equality, "η/(2c)", third_of_corollary + "by 1/c", Verdict::holds,
       "with c = c_νλ/σ the SDE has η/(2c + ηc²) and the optimizer η/(2c): relatively ηc/2 <= 0.8 "
       "% "
       "apart, half of the tolerance at ν = 5"},
      {"mean-phase-three", "Lemma C.28, Corollary 3.11",
       "Near the minimum E x_k of SignSGD is e^{−c_νλt/σ}x₀ with c_ν = 2Γ((ν+1)/2)/(√(πν)Γ(ν/2)): "
       "√½ for ν = 2.",
       ClaimKind::equality, "x", third_of_gaussian + "by the same formula", Verdict::holds,
       "2Ξ_ν(z) = c_νz(1 − (ν+1)z²/(6ν) + …): at λx₀/σ = 0.2 and with the stationary spread of z "
       "the curvature slows the mean down by less than half of the tolerance, and finite η speeds "
       "it up by ηc/2. Lemma 3.10 prints Γ(ν/2)²: then 2Ξ_ν tends to 1/Γ(ν/2), which for ν = 3 is "
       "2/√π = 1.13, so that a probability is larger than 1 and the diffusion the root of a "
       "negative number, and for ν = 1 only 0.56, so that no gradient makes the sign certain; "
       "Γ(ν/2) is 1 for ν = 2, which is why Corollary 3.11 is right"},
      {"variance-phase-three", "Lemma C.28, Corollary 3.11",
       "The stationary Var x_k of SignSGD is η/(2c), c = c_νλ/σ, for every ν.", ClaimKind::equality,
       "η/(2c)", third_of_gaussian + "|c_ν/c_∞ − 1|", Verdict::holds,
       "exact for the linear chain; the curvature of Ξ_ν adds a relative (ν+1)/(2ν) ηλ/(2c_νσ), "
       "1.6 % at ν = 1 and 0.8 % at ν = 5 for λ = 2"},
      {"noise-marginal", "Conclusion of Section 3.1.1",
       "Infinite variance has little marginal effect: it multiplies the stationary variance of "
       "SignSGD by c_∞/c_ν, √(π/2) = 1.253 for ν = 1 and 2/√π = 1.128 for ν = 2.",
       ClaimKind::equality, "log ratio", "a third of the distance to no effect, ratio 1",
       Verdict::holds,
       "SignSGD sees the density of its noise at 0 alone: p(0) is 0.318 for Cauchy's law and 0.399 "
       "for Gauss's of the same scale"},
      {"sign-eta", "Lemma C.28",
       "The stationary variance of SignSGD shrinks as η for every ν, infinite variance or not.",
       ClaimKind::exponent, "exponent",
       "a third of the distance to the exponent 0 of SGD under Cauchy's noise", Verdict::holds,
       "η/(2c) to leading order"},
      {"saddle-mean-sde", "Lemma 3.10 (46)",
       "On the embedded saddle E x_k of SignSGD and E X_{kη} of its SDE agree from beside the "
       "saddle to the minimum, under infinite variance.",
       ClaimKind::equality, "x", third_of_gaussian + "by the ODE of the drift", Verdict::holds,
       "as mean-sde: the lemma needs no quadratic"},
      {"saddle-variance", "Corollary 3.11",
       "Around the minimum of the embedded saddle the stationary Var x_k of SignSGD is η/(2c) with "
       "the curvature ∂²f/∂x_i² there for λ.",
       ClaimKind::equality, "η/(2c)", third_of_gaussian + "|c_ν/c_∞ − 1|", Verdict::holds,
       "cubic and quartic terms add O(η)"},
  };
}

std::vector<Claim> sgd_claims() {
  return {
      {"sgd-law", "Section 3.1.1",
       "Quartiles and 10 % quantiles of SGD's x_i at T are those of its exact law for every ν and "
       "η: "
       "Cauchy's of scale (σ/λ)(1 − (1−ηλ)^k) for ν = 1.",
       ClaimKind::equality, "ratio",
       "a third of the distance to Gaussian noise of the same scale, by the law", Verdict::holds,
       "SGD is linear: x_k is a sum of independent T_j, whatever their moments"},
      {"sgd-variance", "Lemma 3.8",
       "Var x_i of SGD for ν > 4 is ησ²ν/((ν−2)(2λ−ηλ²))(1 − (1−ηλ)^{2k}).", ClaimKind::equality,
       "ratio", "a third of the distance to σ² in the place of νσ²/(ν−2)", Verdict::holds,
       "exact. Not claimed for ν <= 4: the fourth moment of x_k is infinite, so that an empirical "
       "variance has no normal interval"},
      {"sgd-cauchy-eta", "Conclusion of Section 3.1.1",
       "Under Cauchy's noise the spread (half the distance of quartiles) of SGD does not depend on "
       "η: the exponent is 0.",
       ClaimKind::exponent, "exponent",
       "a third of the distance to the exponent ½ of finite variance", Verdict::holds,
       "it is (σ/λ)(1 − (1−ηλ)^{T/η}), which η changes by O(ηλ): a weighted average of Cauchy "
       "variables is as wide as one of them"},
      {"sgd-finite-eta", "Lemma 3.8",
       "With finite variance (ν > 2) the spread of SGD shrinks as √η.", ClaimKind::exponent,
       "exponent", "a third of the distance to the exponent 0 of Cauchy's noise", Verdict::holds,
       "the standard deviation does; the spread of the law tends to 0.6745 of it"},
      {"sign-beats-sgd-cauchy", "Conclusion of Section 3.1.1",
       "Under Cauchy's noise the median loss of SignSGD is below that of SGD.", ClaimKind::ordering,
       "f", "none: an ordering", Verdict::holds,
       "x of SGD has the spread σ/λ, that of SignSGD 0.67 √(ησ/(2c_1λ)), smaller by a factor of "
       "order √(ηλ/σ)"},
      {"sign-beats-sgd-infinite-variance", "Conclusion of Section 3.1.1",
       "Under infinite variance (ν = 2) SGD diverges: the median loss of SignSGD is below that of "
       "SGD.",
       ClaimKind::ordering, "f", "none: an ordering", Verdict::fails,
       "SGD does not diverge: at ν = 2 its law at T exists and its spread is about "
       "σ√(η log(1/η)/λ), which for σ = 0.1 is less than SignSGD's √(ησ/λ). Only its expected loss "
       "is infinite, carried by rare runs: what a median does not see"},
  };
}

std::vector<Parameter> sign_parameters() {
  return {
      positives("hessian", Eigen::Array2d(1, 2), "eigenvalues of H", "adaptive F.2"),
      positive("sigma", 0.1, "scale σ of the noise, Σ = σ²I", "adaptive F.2"),
      positive("eta", 1e-3, "learning rate η", "adaptive F.2"),
      positives(
          "nu", Eigen::Array4d(1, 2, 3, 5), "degrees of freedom ν",
          "chosen: no mean, no variance (Corollary 3.11), no fourth moment, all that is needed"),
      reals(
          "far", Eigen::Array2d(0.1, 0.1), "start of SignSGD, its SDE and SGD",
          "adaptive F.2: N(0, 0.01), here one standard deviation, where |∇f|/σ is 1 and 2 and the "
          "tails of the noise decide"),
      reals("near", Eigen::Array2d(0.02, 0.01), "start x₀ for mean-phase-three",
            "chosen: |∇f| = 0.2σ, in Phase 3 with a curvature of Ξ_ν below the tolerance"),
      runs("paths", {512, 24'576, 5000}, "runs of SignSGD alone at the largest ν",
           "adaptive F.2 (5000). At standard effort the tolerance of variance-phase-three at ν = 5 "
           "less the O(η) of its reason is six standard errors; smaller ν have larger tolerances "
           "and run fewer, as their tolerance squared"),
      runs("sde_paths", {256, 8192, 5000}, "runs of SignSGD beside its SDE at ν = 2",
           "the same for variance-sde, whose tolerance is smallest at ν = 2; for mean-sde no fewer "
           "than half of them elsewhere, where its tolerance is seven standard errors"),
      count("steps", {3600, 10'000, 4000}, "steps of these runs",
            "chosen: F.2's 3000 is too short for the way from the saddle. At standard effort 70 "
            "and 140 independent variances for each run"),
      positive("burn_in", 0.7, "time after which these runs count as stationary",
               "chosen: nine relaxation times σ/(2c_νλ) of the variance or more; checked by a "
               "condition of variance-phase-three"),
      positive("saddle_burn_in", 1.8, "the same on the saddle",
               "chosen: the way from the saddle to the minimum takes about 1.2"),
      count("refine", {2, 2, 4}, "SDE steps for each optimizer step",
            "chosen: F.2 uses 1, where the integrator is the optimizer. The bias bound is what is "
            "left of the difference to Δt = η"),
      most_refine({8, 16, 32}),
      runs("response_paths", {2048, 131'072, 5000}, "pairs of runs for mean-phase-three",
           "chosen: ten standard errors within the tolerance at ν = 5"),
      count(
          "response_steps", {240, 240, 240}, "steps of these pairs",
          "chosen: beyond three relaxation times σ/(c_νλ) of the faster coordinate most pairs have "
          "met and few carry the mean"),
  };
}

std::vector<Parameter> other_parameters() {
  return {
      positives("eta_factors", Eigen::Array3d(1, 3, 9),
                "learning rates of SGD beside SignSGD, times η", "chosen: three for exponents"),
      positive("pair_horizon", 3.0, "time T of SGD beside SignSGD", "adaptive F.2: 3000 steps"),
      runs("pair_paths", {512, 6144, 5000}, "runs of SGD beside SignSGD",
           "adaptive F.2 (5000). At standard effort quantiles to 2 %, a seventh of the smallest "
           "tolerance of sgd-law and sgd-variance"),
      reals("saddle", Eigen::Array2d(-1, 2), "eigenvalues of the embedded saddle", "adaptive F.3"),
      positive("quartic", 1.0, "its quartic coefficient", "adaptive F.3"),
      non_negative("cubic", 0.1, "its cubic coefficient", "adaptive F.3"),
      reals(
          "saddle_start", Eigen::Array2d(0.2, 0.5), "start beside the saddle",
          "chosen: the paper gives none; on the side of the lower minimum, |∂₁f| about 2σ, so that "
          "no run leaves on the other side"),
      positive("saddle_nu", 2.0, "ν on the saddle", "chosen: Corollary 3.11's"),
  };
}

std::vector<Parameter> parameters() {
  std::vector<Parameter> all = sign_parameters();
  for (Parameter& parameter : other_parameters()) all.push_back(std::move(parameter));
  return all;
}

std::vector<Claim> claims() {
  std::vector<Claim> all = sign_claims();
  for (Claim& claim : sgd_claims()) all.push_back(std::move(claim));
  return all;
}

}  // namespace

Experiment heavy_tails() {
  return {
      .id = "adaptive/heavy-tails",
      .title = "SignSGD, its SDE and SGD under Student's noise, infinite variance included",
      .reference = "Lemma 3.10 (C.20), Corollary 3.11 (C.28), Conclusion of Section 3.1.1",
      .statement =
          "With gradient noise σT, T ~ t_ν, mean and variance of SignSGD follow those of the SDE "
          "(46) for ν = 1, 2, 3, 5 and, near the minimum, the closed forms with the slope c_ν, on "
          "F.2's quadratic and on the embedded saddle. SGD under the same noise follows its exact "
          "law, which has no moments for ν = 1: claims on it are claims on quantiles. The SDE is "
          "solved at Δt = η/refine and Δt = η on one Brownian path; verdicts use the first.",
      .parameters = parameters(),
      .claims = claims(),
      .controls = {{"gaussian-sde",
                    "SDE of Gaussian noise, drift erf(Σ^{−1/2}∇f/√2), Σ the covariance or, for ν "
                    "<= 2, the scale "
                    "matrix",
                    {"mean-sde", "variance-sde", "saddle-mean-sde"},
                    Effort::quick},
                   {"misprinted-gamma",
                    "Γ(ν/2)² for Γ(ν/2) in c_ν, as Lemma 3.10 prints it (the same for ν = 2)",
                    {"mean-phase-three", "variance-phase-three"},
                    Effort::quick},
                   {"gaussian-noise",
                    "runs of optimizers with Gaussian noise of the same scale",
                    {"mean-sde", "variance-phase-three", "noise-marginal", "saddle-variance",
                     "sgd-cauchy-eta", "sign-beats-sgd-cauchy"},
                    Effort::quick},
                   {"gaussian-quantiles",
                    "the same; quantiles of batches of eight runs are too skewed to decide",
                    {"sgd-law"},
                    Effort::standard},
                   {"cauchy-noise",
                    "runs of optimizers with Cauchy's noise for every ν",
                    {"sgd-finite-eta", "sign-beats-sgd-infinite-variance"},
                    Effort::quick},
                   {"tail-blind-law",
                    "law and variance of SGD under Gaussian noise of the same scale",
                    {"sgd-variance"},
                    Effort::quick},
                   {"noise-grows-with-eta",
                    "noise of scale σ in proportion to η in the runs of SGD beside SignSGD",
                    {"sign-eta", "sgd-cauchy-eta", "sgd-finite-eta"},
                    Effort::quick}},
      .measure = measure_tails};
}

}  // namespace sdescent::adaptive
