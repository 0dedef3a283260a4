// Mean and covariance that all methods leave, as η → 0: Lemmas 3.7, 3.8, C.40, C.45, C.52, 3.14.
#include "validation/adaptive/stationary.hpp"

#include "validation/adaptive/adaptive.hpp"

namespace sdescent::adaptive {
namespace {

const char* other_slope =
    "a third of the relative distance between the formulas of SignSGD and RMSprop, 1 − √(2/π)";
const char* no_decay = "a third of the largest relative distance to the formula with ϑ = 0";
const char* without_factor = "a third of 1 − ρ₁/(ρ₁ + ϑ)";
const char* not_printed =
    "a third of the largest relative distance between what is printed and Lyapunov's equation";

std::vector<Claim> commuting_claims() {
  return {
      {"sgd", "Lemma 3.8", "Cov x_k/η of SGD tends to ½H^{−1}Σ.", ClaimKind::limit, "relative",
       other_slope, Verdict::holds, "(η/2)(H − ηH²/2)^{−1}Σ exactly"},
      {"sign-sgd", "Lemma 3.7", "Cov x_k/η of SignSGD tends to ½√(π/2)H^{−1}Σ^{1/2}.",
       ClaimKind::limit, "relative", other_slope, Verdict::holds,
       "to leading order; the lemma's (η/π)HΣ^{−1/2} is the next one"},
      {"rmsprop", "Lemma C.40", "Cov x_k/η of RMSprop tends to ½Σ^{1/2}H^{−1}.", ClaimKind::limit,
       "relative", other_slope, Verdict::holds, "V → diag Σ up to O(η)"},
      {"rmspropw", "Lemma C.45", "Cov x_k/η of RMSpropW tends to ½(HΣ^{−1/2} + ϑI)^{−1}.",
       ClaimKind::limit, "relative", no_decay, Verdict::holds, "as for RMSprop"},
      {"adam", "Lemma C.52", "Cov x_k/η of Adam at fixed ρ₁ and ρ₂ tends to ½Σ^{1/2}H^{−1}.",
       ClaimKind::limit, "relative", other_slope, Verdict::holds,
       "for ϑ = 0 momentum leaves the covariance of x alone"},
      {"adamw", "Lemma 3.14",
       "Cov x_k/η of AdamW at fixed ρ₁ and ρ₂ tends to ½(HΣ^{−1/2} + "
       "ϑI)^{−1}.",
       ClaimKind::limit, "relative", without_factor, Verdict::fails,
       "the proof puts M = ∇f. The stationary moments of (219) have ρ₁/(ρ₁ + ϑ) times that"},
      {"adamw-momentum", "Lemma 3.14", "It tends to ρ₁/(ρ₁ + ϑ) times that.", ClaimKind::limit,
       "relative", without_factor, Verdict::holds, "derived here"},
      {"adamw-fixed-beta1", "Lemma 3.14",
       "At a fixed β₁, as in practice, it tends to ½(HΣ^{−1/2} + ϑI)^{−1}.", ClaimKind::limit,
       "relative", no_decay, Verdict::holds, "ρ₁ = (1 − β₁)/η → ∞"},
  };
}

std::vector<Claim> other_claims() {
  const auto printed = [](const char* id, const char* lemma, const char* name) {
    return Claim{id,
                 lemma,
                 std::string("Where Σ^{1/2} and H do not commute, Cov x_k/η of ") + name +
                     " still tends to the formula.",
                 ClaimKind::limit,
                 "relative",
                 not_printed,
                 Verdict::fails,
                 "it is not symmetric there; the lemma lacks the condition"};
  };
  const auto lyapunov = [](const char* id, const char* lemma, const char* name) {
    return Claim{id,
                 lemma,
                 std::string("There Cov x_k/η of ") + name +
                     " tends to the solution of AC + CAᵀ = Q of its SDE.",
                 ClaimKind::limit,
                 "relative",
                 not_printed,
                 Verdict::holds,
                 "the covariance of a linear SDE"};
  };
  return {
      printed("sgd-printed", "Lemma 3.8", "SGD"),
      lyapunov("sgd-lyapunov", "Lemma 3.8", "SGD"),
      printed("rmsprop-printed", "Lemma C.40", "RMSprop"),
      lyapunov("rmsprop-lyapunov", "Lemma C.40", "RMSprop"),
      printed("rmspropw-printed", "Lemma C.45", "RMSpropW"),
      lyapunov("rmspropw-lyapunov", "Lemma C.45", "RMSpropW"),
      {"mean", "Lemmas 3.7, 3.8, C.40, C.45, C.52, 3.14",
       "Stationary means are 0 at every η, for all methods.", ClaimKind::equality,
       "standard deviations",
       "a tenth; a minimum displaced by one standard deviation of RMSprop on H = I moves every "
       "mean by 0.3 or more",
       Verdict::holds, "all is symmetric about the minimum, which is where decay pulls to"},
  };
}

std::vector<Claim> claims() {
  std::vector<Claim> all = commuting_claims();
  for (const Claim& claim : other_claims()) all.push_back(claim);
  return all;
}

std::vector<Parameter> parameters() {
  return {
      positives("etas", Eigen::Array3d(0.005, 0.01, 0.02), "learning rates η",
                "chosen: ηλ/σ <= 0.1 and ηρ₁ <= 0.2"),
      reals("dense", Eigen::Array3d(2.0, 0.6, 1.0), "H_11, H_12, H_22 of a dense H",
            "chosen: off-diagonal covariances of about 0.4 standard deviations"),
      positives("diagonal", Eigen::Array2d(1.0, 3.0), "eigenvalues of a diagonal H",
                "adaptive F.6"),
      positives("sigmas", Eigen::Array2d(0.5, 2.0), "σ of Σ = σ²I",
                "chosen: to either side of 1, where Σ^{1/2} cannot be seen"),
      positives("unequal", Eigen::Array2d(0.4, 1.2), "σ_1, σ_2 of an unequal Σ",
                "chosen: Σ^{1/2} does not commute with the dense H"),
      positives("decays", Eigen::Array2d(1.0, 4.0), "weight decays ϑ", "adaptive F.6"),
      positive("rho1", 10.0, "ρ₁ of Adam(W)", "chosen: ϑ/ρ₁ is 10 % and 40 %"),
      positive("rho2", 1.0, "ρ₂ of Adam(W), ρ of RMSprop(W)", "chosen"),
      positive("beta1", 0.5, "β₁ of AdamW where it is fixed",
               "chosen: ηϑ/(1 − β₁) <= 0.16 is in the asymptotic regime, as 0.9 would not be"),
      positive("end", 20.0, "horizon in t",
               "chosen: 12 relaxation times of the slowest x² to the first average"),
      runs("paths", {96, 512, 5000}, "runs of each method",
           "chosen; the control variates are worth tens of times as many"),
      runs("sign_paths", {1024, 4096, 5000}, "runs of SignSGD",
           "chosen: its control variate is worth a few times as many"),
      count("records", {40, 100, 200}, "times averaged over, in the last half", "chosen", 10),
  };
}

std::vector<Control> controls() {
  return {
      {"without-half",
       "the formulas without ½",
       {"sgd", "sign-sgd", "rmsprop", "rmspropw", "adam", "adamw-momentum", "adamw-fixed-beta1"},
       Effort::quick},
      {"without-root-sigma",
       "the formulas with 1 for Σ^{1/2} and Σ",
       {"sgd", "sign-sgd", "rmsprop", "rmspropw", "adam", "adamw-momentum", "adamw-fixed-beta1"},
       Effort::quick},
      {"decay-dropped",
       "the formulas with ϑ = 0",
       {"rmspropw", "adamw-momentum", "adamw-fixed-beta1"},
       Effort::quick},
      {"diagonal-hessian",
       "the formulas with the diagonal of H alone",
       {"sgd", "sign-sgd", "rmsprop", "rmspropw", "adam", "adamw-momentum", "adamw-fixed-beta1"},
       Effort::quick},
      {"slope-one", "1 for √(2/π) in SignSGD's formula", {"sign-sgd"}, Effort::quick},
      {"coupled-decay",
       "decay inside the gradient in the place of decoupled decay",
       {"rmspropw", "adamw-momentum", "adamw-fixed-beta1", "rmspropw-lyapunov"},
       Effort::quick},
      {"momentum-counted", "the factor ρ₁/(ρ₁ + ϑ) in Lemma 3.14", {"adamw"}, Effort::standard},
      {"momentum-forgotten",
       "no such factor where it is due",
       {"adamw-momentum"},
       Effort::standard},
      {"printed-and-lyapunov-swapped",
       "the printed formulas and the solutions of Lyapunov's equation exchanged",
       {"sgd-printed", "sgd-lyapunov", "rmsprop-printed", "rmsprop-lyapunov", "rmspropw-printed",
        "rmspropw-lyapunov"},
       Effort::standard},
      {"displaced-minimum", "a minimum that is not where decay pulls to", {"mean"}, Effort::quick},
  };
}

}  // namespace

Experiment stationary() {
  return {.id = "adaptive/stationary",
          .title = "Stationary mean and covariance of all methods as η → 0",
          .reference = "Lemmas 3.7, 3.8, 3.14, C.40, C.45, C.52, C.57",
          .statement =
              "On quadratics, dense and diagonal, under equal and unequal noise, the stationary "
              "covariance over η of SGD, SignSGD, RMSprop(W) and Adam(W) is extrapolated to η = 0, "
              "off-diagonal entries included. The formulas hold where Σ^{1/2} and H commute, but "
              "for AdamW at a fixed ρ₁, where a factor ρ₁/(ρ₁ + ϑ) is missing.",
          .parameters = parameters(),
          .claims = claims(),
          .controls = controls(),
          .measure = measure_stationary};
}

}  // namespace sdescent::adaptive
