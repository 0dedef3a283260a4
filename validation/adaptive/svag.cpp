// SVAG of SGD, RMSprop and Adam: which SDEs it tends to as ℓ → ∞ (Appendix A; Malladi et al. 2022).
#include "validation/adaptive/svag.hpp"

#include "validation/adaptive/adaptive.hpp"
#include "validation/measure_refined.hpp"

namespace sdescent::adaptive {
namespace {

using namespace svag;

void measure(Session& session) {
  const Setting setting = setting_of(session.parameters());
  std::vector<Results> all;
  for (const Method m : methods) all.push_back({m, run_levels(session, setting, m), {}, {}});
  measure_refined(session, setting, [&](Session& part, const Setting& s) {
    for (Results& r : all) {
      r.own = solve(part, s, r.method, Model::own);
      if (r.method != Method::sgd) r.malladi = solve(part, s, r.method, Model::malladi);
    }
    assess(part, s, all);
    draw(part, s, all);
  });
}

std::vector<Parameter> parameters() {
  Parameter levels = reals("l", Eigen::Array4d(1, 2, 4, 8), "ℓ, whole numbers, increasing",
                           "chosen: doubled, from the optimizer itself on; at quick effort to 4");
  levels.quick = ArrayXd(Eigen::Array3d(1, 2, 4));
  return {positives("hessian", Eigen::Array2d(1, 2), "eigenvalues of H", "adaptive F.2"),
          positive("angle", 0.5, "rotation of the eigenvectors of H, in radians",
                   "adaptive/weak-order-sign"),
          positives("sigma", Eigen::Array2d(1.0, 0.7), "noise standard deviations",
                    "chosen: of the order of |∇f|, so that (∇f)² counts at ℓ = 1 and is a 64th of "
                    "that at ℓ = 8"),
          reals("x0", Eigen::Array2d(1.0, 0.5), "x at the start", "adaptive/weak-order-sign"),
          positive("start", 1.0, "t₀ of RMSprop and Adam", "adaptive/weak-order"),
          positive("duration", 1.0, "T, time from t₀ on", "adaptive/weak-order-sign"),
          positive("eta", 0.05, "learning rate η",
                   "chosen: what is left at ℓ = 8 is below the distance of both SDEs"),
          positive("rho1", 2.0, "ρ₁ = (1 − β₁)/η", "chosen: of order 1"),
          positive("rho2", 2.0, "ρ₂ = (1 − β₂)/η, ρ of RMSprop",
                   "chosen: V relaxes within T, by which both SDEs differ"),
          positive("epsilon", 0.1, "ε", "adaptive/weak-order"),
          levels,
          runs("paths", {2048, 4096, 65'536}, "paths for each method and ℓ, and for each SDE",
               "chosen: controls of second order leave standard errors of some per cent of the "
               "tolerances"),
          count("refine", {4, 4, 4}, "SDE steps for each optimizer step, a multiple of 4",
                "chosen: extrapolated to Δt → 0, from Δt and 2Δt", 4),
          most_refine({8, 32, 64})};
}

std::vector<Claim> claims() {
  const char* apart =
      "a third of the distance between this paper's SDE and Malladi's, to first order in η";
  return {
      {"sgd-to-its-sde", "Appendix A; (238)",
       "SVAG of SGD under Laplace noise tends to SGD's SDE as ℓ → ∞: E f, E x₁² and Var x₁/η.",
       ClaimKind::limit, "f, x², x²/η", "a third of what the noise adds to each, to first order",
       Verdict::holds,
       "its steps η/ℓ have the drift and, with covariance ℓΣ, the diffusion of the SDE: it is an "
       "approximation of it of order 1 in η/ℓ"},
      {"adaptive-to-malladi", "Appendix A; (228), (233)",
       "SVAG of RMSprop and Adam tends to Malladi's SDE as ℓ → ∞, whatever ∇f/σ is.",
       ClaimKind::limit, "f, x², x²/η", apart, Verdict::holds,
       "v/ℓ² relaxes to (∇f)²/ℓ² + diag Σ, and its noise has variance O(1/ℓ²)"},
      {"adaptive-to-own", "Appendix A; (131), (169)",
       "SVAG of RMSprop and Adam tends to this paper's SDE as ℓ → ∞.", ClaimKind::limit,
       "f, x², x²/η", apart, Verdict::fails,
       "it tends to Malladi's: the covariance ℓ²Σ swamps (∇f)². That SVAG is near an optimizer is "
       "no evidence for an SDE, as the paper says"},
      {"which-is-nearer", "Appendix A; (131), (169), (228), (233)",
       "In E f and E x₁² the optimizer is nearer to this paper's SDE, SVAG at the largest ℓ to "
       "Malladi's.",
       ClaimKind::ordering, "f, x²", "none: an ordering", Verdict::holds,
       "ℓ = 1 is the optimizer itself, in whose v (∇f)² counts as much as Σ"},
  };
}

std::vector<Control> controls() {
  return {
      {"one-draw",
       "both gradients are one draw: covariance Σ in place of ℓΣ and ℓ²Σ",
       {"sgd-to-its-sde", "adaptive-to-malladi"},
       Effort::quick},
      {"sgd-without-noise",
       "the gradient flow in place of SGD's SDE",
       {"sgd-to-its-sde"},
       Effort::quick},
      {"beta-by-l", "(1 − β_i)/ℓ in place of (1 − β_i)/ℓ²", {"adaptive-to-malladi"}, Effort::quick},
      {"v-not-scaled",
       "v at t₀ that of the optimizer, not ℓ² times it",
       {"adaptive-to-malladi"},
       Effort::quick},
      {"sdes-swapped",
       "this paper's SDE and Malladi's in each other's place",
       {"adaptive-to-malladi", "adaptive-to-own", "which-is-nearer"},
       Effort::quick}};
}

}  // namespace

Experiment svag_limits() {
  return {.id = "adaptive/svag",
          .title = "Which SDEs SVAG of SGD, RMSprop and Adam tends to",
          .reference = "Appendix A; (131), (169), (228), (233), (238)",
          .statement =
              "SVAG mixes two independent gradients to one of the same mean and of ℓ times the "
              "covariance (SGD; ℓ² times for RMSprop and Adam), in smaller steps (models/"
              "svag.hpp). As ℓ grows it tends to the SDE of SGD, and for RMSprop and Adam to "
              "Malladi's SDE, not to this paper's, since the amplified noise swamps (∇f)². "
              "RMSprop and Adam start at t₀ from one state x₀, m, v with the m and v that "
              "relaxation at x₀ has there, SVAG with ℓ²v. All means are sampled with tangent "
              "control variates; the SDEs at Δt = η/refine and twice that, extrapolated to Δt → 0, "
              "and at Δt = η beside it.",
          .parameters = parameters(),
          .claims = claims(),
          .controls = controls(),
          .measure = measure};
}

}  // namespace sdescent::adaptive
