// Isotropic data: scalar risk equations, greedy learning rates, and where signSGD beats SGD.
#include "validation/exact/isotropic.hpp"

#include "validation/exact/exact.hpp"

namespace sdescent::exact {
namespace {

void measure(Session& session) {
  const IsotropicSetting s = isotropic_setting(session.parameters());
  const IsotropicRun run = isotropic_run(session, s);
  const Estimate log_ratio = crossover_run(session, s);
  isotropic_evidence(session, s, run, log_ratio);
  show_isotropic(session, s, run, log_ratio);
}

const char* const order_d = "means deviate by O(1/d)";

std::vector<Claim> claims() {
  return {
      {"constant-rate", "(25)",
       "For K = I E R of signSGD at constant η follows dR/dt = −ηφ(R)√(2R) + η²/2.",
       ClaimKind::equality, "R of (25)",
       "by law a third of the least of the largest relative distances to φ without the root, P for "
       "R in φ(R)/√(2R), and η² for η²/d",
       Verdict::holds, order_d},
      {"greedy-sign", "(26)", "At η = φ(R)√(2R) of its own risk it follows dR/dt = −φ(R)²R.",
       ClaimKind::equality, "R of (26)",
       "by law a third of the smaller of the largest relative distances to φ without the root and "
       "P for R in φ(R)/√(2R)",
       Verdict::holds, order_d},
      {"greedy-sgd", "(27)", "E R of SGD at η = R/P follows dR/dt = −R²/P.", ClaimKind::equality,
       "R of (27)", "by law a third of the largest relative distance to E ε² for ½E ε² in P",
       Verdict::holds, order_d},
      {"greedy-best", "(26)",
       "At the end the greedy signSGD is below those at half and at one and a half times its rate.",
       ClaimKind::ordering, "R", "none: an ordering", Verdict::holds,
       "at c times the rate dR/dt = −(2c − c²)φ²R, ¾ of the best for c = ½ and 3/2; for one "
       "equation the fastest fall at every R is the lowest R at the end"},
      {"crossover", "(28)",
       "Greedy signSGD falls faster than greedy SGD where ψ > π/2: falls over a short time are "
       "equal at log ψ = log(π/2).",
       ClaimKind::equality, "log ψ",
       "a third of the distance to log ψ = 0, where matched rates are equal", Verdict::holds,
       "φ²R over R²/P is (2ψ/π)². The bias bound is how far the crossing of (26) and (27) "
       "themselves moves over the time of the runs"},
      {"falls", "(26)–(28)",
       "For every share of outliers the ratio of the two falls is that of (26) and (27), (2ψ/π)² "
       "at the start.",
       ClaimKind::equality, "log ratio",
       "a third of the largest distance over the shares to the ratio without the square",
       Verdict::holds, order_d}};
}

std::vector<Control> controls() {
  return {
      {"phi-without-root",
       "½πφ² for φ, φ without the root",
       {"constant-rate", "greedy-sign"},
       Effort::quick},
      {"population-risk", "P for R in φ(R)/√(2R)", {"constant-rate", "greedy-sign"}, Effort::quick},
      {"full-rate", "η² for η²/d in the noise of (25)", {"constant-rate"}, Effort::quick},
      {"full-variance", "E ε² for ½E ε² in P", {"greedy-sgd"}, Effort::quick},
      {"timid-greed", "0.3 times the greedy rate", {"greedy-sign", "greedy-best"}, Effort::quick},
      {"threshold-one", "ψ = 1 for π/2", {"crossover"}, Effort::quick},
      {"no-square", "2ψ/π for its square", {"falls"}, Effort::quick}};
}

}  // namespace

Experiment isotropic() {
  return {
      .id = "exact/isotropic",
      .title = "Isotropic data: scalar risk equations, greedy rates, the crossover at ψ = π/2",
      .reference = "Section 4.2, (25)–(28)",
      .statement =
          "With K = I the risks of signSGD and SGD follow scalar equations at constant and at "
          "greedy learning rates, under Gaussian, Student's and uniform noise. Normal noise with a "
          "share of outliers carries ψ through π/2: where greedy signSGD overtakes greedy SGD is "
          "measured and compared.",
      .parameters =
          {count("dimension", {50, 100, 400}, "d", "chosen: means deviate by O(1/d)"),
           positive("eta", 0.5, "constant learning rate η",
                    "chosen: signODE comes to rest within the horizon"),
           positive("risk", 1.0, "R(θ_0) in units of the noise's variance", "chosen"),
           positive("horizon", 8.0, "time t = k/d", "chosen: R falls by more than 3"),
           count("records", {16, 32, 64}, "times recorded after the start", "chosen"),
           runs("paths", {256, 256, 512}, "runs of each course", "chosen: several for each batch"),
           positives("shares", Eigen::Array<double, 5, 1>(0.01, 0.04, 0.09, 0.15, 0.25),
                     "shares of outliers", "chosen: ψ from 1.1 to 2.0"),
           positive("outlier", 5.0, "standard deviation of outliers, the others' being 1",
                    "chosen: excess kurtosis carries ψ past π/2"),
           positive("crossover_risk", 0.1, "R at which the falls are compared", "chosen: R ≪ s²"),
           positive("crossover_time", 2.0, "over which time", "chosen: R falls by a tenth"),
           runs("crossover_paths", {256, 2048, 2048}, "runs for each share",
                "chosen: the tolerance of falls is six standard errors")},
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::exact
