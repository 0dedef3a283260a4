// Lemmas 3.6 and 3.8 and the remark between them: SGD in time, its loss, and what noise does to it.
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/sgd_moments_results.hpp"

namespace sdescent::adaptive {
namespace {

const char* without_half = "a third of the largest distance to Lemma 3.8 without ½, by closed form";
const char* to_sign = "a third of the largest distance to the mean of SignSGD, by closed forms";
const char* exponents = "a third of the distance between the exponents of SGD and SignSGD";

std::vector<Claim> moment_claims() {
  return {
      {"mean-lemma", "Lemma 3.8", "E x_k of SGD is e^{−Ht}x₀ at all times.", ClaimKind::equality,
       "x", to_sign, Verdict::holds,
       "(1 − ηλ)^k x₀ exactly: relatively ηλ²t/2 away, 0.07 % of x₀ at most"},
      {"variance-lemma", "Lemma 3.8", "Var x_k of SGD is (η/2)H^{−1}Σ(1 − e^{−2Ht}) at all times.",
       ClaimKind::equality, "x²", without_half, Verdict::holds,
       "ησ²(1 − (1−ηλ)^{2k})/(2λ − ηλ²) exactly: relatively O(ηλ) away"},
      {"mean-sde", "footnote 5, (238)", "E x_k of SGD and E X_{kη} of its SDE agree.",
       ClaimKind::equality, "x", to_sign, Verdict::holds,
       "as mean-lemma, which is exact for the SDE"},
      {"variance-sde", "footnote 5, (238)", "Var x_k of SGD and Var X_{kη} of its SDE agree.",
       ClaimKind::equality, "x²", without_half, Verdict::holds,
       "as variance-lemma, which is exact for the SDE"},
      {"saddle-variance", "Lemma 3.8",
       "Around the minimum of the embedded saddle Var x_k of SGD is Lemma 3.8's with the "
       "curvatures "
       "∂²f/∂x_i² there.",
       ClaimKind::equality, "x²", without_half, Verdict::holds,
       "cubic and quartic terms change it by O(ησ²)"},
  };
}

std::vector<Claim> loss_claims() {
  return {
      {"loss-exact", "Lemma 3.8",
       "E f(x_k) of SGD is Σ λ_i/2 (x_{0,i}²e^{−2λ_it} + ησ²/(2λ_i)(1 − e^{−2λ_it})).",
       ClaimKind::equality, "f", without_half, Verdict::holds, "½ Σ λ_i E x_i² of Lemma 3.8"},
      {"loss-bound", "Lemma 3.6",
       "E f(x_k) of SGD obeys S₀e^{−2μt} + (η/2)(L_τσ²/(2μ))(1 − "
       "e^{−2μt}).",
       ClaimKind::bound, "f", "none: a bound", Verdict::holds,
       "the smallest eigenvalue stands for all: asymptotically tr H/(μd) = 1.5 times too large for "
       "diag(1, 2)"},
      {"loss-bound-attained", "Lemma 3.6", "The bound is E f(x_k), not only above it.",
       ClaimKind::equality, "f",
       "a third of the largest distance between the bound and the exact expected loss",
       Verdict::fails, "it is so for isotropic H and Σ only"},
      {"loss-bound-isotropic", "Lemma 3.6", "For H = μI the bound is E f(x_k).",
       ClaimKind::equality, "f",
       "a third of the largest distance to the bound with L_τ = λ₁ in the place of tr H",
       Verdict::holds, "μ-strong convexity is used once, as ‖∇f‖² >= 2μf, an equality here"},
  };
}

std::vector<Claim> noise_claims() {
  return {
      {"sgd-loss-exponent", "Remark after Lemma 3.6, Figure 6",
       "The asymptotic loss of SGD grows as σ².", ClaimKind::exponent, "exponent", exponents,
       Verdict::holds, "Σ ησ²/4 to leading order; SGD is linear in its noise"},
      {"sgd-rate-exponent", "Remark after Lemma 3.6",
       "The rate at which E x_k of SGD decays does not depend on σ.", ClaimKind::exponent,
       "exponent", exponents, Verdict::holds, "it is −ln(1 − ηλ)/η"},
      {"sign-sgd-loss-exponent", "Remark after Lemma 3.6, Figure 6",
       "The asymptotic loss of SignSGD grows (almost) as σ.", ClaimKind::exponent, "exponent",
       exponents, Verdict::holds,
       "Σ √(π/2)ησ/4 to leading order; at the smallest σ the next order is 1 % and 2 %"},
      {"sign-sgd-rate-exponent", "Remark after Lemma 3.6",
       "The rate at which E x_k of SignSGD decays in Phase 3 is as 1/σ.", ClaimKind::exponent,
       "exponent", exponents, Verdict::holds,
       "√(2/π)λ/σ; at the smallest σ, where λx₀/σ = 0.4 at the start, erf's curvature takes 2 %"},
      {"sign-sgd-crossover", "Remark after Lemma 3.6, C.27",
       "Where σ is not large against ηλ, the asymptotic loss of SignSGD falls below the linear law "
       "as 1/Δ says: by the factors 1/(1 + √(π/2)ηλ/(πσ)).",
       ClaimKind::equality, "leading order",
       "a third of the distance between C.27 with and without its term (η/π)λ/σ²", Verdict::fails,
       "that term is the diffusion's −(2/π)(∇f/σ)² of Phase 3's SDE, and SignSGD itself does not "
       "have it: one step has E x'² = x² − 2ηx erf(λx/(σ√2)) + η², whose η² is not reduced. The "
       "curvature of erf makes the loss larger instead, by the factors 1 + √(π/2)ηλ/(4σ): SignSGD "
       "leaves the linear law upwards, towards a floor of order η² set by its step, while 1/Δ goes "
       "to 0 as σ²"},
  };
}

std::vector<Claim> claims() {
  std::vector<Claim> all = moment_claims();
  for (const auto& more : {loss_claims(), noise_claims()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<Parameter> parameters() {
  return {
      positives("hessian", Eigen::Array2d(1, 2), "eigenvalues of H", "adaptive F.2"),
      positive("sigma", 0.1, "noise standard deviation σ", "adaptive F.2"),
      positive("eta", 1e-3, "learning rate η", "adaptive F.2"),
      reals(
          "x0", Eigen::Array2d(0.01, 0.01), "start",
          "adaptive F.2 (schedulers): far enough for the mean to be seen over SGD's noise, and in "
          "Phase 3 of SignSGD"),
      runs("paths", {1536, 16'384, 5000}, "runs of SGD and its SDE",
           "adaptive F.2 (5000). At standard effort the tolerances of variances and losses are 20 "
           "standard errors or more, but 8 for those of the loss while SGD relaxes"),
      count("steps", {3000, 3000, 3000}, "optimizer steps", "adaptive F.2"),
      count("records", {15, 60, 60}, "times recorded after the start", "chosen"),
      most_refine({8, 32, 64}),
      count("refine", {2, 4, 8}, "SDE steps for each optimizer step",
            "chosen: F.2 uses 1, where the integrator is the optimizer"),
      runs("noise_paths", {1024, 4096, 5000}, "runs of SGD beside SignSGD for each σ",
           "chosen: rates to 5 % at the largest σ, a slope to 0.04"),
      count("noise_steps", {5000, 5000, 5000}, "their steps",
            "chosen: five relaxation times 1/λ of SGD's mean, ten of its loss"),
      positives("sigmas", Eigen::Array4d(0.05, 0.1, 0.2, 0.4), "σ of the noise cells",
                "chosen: around F.2's, within Phase 3 (σ ≫ ηλ), relaxed at T"),
      positive("crossover_sigma", 0.01, "σ of sign-sgd-crossover",
               "chosen: ηλ/σ = 0.1 and 0.2, where both orders are resolved and the next is not"),
      reals("saddle", Eigen::Array2d(-1, 2), "eigenvalues of the embedded saddle", "adaptive F.3"),
      positive("quartic", 1.0, "its quartic coefficient", "adaptive F.3"),
      non_negative("cubic", 0.1, "its cubic coefficient", "adaptive F.3"),
  };
}

std::vector<Control> controls() {
  return {
      {"lemma-without-half",
       "η in the place of η/2 in Lemma 3.8",
       {"variance-lemma", "loss-exact", "saddle-variance"},
       Effort::quick},
      {"lemma-root-sigma",
       "Σ^{1/2} in the place of Σ in Lemma 3.8",
       {"variance-lemma"},
       Effort::quick},
      {"mean-of-sign-sgd",
       "SignSGD's mean in the place of Lemma 3.8's",
       {"mean-lemma"},
       Effort::quick},
      {"sign-sgd-for-sgd",
       "SignSGD runs in the place of SGD",
       {"mean-lemma", "variance-lemma", "mean-sde", "variance-sde", "loss-exact", "loss-bound",
        "loss-bound-isotropic"},
       Effort::quick},
      {"sde-root-sigma",
       "SDE with Σ^{1/4} in the place of Σ^{1/2}",
       {"variance-sde"},
       Effort::quick},
      {"sde-eta-doubled", "SDE with diffusion √(2η)", {"variance-sde"}, Effort::quick},
      {"sde-of-sign-sgd", "SDE of SignSGD", {"mean-sde", "variance-sde"}, Effort::quick},
      {"bound-with-one-eigenvalue",
       "bound with L_τ = λ₁ instead of tr H",
       {"loss-bound", "loss-bound-isotropic"},
       Effort::quick},
      {"isotropic-hessian",
       "H = λ₁I in the place of H, for runs and for the bound that is to be attained",
       {"loss-bound-attained", "mean-lemma", "variance-lemma", "loss-exact"},
       Effort::quick},
      {"optimizers-swapped",
       "SignSGD in the place of SGD and SGD in that of SignSGD in the noise cells",
       {"sgd-loss-exponent", "sign-sgd-loss-exponent", "sign-sgd-rate-exponent"},
       Effort::quick},
      {"sgd-preconditioned",
       "SGD whose ∇f is divided by σ, as Σ^{−1/2} does for SignSGD, in the noise cells",
       {"sgd-rate-exponent"},
       Effort::quick},
      {"curvature-of-erf",
       "the optimizer's own expansion, with erf's curvature, in the place of 1/Δ",
       {"sign-sgd-crossover"},
       Effort::quick},
  };
}

}  // namespace

Experiment sgd_moments() {
  return {
      .id = "adaptive/sgd-moments",
      .title = "SGD and its SDE in time: moments, loss, and what noise does to rate and level",
      .reference = "Lemmas 3.6 and 3.8, Remark after Lemma 3.6, footnote 5; Figure 6",
      .statement =
          "On F.2's quadratic, mean, variance and loss of SGD and of its SDE follow Lemma 3.8 at "
          "all "
          "times; the loss obeys the bound of Lemma 3.6, which is an equality for isotropic H "
          "only. "
          "Over σ, SGD's asymptotic loss grows as σ² at a rate of decay that σ does not change, "
          "SignSGD's as σ at a rate as 1/σ. The SDE is solved at Δt = η/refine and Δt = η on one "
          "Brownian path; verdicts use the first. adaptive/noise-scaling has the stationary "
          "variances over η and σ.",
      .parameters = parameters(),
      .claims = claims(),
      .controls = controls(),
      .measure = measure_sgd_moments};
}

}  // namespace sdescent::adaptive
