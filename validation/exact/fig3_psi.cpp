// Figure 3: ψ of noise families, its limits and bounds, and signSGD's floor.
#include "validation/exact/fig3_psi.hpp"

#include "io/require.hpp"
#include "validation/exact/exact.hpp"

#include <fmt/format.h>

namespace sdescent::exact {
namespace {

void check(const ParameterValues& p) {
  const Eigen::ArrayXd& nu = p.reals("nu");
  require(nu.size() >= 2, "number of nu", ">= 2", fmt::format("{}", nu.size()));
  require(nu(0) > 2, "nu", "> 2, where there is a variance", fmt::format("{}", nu(0)));
  for (Index i = 1; i < nu.size(); ++i)
    require(nu(i) > nu(i - 1), "nu", "increasing", fmt::format("{}", nu(i)));
  const double last = nu(nu.size() - 1);
  require(last > 6, "last nu", "> 6, where there is a sixth moment", fmt::format("{}", last));
}

void measure(Session& session) {
  check(session.parameters());
  const PsiLaws laws = psi_laws(session.parameters());
  psi_evidence(session, laws);
  const FloorRun run = floor_run(session);
  floor_evidence(session, run);
  show_psi(session, laws, run);
}

const char* const exact = "none: a bound between numbers known without sampling";

std::vector<Claim> law_claims() {
  return {
      {"gaussian-one", "(18), (20)", "ψ = 1 for Gaussian noise at every R.", ClaimKind::equality,
       "ψ", "a third of the largest distance to R for P in ψ", Verdict::holds, "an identity"},
      {"student-above-one", "Section 4.2; Figure 3", "ψ > 1 for Student's laws at every R.",
       ClaimKind::bound, "ψ", exact, Verdict::holds,
       "they are mixtures of normals, and √(2R/(2R + V)) is convex in the variance V: by Jensen "
       "its mean is above that of a Gaussian of variance E V"},
      {"grows-with-kurtosis", "Section 4.2; Figure 3",
       "ψ(0) of Student's laws grows with their kurtosis, as ν falls.", ClaimKind::ordering, "ψ",
       "none: an ordering", Verdict::holds, "√(2π) s f(0); s → ∞ as ν → 2 while f(0) stays"},
      {"limit-zero", "(21)", "ψ → √(2π) s f(0) as R → 0.", ClaimKind::limit, "ψ",
       "a third of the distance to √π for √(2π)", Verdict::holds,
       "√(πR)·2f(0) is the integral of f(0) e^{−e²/(4R)}"},
      {"large-risk", "(22)", "R²(ψ − 1) → (E ε⁴ − 3s⁴)/32 as R → ∞.", ClaimKind::limit, "ψ R²",
       "a third of the distance to 1/16 for 1/32", Verdict::holds,
       "expanded in 1/R: terms of order 1/R cancel (derived in models/compression.hpp)"},
      {"large-risk-favours", "Section 4.2, before (22)",
       "At large risks signSGD is favoured for every noise: ψ >= 1.", ClaimKind::bound, "ψ", exact,
       Verdict::fails,
       "the sign of ψ − 1 is that of the excess kurtosis: uniform and Rademacher's noise have "
       "ψ < 1 at every large R, by as little as it is above 1 elsewhere"},
      {"jensen", "derived in models/compression.hpp",
       "ψ >= e^{−u/2}√(1 + u), u = s²/(2R): a number below 1, so all noise disfavours signSGD at "
       "large risks by O(R^{−2}) at most.",
       ClaimKind::bound, "ψ", exact, Verdict::holds,
       "Jensen's inequality; equality for Rademacher's law, which is left out"},
      {"log-concave", "(23)",
       "√(π/6) <= ψ(0) <= √π for log-concave noise with median 0, symmetric or not.",
       ClaimKind::bound, "ψ", exact, Verdict::holds,
       "f∘F^{-1} is concave: E ε² f(0)² is between 1/12 and 1/2. Five laws strictly between"},
      {"log-concave-sharp", "(23)", "Uniform noise attains √(π/6), Laplace's √π.",
       ClaimKind::equality, "ψ", "a third of the distance to √π for √(2π) in (21)", Verdict::holds,
       "s f(0) is 1/√12 and 1/√2"},
      {"away-from-zero", "(24)", "φ <= (2/π) e^{−δ²/(4R)} for |ε| >= δ.", ClaimKind::bound, "log φ",
       exact, Verdict::holds, "e^{−ε²/(4R)} <= e^{−δ²/(4R)}"}};
}

std::vector<Claim> floor_claims() {
  return {
      {"floor-exponent", "Section 4.2, after (24)",
       "The risk at which signODE rests under Rademacher's law does not fall as a power of η: a "
       "floor made by the noise.",
       ClaimKind::exponent, "exponent", "a third of the distance to 1, Gaussian noise's exponent",
       Verdict::holds,
       "η/2 = φ(R)√(2R) gives R ≈ 1/(4 log(1/η)), of local exponent 1/log(1/η) < 0.1"},
      {"floor-run", "Section 4.2, after (24); (13), Theorem 6",
       "E R of signSGD under Rademacher's law follows signODE down to its floor.",
       ClaimKind::equality, "R of signODE",
       "a third of the least of the largest relative distances to φ without the root, P for R, η² "
       "for η²/d, and to Gaussian noise of the same variance",
       Verdict::holds,
       "the law has no density at 0 (Assumption 2), so Theorem 6 holds only while R is not small, "
       "which the floor sees to; means deviate by O(1/d)"},
      {"floor-sgd", "Section 4.2, after (24)",
       "At small risks SGD at the matched rate is below signSGD.", ClaimKind::ordering, "R",
       "none: an ordering", Verdict::holds,
       "SGD sees only the variance of the noise; signSGD rests where its drift is gone"}};
}

std::vector<Claim> claims() {
  std::vector<Claim> all = law_claims();
  for (Claim& claim : floor_claims()) all.push_back(std::move(claim));
  return all;
}

std::vector<Control> controls() {
  return {
      {"risk-for-population", "R for P in ψ", {"gaussian-one"}, Effort::quick},
      {"uniform-for-student", "uniform noise for Student's", {"student-above-one"}, Effort::quick},
      {"scale-for-deviation",
       "the scale of Student's laws for s in ψ",
       {"grows-with-kurtosis"},
       Effort::quick},
      {"root-pi", "√π for √(2π) in (21)", {"limit-zero", "log-concave-sharp"}, Effort::quick},
      {"one-sixteenth", "1/16 for 1/32 in (22)", {"large-risk"}, Effort::quick},
      {"heavy-tails-only",
       "laws of positive excess kurtosis only",
       {"large-risk-favours"},
       Effort::quick},
      {"half-the-exponent", "e^{−u/4} for e^{−u/2}", {"jensen"}, Effort::quick},
      {"heavy-tail", "Student's law with ν = 2.2 among them", {"log-concave"}, Effort::quick},
      {"twice-the-distance", "2δ for δ", {"away-from-zero"}, Effort::quick},
      {"gaussian-floor",
       "Gaussian noise for Rademacher's in signODE at rest",
       {"floor-exponent"},
       Effort::quick},
      {"phi-without-root", "signODE with φ without the root, ½πφ²", {"floor-run"}, Effort::quick},
      {"population-risk", "signODE with P for R in its drift", {"floor-run"}, Effort::quick},
      {"full-rate", "signODE with η² for η²/d in its noise", {"floor-run"}, Effort::quick},
      {"gaussian-run",
       "runs with Gaussian noise of the same variance",
       {"floor-run"},
       Effort::quick},
      {"swapped", "signSGD and SGD exchanged", {"floor-sgd"}, Effort::quick}};
}

}  // namespace

Experiment fig3_psi() {
  return {
      .id = "exact/fig3-psi",
      .title = "ψ of noise families: limits, bounds, and the floor of signSGD",
      .reference = "Section 4.2, (18), (20)–(24); Figure 3; Theorem 6, Assumption 2",
      .statement =
          "ψ(R), the drift of signSGD over that of SGD at the matched rate, is computed for "
          "Student's, Laplace's, uniform, Gaussian and Rademacher's noise, compared with its "
          "limits at R → 0 and R → ∞ and with the bounds for log-concave noise and for noise away "
          "from 0. One run shows the floor that Rademacher's noise puts under signSGD.",
      .parameters = {positives("nu", Eigen::Array4d(2.5, 3, 5, 9), "ν of Student's laws",
                               "chosen: from hardly a variance to a sixth moment"),
                     count("dimension", {64, 200, 500}, "d of the run",
                           "chosen: means deviate by O(1/d); paper: d of App. I"),
                     positive("eta", 0.2, "learning rate η of the run",
                              "chosen: the floor is twice the Gaussian's resting risk"),
                     positive("risk", 1.0, "R(θ_0), in units of the noise's variance", "chosen"),
                     positive("horizon", 40.0, "time t = k/d of the run",
                              "chosen: signODE is within 1 % of rest"),
                     count("records", {20, 40, 80}, "times recorded after the start", "chosen"),
                     runs("paths", {64, 128, 256}, "runs", "chosen: one or more for each batch")},
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::exact
