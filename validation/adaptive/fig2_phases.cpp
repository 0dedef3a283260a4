// The three phases of SignSGD (Lemma 3.4; Figure 2, top left).
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/fig2_phases_evidence.hpp"
#include "validation/adaptive/fig2_phases_figure.hpp"
#include "validation/measure_refined.hpp"

#include <algorithm>
#include <set>

namespace sdescent::adaptive {
namespace {

using Ticks = std::vector<std::uint64_t>;

Ticks even_ticks(const PhasesSetting& s, std::uint64_t steps) {
  const Clock clock(s.eta, steps);
  return RecordTimes::evenly(clock, s.records).ticks();
}

/// Beside evenly spaced steps the end of Phase 1 and every step of Phase 2.
Ticks far_ticks(const PhasesSetting& s, const Ticks& even) {
  std::set<std::uint64_t> ticks(even.begin(), even.end());
  for (const std::uint64_t k : s.phase_one_last()) ticks.insert(k);
  for (const PhasesSetting::Window& w : s.phase_two())
    for (std::uint64_t k = w.first; k <= w.last; ++k) ticks.insert(k);
  return {ticks.begin(), ticks.end()};
}

/// Those after `first`.
Ticks after(const Ticks& ticks, std::uint64_t first) {
  return {std::upper_bound(ticks.begin(), ticks.end(), first), ticks.end()};
}

PhasesJourneys journeys(Session& session, const PhasesSetting& s) {
  // erf(∇f/σ) is the drift of noise σ/√2; noise 1 is the drift that does not see σ.
  double factor = 1.0;
  if (session.control("erf-without-root-two")) factor = without_root_two;
  if (session.control("sde-noise-blind")) factor = 1.0 / s.sigma;
  const double linear = session.control("phase-three-slope-one") ? slope_one : 1.0;
  const Eigen::ArrayXd edge = session.control("edge-well-inside") ? s.near : s.start_at(s.edge);
  const Ticks all = even_ticks(s, s.steps), phase_three = even_ticks(s, s.phase_three_steps);
  const auto phase_one = s.phase_one_last();
  // In Phase 1 steps against the sign flow are rare events, without normal intervals.
  const Ticks far = after(all, *std::max_element(phase_one.begin(), phase_one.end()));
  const auto quadratic = s.quadratic(), full = s.quadratic(factor);
  return {
      Journey(session, s, {"far", quadratic, full, nullptr, s.far, far_ticks(s, all), far}),
      Journey(session, s,
              {"near", quadratic, full, s.quadratic(linear), s.near, phase_three,
               after(phase_three, 0)}),
      Journey(session, s,
              {"edge", quadratic, quadratic, quadratic, edge, phase_three, after(phase_three, 0)}),
      Journey(
          session, s,
          {"saddle", s.saddle(), s.saddle(factor), nullptr, s.saddle_start, all, after(all, 0)})};
}

void measure_at(Session& session, const PhasesSetting& s) {
  const PhasesJourneys all = journeys(session, s);
  phase_one_evidence(session, s, all.far);
  phase_two_evidence(session, s, all.far);
  phase_three_evidence(session, s, all);
  full_sde_evidence(session, s, all);
  phases_figure(session, s, all);
}

void measure(Session& session) {
  measure_refined(session, PhasesSetting(session.parameters()), measure_at);
}

const char* const third_of_slope_one =
    "a third of the largest distance of Lemma 3.7's curves to those with √(2/π) replaced by 1, by "
    "closed form";
const char* const third_of_root_two =
    "a third of the largest distance to SignSGD under noise σ/√2, whose drift is "
    "erf(Σ^{−1/2}∇f) without 1/√2, by its law on the lattice x₀ + ηZ (no sampling)";

std::vector<Claim> phase_one_claims() {
  return {
      {"phase-one", "Lemma 3.4 (1), (4)",
       "While |Y_i| > 3/2, E x_k of SignSGD moves as dX = −sign(∇f) dt (read where Phase 1 ends, "
       "as "
       "deviations only grow).",
       ClaimKind::equality, "x",
       "a third of the distance, at the end of Phase 1, to a motion of speed erf(3/2) = 0.966",
       Verdict::holds,
       "the speed is erf(Y), between erf(3/2) and 1: the mean lags behind the sign flow by "
       "∫(1 − erf Y)dt <= (σ√2/λ)∫_{3/2}^∞ erfc(y)dy/erf(3/2) = 0.0126 σ/λ, an eighth of the "
       "distance a speed of erf(3/2) would leave"},
      {"phase-one-variance", "Lemma 3.4 (1), (4)",
       "While |Y_i| > 3/2, Var x_k of SignSGD stays 0: the SDE is an ODE.", ClaimKind::equality,
       "x²", "a third of ηt at the end of Phase 1, the variance that diffusion √η dW would give",
       Verdict::holds, "η∫(1 − erf(Y)²)dt <= 2η · 0.0126 σ/λ, about a hundredth of ηt"},
      {"phase-one-lag", "Lemma 3.4 (1), (4)",
       "The SDE does not coincide with the sign flow: E x_k lags behind by ∫(1 − erf Y)dt.",
       ClaimKind::equality, "x", "a third of the lag, so that no lag is a wrong model",
       Verdict::holds,
       "the drift of (3) is −erf(Y) and the lag, by the ODE dX = −erf(Y)dt, is what (4) leaves "
       "out; the noise changes it by erf''(Y)Var(Y)/2, a few percent of it"},
  };
}

std::vector<Claim> phase_two_claims() {
  return {
      {"phase-two-lower", "Lemma 3.4 (2a), (60)",
       "In Phase 2, −mE[Y] − q⁺ <= dE[X]/dt, for SignSGD and its SDE.", ClaimKind::bound, "speed",
       "none: a bound", Verdict::holds,
       "erf is concave and m y + q₂ its tangent; over the window the tangent is 0.003 above. The "
       "drift comes from increments of E x_k, not from a model. C.21 (2a) prints the bounds "
       "without their minus signs, which is false (control printed-signs)"},
      {"phase-two-upper", "Lemma 3.4 (2a), (60)",
       "In Phase 2, dE[X]/dt <= −mE[Y] − q⁻, for SignSGD and its SDE.", ClaimKind::bound, "speed",
       "none: a bound", Verdict::holds,
       "erf is concave and m y + q₁ its secant, q₂ − q₁ = 0.0186 below the tangent"},
      {"phase-two-spread", "Lemma 3.4 (2b), (63)",
       "In Phase 2, tr Var x_k <= η (d − ‖mY + q⁻‖²), hence (2b) for every a by Chebyshev.",
       ClaimKind::bound, "x²", "none: a bound", Verdict::holds,
       "Var x_k <= η∫(1 − erf²)dt, as drifts contract, and 1 − erf² grows on the way in: at most "
       "η(1 − erf²) times the elapsed time. The lemma omits that time, so that it holds up to t = "
       "1 "
       "and is loose before. Counting time from the entry into Phase 2 instead is wrong, as Phase "
       "1 "
       "leaves a variance (control spread-since-phase-two)"},
  };
}

std::vector<Claim> phase_three_claims() {
  const std::string linearisation =
      "from |Y| = y₀ the means differ by at most 0.06 y₀² of the start, since y − erf(y)√π/2 = "
      "y³/3 − …, below 0.01 here; the tolerance is 0.028 of it";
  const std::string stationary =
      "the optimizer's stationary variance is η/(2c) and the SDE's η/(2c + ηc²), relatively ηc/2 "
      "apart, and erf's curvature adds 0.31 ηλ/σ: together 0.014 at λ = 2, and the tolerance is "
      "0.067";
  const std::string variances =
      stationary +
      "; on the way from |Y| = 0.35 erf contracts less by e^{−Y²}, which by the ODE v' = "
      "−2ce^{−Y²}v + η(1 − erf(Y)²) leaves up to 0.020 of the stationary variance more";
  return {
      {"phase-three-mean", "Lemma 3.4 (3), (5)",
       "E x_k of SignSGD and E X of the SDE (5) agree from a start well within Phase 3.",
       ClaimKind::equality, "x", third_of_slope_one, Verdict::holds, linearisation},
      {"phase-three-variance", "Lemma 3.4 (3), (5)",
       "Var x_k of SignSGD and Var X of the SDE (5) agree from a start well within Phase 3.",
       ClaimKind::equality, "x²", third_of_slope_one, Verdict::holds, variances},
      {"phase-three-mean-sde", "Lemma 3.4 (3), (5)",
       "E X of the SDEs (3) and (5) agree from a start well within Phase 3.", ClaimKind::equality,
       "x", third_of_slope_one, Verdict::holds, linearisation},
      {"phase-three-variance-sde", "Lemma 3.4 (3), (5)",
       "Var X of the SDEs (3) and (5) agree from a start well within Phase 3.", ClaimKind::equality,
       "x²", third_of_slope_one, Verdict::holds, variances},
      {"phase-three-edge", "Lemma 3.4 (3)",
       "E X of the SDEs (3) and (5) agree as well from |Y| near √π/2, inside of |Y| < 1.",
       ClaimKind::equality, "x", third_of_slope_one, Verdict::fails,
       "there the drift of (5) is 0.96 and erf(Y) 0.77: the means come apart by 0.045 of the "
       "start. Beyond √π/2 = 0.886, still within the lemma's |Y| < 1, (5) has a drift larger than "
       "1, which no mean of signs is, and no real diffusion"},
      {"phase-three-stationary", "Lemma 3.4 (3), Lemma 3.7",
       "Having passed all phases, SignSGD has the stationary variance of Phase 3.",
       ClaimKind::equality, "x²", third_of_slope_one, Verdict::holds, stationary},
  };
}

std::vector<Claim> full_claims() {
  const std::string weak =
      "(3) is an order-1 weak approximation and ηc = 0.008 and 0.016: moments differ by about ηc/2 "
      "of themselves";
  return {
      {"full-mean", "Corollary 3.3",
       "E x_k of SignSGD and E X of the SDE (3) agree through Phases 1, 2 and 3.",
       ClaimKind::equality, "x", third_of_root_two, Verdict::holds, weak},
      {"full-variance", "Corollary 3.3",
       "Var x_k of SignSGD and Var X of the SDE (3) agree through Phases 1, 2 and 3.",
       ClaimKind::equality, "x²", third_of_root_two, Verdict::holds, weak},
      {"saddle-mean", "Corollary 3.3",
       "E x_k of SignSGD and E X of the SDE (3) agree from a saddle into the minima.",
       ClaimKind::equality, "x", third_of_root_two, Verdict::holds,
       weak + "; from the saddle x₁ goes through Phases 3, 2, 1, 2, 3 and x₂ through 1, 2, 3"},
      {"saddle-variance", "Corollary 3.3",
       "Var x_k of SignSGD and Var X of the SDE (3) agree from a saddle into the minima.",
       ClaimKind::equality, "x²", third_of_root_two, Verdict::holds, weak},
      {"saddle-side", "Corollary 3.3",
       "SignSGD and the SDE (3) choose the minimum x₁ > 0 equally often.", ClaimKind::equality,
       "probability", third_of_root_two, Verdict::holds,
       "the choice is made within √(η/(2c)) of the saddle, where both are linear and their "
       "variances differ by ηc/2 of themselves"},
      {"saddle-side-phase-three", "Lemma 3.4 (3)",
       "SignSGD chooses the minimum x₁ > 0 with probability Φ(x₁(0) √(2c/η)), c = √(2/π)|λ₁|/σ: "
       "Phase 3 decides which.",
       ClaimKind::equality, "probability",
       "a third of the distance to the same with σ/√2, by closed form", Verdict::holds,
       "near the saddle (5) is linear; the cubic term is 0.1 √(η/(2c)) < 0.001 of the drift, and "
       "the "
       "diffusion's (2/π)(g/σ)² of order ηc"},
  };
}

std::vector<Claim> claims() {
  std::vector<Claim> all = phase_one_claims();
  for (const auto& more : {phase_two_claims(), phase_three_claims(), full_claims()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<Parameter> parameters() {
  const Eigen::Array2d lambda(1, 2), far(0.5, 0.4), near(0.05, 0.025);
  const Eigen::Array2d saddle(-1, 2), saddle_start(0.008, 0.12);
  return {
      positives("hessian", lambda, "eigenvalues of H", "adaptive F.2"),
      positive("sigma", 0.1, "noise standard deviation σ", "adaptive F.2"),
      positive("eta", 1e-3, "learning rate η", "adaptive F.2"),
      positives("far", far, "start on the quadratic in Phase 1",
                "chosen: F.2 draws one point of N(0, 0.01), which hardly ever is in Phase 1 (|x| > "
                "0.21, 0.11 here); a farther one goes through all phases, both coordinates being "
                "in Phase 2 together for a while"),
      positives("near", near, "start on the quadratic in Phase 3",
                "chosen: of the scale of F.2's N(0, 0.01), at |Y| = 0.35"),
      positive("edge", 0.85, "|Y_i| of a start at the end of Phase 3",
               "chosen: below √π/2 = 0.886, where the SDE (5) ends, by nine steps' standard "
               "deviations"),
      reals("saddle-hessian", saddle, "eigenvalues at the saddle", "adaptive F.3"),
      positive("quartic", 1.0, "coefficient of ¼Σx⁴", "adaptive F.3"),
      reals("saddle-start", saddle_start, "start near the saddle",
            "chosen: F.3 gives none; x₁ is a standard deviation √(η/(2c)) from the ridge, where "
            "the side chosen depends most on the noise, and x₂ starts in Phase 1"),
      non_negative("cubic", 0.1, "coefficient of −⅓Σx³", "adaptive F.3"),
      runs("paths", {4096, 98'304, 500}, "runs of each process from each start",
           "adaptive F.2 (500, which leaves most claims undecided); at standard effort as many as "
           "make the tolerance of phase-three-variance, 0.067 of it, ten standard errors "
           "√(4/paths) of a difference of two variances"),
      count("steps", {1500, 1500, 3000}, "optimizer steps",
            "adaptive F.2; at quick and standard effort half of them, all phases being over "
            "and Phase 3 stationary by then"),
      count("phase-three-steps", {600, 600, 3000}, "optimizer steps from the starts in Phase 3",
            "adaptive F.2; at quick and standard effort five relaxation times σ√(π/2)/λ of the "
            "slower coordinate"),
      count("refine", {4, 4, 8}, "SDE steps for each optimizer step",
            "chosen: F.2 uses 1, where the integrator is the optimizer"),
      most_refine({16, 32, 64}),
      count("records", {24, 40, 100}, "times recorded after the start, evenly", "chosen"),
  };
}

std::vector<Control> controls() {
  const Effort quick = Effort::quick;
  return {
      {"sign-flow-at-erf-rate", "sign flow at speed erf(3/2)", {"phase-one"}, quick},
      {"phase-one-diffuses", "Phase 1 with variance ηt", {"phase-one-variance"}, quick},
      {"no-lag", "Phase 1 that coincides with the sign flow", {"phase-one-lag"}, quick},
      {"printed-signs", "(2a) of C.21 as printed, mY + q⁻ <= dE[X]/dt", {"phase-two-lower"}, quick},
      {"intercepts-swapped",
       "q₁ in the place of q₂ and q₂ in that of q₁",
       {"phase-two-lower"},
       quick},
      {"phase-three-line",
       "Phase 3's drift −(2/√π)Y in the place of −mY − q⁻",
       {"phase-two-upper"},
       quick},
      {"spread-since-phase-two",
       "(2b) times the time since Phase 2 began",
       {"phase-two-spread"},
       quick},
      {"phase-three-slope-one",
       "SDE and stationary variance of Phase 3 with √(2/π) replaced by 1",
       {"phase-three-mean", "phase-three-variance", "phase-three-mean-sde",
        "phase-three-variance-sde", "phase-three-stationary"},
       quick},
      {"edge-well-inside",
       "the start at the end of Phase 3 moved well inside",
       {"phase-three-edge"},
       quick},
      {"erf-without-root-two",
       "SDE drift erf(Σ^{−1/2}∇f), without 1/√2",
       {"full-mean", "full-variance", "saddle-mean", "saddle-variance"},
       quick},
      {"sde-noise-blind",
       "SDE drift erf(∇f/√2), without Σ^{−1/2}",
       {"full-mean", "full-variance", "saddle-mean", "saddle-variance", "saddle-side"},
       quick},
      {"side-without-root-two", "Φ(x₁(0) √(2c/η)) with σ/√2", {"saddle-side-phase-three"}, quick},
  };
}

}  // namespace

Experiment fig2_phases() {
  return {.id = "adaptive/fig2-phases",
          .title = "Phases of SignSGD: sign flow, bounds, linear SDE, and the full SDE throughout",
          .reference = "Lemma 3.4, C.21, Corollary 3.3; Figure 2 top left; F.2, F.3",
          .statement =
              "Y = Σ^{−1/2}∇f/√2 decides how SignSGD moves: by the ODE (4) for |Y| > 3/2, between "
              "two lines for 1 < |Y| < 3/2, by the SDE (5) for |Y| < 1. Each phase is tested on "
              "its own, from starts that show it: on a quadratic from far (all phases), from near "
              "(Phase 3) and from the end of Phase 3, where (5) is a bad approximation; and on the "
              "embedded saddle of F.3, which is left through Phases 3, 2, 1 and entered into a "
              "minimum through 2, 3. The full SDE (3) is compared with SignSGD throughout. SDEs "
              "are solved at Δt = η/refine, and at Δt = η on the same Brownian path for the bound "
              "of what is left.",
          .parameters = parameters(),
          .claims = claims(),
          .controls = controls(),
          .measure = measure};
}

}  // namespace sdescent::adaptive
