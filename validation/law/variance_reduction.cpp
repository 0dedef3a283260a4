// law/variance-reduction: what martingale control variates and multilevel Monte Carlo save on the
// weak error of SignSGD in two coordinates, and that neither changes what is estimated.
#include "validation/law/variance_reduction.hpp"

#include "validation/law/law.hpp"

#include <algorithm>

namespace sdescent::law {
namespace {

void measure(Session& session) {
  const ReductionSetting s = reduction_setting(session.parameters());
  std::vector<ReductionResults> all;
  for (const Coupling coupling : couplings) {
    ReductionResults r{coupling};
    for (const double eta : s.eta) r.controls.emplace_back(session, s, coupling, eta);
    for (const double eta : s.multilevel_eta) {
      const auto number = std::find(s.eta.begin(), s.eta.end(), eta) - s.eta.begin();
      r.beside.push_back(static_cast<std::size_t>(number));
      r.multilevel.push_back(
          multilevel_run(session, s, coupling, eta, r.controls[r.beside.back()]));
    }
    r.quiet = quiet_levels(session, s, coupling);
    all.push_back(std::move(r));
  }
  reduction_evidence(session, s, all);
  reduction_tables(session, s, all);
  reduction_figure(session, s, all);
}

}  // namespace

std::vector<Parameter> reduction_parameters() {
  Parameter multilevel_eta =
      positives("multilevel-eta", Eigen::Array2d(0.001, 0.01), "η of multilevel Monte Carlo",
                "chosen: those of the goals; at quick effort the larger one");
  multilevel_eta.quick = Eigen::ArrayXd(Eigen::ArrayXd::Constant(1, 0.01));
  return {
      positives("hessian", Eigen::Array2d(1, 2), "eigenvalues of H", "adaptive F.2"),
      positive("angle", 0.5, "rotation of the eigenvectors of the dense H, in radians",
               "adaptive/weak-order-sign"),
      positives("sigma", Eigen::Array2d(1.0, 0.7), "noise standard deviations of the coordinates",
                "adaptive/weak-order-sign: |∇f| of the order of σ"),
      reals("x0", Eigen::Array2d(1.0, 0.5), "start",
            "adaptive/weak-order-sign: no weak error vanishes"),
      positive("duration", 1.0, "time T", "adaptive/weak-order-sign"),
      positives("eta", Eigen::Array3d(0.001, 0.003125, 0.01), "learning rates η, increasing",
                "chosen: the goals are for 10⁻² and 10⁻³"),
      multilevel_eta,
      runs("paths", {2048, 16'384, 131'072}, "runs with and without controls for each η",
           "chosen: the rest is cubic in normals, of kurtosis about 50, and its variance still "
           "known to a few per cent"),
      runs("level-paths", {1024, 16'384, 131'072},
           "runs of plain Monte Carlo that would have the standard error of the multilevel ones",
           "chosen: variances of terms to a few per cent where they decide on work"),
      count("sde-refine", {2, 2, 2}, "SDE steps for each η where the controls are not multilevel",
            "chosen: variances are off by a part Δt, which no claim sees"),
      count("refine", {16, 16, 16}, "finest level: η over its Δt, at least",
            "chosen: the weak error of Euler–Maruyama at Δt is about −Δt times the limit for "
            "SignSGD, and a fifteenth of that at Δt = η is allowed",
            2),
      most_refine({16, 64, 128}),
      count("lattice-steps", {100, 200, 1000}, "most steps of exact laws on the plane's lattice",
            "chosen: their work is the cube of it")};
}

std::vector<Claim> reduction_claims() {
  const char* third_of_error =
      "a third of the weak error, by which SignSGD and its SDE differ (η times its limit, by the "
      "weak expansion)";
  const char* of_martingales =
      "sums of tangents times martingale differences have mean 0, whatever the tangents";
  return {
      {"controls-unbiased", "derived in solvers/tangent_control.hpp",
       "Less its controls of second order, which hold those of first, h has the mean that "
       "SignSGD's exact law gives.",
       ClaimKind::equality, "h", third_of_error, Verdict::holds, of_martingales},
      {"multilevel-exact", "Giles (2008), and solvers/tangent_control.hpp",
       "Multilevel estimates with controls are the means of the SDE (3), by its forward equations.",
       ClaimKind::equality, "h", third_of_error, Verdict::holds,
       "terms telescope, controls have mean 0, and Δt is refined until its bias is small"},
      {"controls-work", "the goal: 100-fold at η = 10⁻², 1000-fold at 10⁻³",
       "Controls of second order save at least 1/η of the work: 2/η of the variance, since a step "
       "with them evaluates coefficients twice.",
       ClaimKind::bound, "factor", "none: a bound", Verdict::holds,
       "the variance left is O(η²) of Var h, with a constant of the order of third derivatives of "
       "h and the drift's "
       "second derivatives"},
      {"first-order", "derived in solvers/tangent_control.hpp",
       "Controls of first order save variance ∝ η^{−1}.", ClaimKind::exponent, "exponent",
       "a third of the distance to second order's −2", Verdict::holds,
       "x − x̄ = O(√η); what is linear in it is taken off, the quadratic rest has variance O(η²), "
       "h has O(η)"},
      {"second-order", "derived in solvers/tangent_control.hpp",
       "Controls of second order save variance ∝ η^{−2}.", ClaimKind::exponent, "exponent",
       "a third of the distance to first order's −1", Verdict::holds,
       "the cubic rest has variance O(η³)"},
      {"multilevel-terms", "Milstein, Tretyakov (1997), small noise",
       "While η ≪ Δt ≪ 1/c the variance of a multilevel term falls as Δt²: from Δt = T/32 to T/128 "
       "at a sixteenth of the smallest η.",
       ClaimKind::exponent, "exponent", "a third of the distance to 1, that of strong order ½",
       Verdict::holds,
       "to leading order in √η the SDE is linear with additive noise, where Euler–Maruyama has "
       "strong order 1: V = c ηΔt² + c'η²Δt, of which the second is the smaller for Δt ≫ η"},
      {"multilevel-work", "Giles (2008), (12)",
       "Multilevel Monte Carlo without controls saves at least the factor of work, against the "
       "finest Δt alone, that it saves for dX = −cX dt + √η dW, c = √(2/π)λ_max/σ_min: about a "
       "25th of the finest steps of a path.",
       ClaimKind::bound, "factor", "none: a bound", Verdict::holds,
       "to leading order in √η the SDE is linear, no direction relaxes faster than c, and terms of "
       "slower ones have less variance"},
      {"both-work", "Giles (2008), and solvers/tangent_control.hpp",
       "Both together save at least 1/η².", ClaimKind::bound, "factor", "none: a bound",
       Verdict::holds,
       "the controls save O(1/η²) of the variance, and the levels cost no more than paths of the "
       "finest alone"},
  };
}

std::vector<Control> reduction_controls() {
  return {{"tangent-at-minimum",
           "tangents and derivatives at the minimum in place of the mean flow; still unbiased",
           {"controls-work", "first-order", "second-order", "both-work"},
           Effort::quick},
          {"mean-without-root-two",
           "conditional means of the controls with erf(Σ^{−1/2}∇f), without 1/√2",
           {"controls-unbiased", "multilevel-exact"},
           Effort::quick},
          {"first-order-for-second",
           "controls of first order for SignSGD in place of second",
           {"second-order"},
           Effort::quick},
          {"levels-uncoupled",
           "both processes of a level on Brownian paths of their own",
           {"multilevel-terms", "multilevel-work"},
           Effort::quick},
          {"finest-levels-left-out",
           "multilevel estimates summed to Δt = T/8 only, with the bias bound of all levels",
           {"multilevel-exact"},
           Effort::quick}};
}

Experiment variance_reduction() {
  return {
      .id = "law/variance-reduction",
      .title = "Variance and work saved by control variates and by multilevel Monte Carlo",
      .reference = "beyond the papers: solvers/tangent_control.hpp, solvers/multilevel.hpp",
      .statement =
          "E h of SignSGD and of its SDE (3) in two coordinates, by martingale control variates of "
          "first and second order around the mean flow, by multilevel Monte Carlo over Δt, and by "
          "both. The means are those of exact laws: of SignSGD on its lattice, separable or not, "
          "of the SDE by forward equations where coordinates are independent. Work is counted in "
          "evaluations of coefficients: one a step, two with controls.",
      .parameters = reduction_parameters(),
      .claims = reduction_claims(),
      .controls = reduction_controls(),
      .measure = measure};
}

}  // namespace sdescent::law
