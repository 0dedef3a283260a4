// Weak order of the SDEs of RMSprop(W) and Adam(W): |E h(x_k) − E h(X_{kη})| over η at fixed ρ_i,
// its coefficient, and what the SDEs leave out of the covariances (Definition 3.1,
// Theorems C.34, C.47).
#include "validation/adaptive/weak_order.hpp"

#include "validation/adaptive/adaptive.hpp"

namespace sdescent::adaptive {
namespace {

using namespace adaptive_order;

void measure(Session& session) {
  Setting s = setting_of(session.parameters());
  s.beta1_moves = session.control("beta1-with-eta");
  const std::vector<CaseResults> all = compare(session, s);
  assess(session, s, all);
  draw(session, s, all);
}

std::vector<Parameter> parameters() {
  Parameter eta = positives("eta", Eigen::Array4d(0.003125, 0.00625, 0.0125, 0.025),
                            "learning rates η, increasing; at quick effort the larger three",
                            "chosen: ηρ₁ <= 0.1, by which the next order is smaller");
  eta.quick = ArrayXd(Eigen::Array3d(0.00625, 0.0125, 0.025));
  return {positives("hessian", Eigen::Array2d(1, 2), "eigenvalues of H", "adaptive F.2"),
          positive("angle", 0.5, "rotation of the eigenvectors of H, in radians",
                   "adaptive/weak-order-sign"),
          positives("sigma", Eigen::Array2d(0.5, 0.35), "noise standard deviations",
                    "chosen: below |∇f|, where the drift of V needs (∇f)² beside Σ"),
          reals("x0", Eigen::Array2d(1.0, 1.0), "x at t₀",
                "chosen: no coefficient of an error is near 0, by their expansions"),
          positive("start", 1.0, "t₀", "chosen: of the order of 1/ρ₂"),
          positive("duration", 1.0, "T, time from t₀ on", "adaptive/weak-order-sign"),
          eta,
          positive("rho1", 4.0, "ρ₁ = (1 − β₁)/η, the same at all η", "chosen: of order 1"),
          positive("rho2", 2.0, "ρ₂ = (1 − β₂)/η, ρ of RMSprop", "chosen: of order 1"),
          positive("beta1", 0.5, "β₁ of the claim fixed-beta1",
                   "chosen: both variances of m differ by a third"),
          positive("epsilon", 0.1, "ε",
                   "chosen: at the usual 10⁻⁸ nobody sees where ε stands, and control "
                   "epsilon-inside-root would turn nothing"),
          positive("decay", 0.2, "ϑ of RMSpropW and AdamW", "chosen: decay moves x as ∇f does"),
          runs("paths", {1024, 4096, 131'072}, "paths for each method and η",
               "chosen: controls of second order leave standard errors of some per cent of the "
               "tolerances"),
          count("refine", {4, 4, 4}, "SDE steps for each optimizer step, a multiple of 4",
                "chosen: extrapolated to Δt → 0, from Δt and 2Δt", 4),
          most_refine({8, 32, 64})};
}

std::vector<Claim> claims() {
  return {
      {"weak-order", "Definition 3.1, Theorems C.34, C.41, C.47, C.53",
       "|E h(x_k) − E h(X_{kη})| falls as η for h = x₁, x₁², f and cos x₁, at fixed ρ_i, for "
       "RMSprop, RMSpropW, Adam and AdamW.",
       ClaimKind::exponent, "exponent",
       "a third of the distance to order ½; Malladi's drift, a missing bias correction and ε under "
       "the root have order 0",
       Verdict::holds,
       "conditional means agree up to O(η²) in each of T/η steps. The noise-free ODE has order 1 "
       "as η → 0, too: this claim is no evidence for the diffusion"},
      {"error-coefficient", "Definition 3.1, (131), (158), (169), (219)",
       "The error over η tends to ∇h·(e + m_c − m_s) + ½∇²h:(V_c − V_s) of the small-noise "
       "expansions (models/adaptive_small_noise.hpp).",
       ClaimKind::limit, "h/η",
       "a third of the distance to the nearer one of the noise-free ODE and, for Adam, the SDE "
       "without ηρ₁(∇f − M), by their expansions; for Adam's E x₁, which hardly sees the diffusion "
       "of M, to the latter",
       Verdict::holds,
       "of the terms of order η in the mean of a step the SDE of Adam has ηρ₁(∇f − M), that of "
       "RMSprop none; the term in v and that of the bias corrections are in the coefficient"},
      {"variances", "(131), (158), (169), (219)",
       "Var x₁ and Var x₂ over η tend to V_c for the optimizer and to V_s for the SDE, "
       "V' = JV + VJᵀ + Q with the Q of each.",
       ClaimKind::limit, "x²/η",
       "a third of the distance between both, and of that to the noise-free ODE", Verdict::holds,
       "the small-noise expansion of either"},
      {"same-variances", "(131), (158), (169), (219)",
       "Var x₁ and Var x₂ over η of the optimizer and of its SDE have one limit.", ClaimKind::limit,
       "x²/η", "a third of the distance of V_c and V_s", Verdict::fails,
       "the SDEs leave out the noise of v, Var ĝ² and Cov(ĝ, ĝ²), which is of the order of that of "
       "x and moves x wherever ∇f is not 0: large gradients come with large v, and x spreads less. "
       "With that noise (control noise-of-v) both are one. No order is lost by it, and at a "
       "minimum, where ∇f = 0, nothing else either"},
      {"euler-coefficient", "F.3–F.5, where Δt = η",
       "Euler–Maruyama at Δt = η is O(η) from the optimizer, too, with the coefficient of its "
       "expansion.",
       ClaimKind::limit, "h/η", "as error-coefficient", Verdict::holds,
       "other than for SignSGD its steps lack the optimizer's conditional covariance and part of "
       "its mean"},
      {"fixed-beta1", "Theorem C.47, which has ρ₁ = O(η^{−ζ}), ζ < 1",
       "For fixed β₁, outside of the theorem, Var m₁ of Adam is σ₁²(1 − β₁)²/(2(1 + β₁)) more than "
       "that of its SDE at every η.",
       ClaimKind::equality, "m²", "a third of that number, the distance to agreement",
       Verdict::holds,
       "σ₁²(1 − β₁)/(1 + β₁) is the variance of a moving average of (1 − β₁)^{−1} steps, "
       "σ₁²(1 − β₁)/2 that of dM. x averages it out and keeps its order, as the figure shows"},
  };
}

std::vector<Control> controls() {
  return {
      {"noise-free",
       "the ODE of the SDE's drift, which has order 1 as η → 0, too",
       {"error-coefficient", "variances", "euler-coefficient", "fixed-beta1"},
       Effort::quick},
      {"malladi",
       "Malladi's drift: V relaxes to Σ, and no ηρ₁(∇f − M)",
       {"weak-order", "error-coefficient", "euler-coefficient"},
       Effort::quick},
      {"without-eta-rho1", "Adam's SDE without ηρ₁(∇f − M)", {"error-coefficient"}, Effort::quick},
      {"without-bias-correction",
       "Adam's SDE with ι₁ = ι₂ = 1",
       {"weak-order", "error-coefficient", "euler-coefficient"},
       Effort::quick},
      {"epsilon-inside-root",
       "P = √(V + ει₂) in place of √V + ε√ι₂",
       {"weak-order", "error-coefficient", "euler-coefficient"},
       Effort::quick},
      {"noise-of-v",
       "the SDE with the noise that v has in the optimizer",
       {"same-variances", "error-coefficient"},
       Effort::quick},
      {"beta1-with-eta", "β₁ = 1 − ηρ₁ in fixed-beta1, too", {"fixed-beta1"}, Effort::quick}};
}

}  // namespace

Experiment adaptive_weak_order() {
  return {
      .id = "adaptive/weak-order",
      .title = "Weak order, leading error and covariances of the SDEs of RMSprop(W) and Adam(W)",
      .reference = "Definition 3.1, Theorems C.34, C.41, C.47, C.53; (131), (158), (169), (219)",
      .statement =
          "On f = ½xᵀHx with coupled coordinates and Gaussian gradient noise, means of smooth "
          "functions under the SDEs of RMSprop, RMSpropW, Adam and AdamW are O(η) from the "
          "optimizer's, ρ_i held fixed. Both start at t₀ from one state: x₀, and the m and v "
          "that relaxation at x₀ has there; Adam's steps are numbered from t₀/η, so that its "
          "bias corrections are those of the clock. Order 1 alone is no evidence for the "
          "diffusion: the noise-free ODE has it. So the coefficient of η is claimed, against "
          "an expansion derived without sampling, and Cov/η: there the SDEs, which have no "
          "noise in V, differ from the optimizer as long as ∇f is not 0. Means are sampled "
          "with tangent control variates, the optimizer's with conditional means by "
          "quadrature; the SDE at Δt = η/refine and twice that on one Brownian path, "
          "extrapolated to Δt → 0, with a bound of what is left in every interval, and at "
          "Δt = η beside it.",
      .parameters = parameters(),
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::adaptive
