// Weak order of SignSGD's SDE in two coupled dimensions: |E h(x_k) − E h(X_{kη})| over η, its
// coefficient, and Euler–Maruyama at Δt = η beside it (Definition 3.1, Theorem 3.2, Corollary 3.3).
#include "validation/adaptive/weak_order_sign.hpp"

#include "validation/adaptive/adaptive.hpp"

namespace sdescent::adaptive {
namespace {

void measure(Session& session) {
  const weak_order::Setting s = weak_order::setting_of(session.parameters());
  const weak_order::Theory theory = weak_order::theory_of(s);
  const auto all = weak_order::compare(session, s, theory);
  weak_order::assess(session, s, all, theory);
  weak_order::draw(session, s, all, theory);
}

std::vector<Claim> claims() {
  return {
      {"weak-order", "Definition 3.1, Corollary 3.3",
       "|E h(x_k) − E h(X_{kη})| falls as η for h = x₁, x₁², x₁x₂ and cos x₁.", ClaimKind::exponent,
       "exponent", "a third of the distance to order ½; the drift without 1/√2 has order 0",
       Verdict::holds,
       "the SDE has SignSGD's conditional moments up to O(η²) in each of T/η steps. The noise-free "
       "ODE has order 1, too: this claim does not see the diffusion"},
      {"error-coefficient", "Definition 3.1, Corollary 3.3",
       "The weak error over η tends to ∇h·e, e' = Je − ½Ja along the mean flow x̄' = a(x̄).",
       ClaimKind::limit, "h/η",
       "a third of the distance to the nearer one of the noise-free ODE and the diffusion without "
       "−m², by their expansions in η",
       Verdict::holds,
       "the two semigroups differ by −(η²/2)(Ja)·∇ in a step, and only if drift and diffusion are "
       "right is nothing else left at that order"},
      {"variance", "Corollary 3.3",
       "Covariances over η, of the SDE and of SignSGD, tend to V, V' = JV + VJᵀ + I − diag(m)².",
       ClaimKind::limit, "x²/η",
       "a third of the distance to the nearer one of the noise-free ODE and the diffusion without "
       "−m², by their expansions in η",
       Verdict::holds, "order 1 of the weak approximation leaves O(η) of a quantity over η"},
      {"euler-maruyama-order", "F.2, where Δt = η",
       "Euler–Maruyama at Δt = η is O(η²) from SignSGD, closer than the SDE that it is to solve.",
       ClaimKind::exponent, "exponent", "a third of the distance to order 1", Verdict::holds,
       "its steps have SignSGD's conditional mean and covariance, and third moments differ by "
       "O(η³): curves at Δt = η show the optimizer beside itself"},
  };
}

}  // namespace

Experiment weak_order_sign() {
  const Eigen::Array2d lambda(1, 2), sigma(1.0, 0.7), x0(1.0, 0.5);
  const Eigen::Array4d eta(0.0125, 0.025, 0.05, 0.1);
  return {
      .id = "adaptive/weak-order-sign",
      .title = "Weak order and leading error of SignSGD's SDE, coupled coordinates",
      .reference = "Definition 3.1, Corollary 3.3, (3)",
      .statement =
          "On f = ½xᵀHx with coupled coordinates and Gaussian gradient noise, means of smooth "
          "functions under the SDE (3) are O(η) from SignSGD's. Order 1 alone is no evidence for "
          "the diffusion: the noise-free ODE has it (control noise-free leaves weak-order as it "
          "is). So the coefficient of η and Cov/η are claimed as well, and compared with an "
          "expansion derived without sampling. SignSGD's means are exact, by its law on the "
          "lattice; the SDE's are sampled with tangent control variates (solvers/"
          "tangent_control.hpp) at Δt = η/refine and twice that on one Brownian path and "
          "extrapolated to Δt → 0, with a bound of what is left in every interval. "
          "Euler–Maruyama at Δt = η is beside it: it has SignSGD's own conditional moments and "
          "proves nothing about the SDE.",
      .parameters =
          {positives("hessian", lambda, "eigenvalues of H", "adaptive F.2"),
           positive("angle", 0.5, "rotation of the eigenvectors of H, in radians",
                    "chosen: 0 would leave the coordinates uncoupled"),
           positives("sigma", sigma, "noise standard deviations of the coordinates",
                     "chosen: |∇f| of the order of σ, where erf is neither linear nor saturated"),
           reals("x0", x0, "start",
                 "chosen: no error of the SDE or of a control vanishes or changes its sign over η"),
           positive("duration", 1.0, "time T", "chosen: of the order of the relaxation times"),
           positives("eta", eta, "learning rates η, increasing",
                     "chosen: the term of next order, relatively 2η at most, moves slopes by less "
                     "than the tolerance"),
           runs("paths", {8192, 32'768, 1'048'576}, "paths of the SDE for each η",
                "chosen: intervals of error-coefficient about a tenth of its tolerance"),
           runs("euler-paths", {65'536, 1'048'576, 16'777'216},
                "paths of Euler–Maruyama at Δt = η for each η",
                "chosen: more than paths, because the errors of euler-maruyama-order are smaller "
                "by a "
                "factor η, and cheap: one step for each of the optimizer's"),
           count("refine", {8, 8, 8}, "SDE steps for each optimizer step, a multiple of 4",
                 "chosen: F.2 uses 1, where the integrator is the optimizer", 4),
           most_refine({32, 64, 128})},
      .claims = claims(),
      .controls =
          {{"noise-free",
            "the ODE dX = −erf(Σ^{−1/2}∇f/√2) dt in place of the SDE; weak-order still holds",
            {"error-coefficient", "variance", "euler-maruyama-order"},
            Effort::quick},
           {"erf-without-root-two",
            "drift erf(Σ^{−1/2}∇f), without 1/√2",
            {"weak-order", "error-coefficient", "variance", "euler-maruyama-order"},
            Effort::quick},
           {"diffusion-without-mean",
            "diffusion √η I, without −diag(m)²",
            {"error-coefficient", "variance", "euler-maruyama-order"},
            Effort::quick},
           {"diffusion-times-eta",
            "diffusion with η in place of √η",
            {"error-coefficient", "variance", "euler-maruyama-order"},
            Effort::quick}},
      .measure = measure};
}

}  // namespace sdescent::adaptive
