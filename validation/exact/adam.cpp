// App. F: Adam on streaming regression, and the window of β₂ in which (264), (265) hold.
#include "io/require.hpp"
#include "validation/exact/adam_parts.hpp"
#include "validation/exact/exact.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

const char* planted =
    "a third of the distance of adamODE to itself with 2R for 2P, with the noise of signs (K_σ "
    "for D^{−1}KD^{−1}) or with their drift, whichever is nearest";
const char* window_reason =
    "gradients are products of two normals of small correlation; v̂_i → 2P K_ii, since its relative "
    "variance is 4(1 − β₂) and its lag is 1/(d(1 − β₂))";

const char* memory_reason =
    "for each β₂ a third of the distance of adamODE to itself with the memory of v̂, by ODE";

std::vector<Claim> window_claims() {
  return {
      {"window", "Appendix F, (264), (265)",
       "With 1 − β₂ = c d^{−½}, E R of Adam (β₁ = 0) at the learning rate η/d tends to adamODE's "
       "as "
       "d grows.",
       ClaimKind::limit, "R", planted, Verdict::holds, window_reason},
      {"early", "Appendix F",
       "At early times E R of Adam at the largest d is adamODE's with the memory of v̂: v_0 = 0 "
       "leaves no other trace, after bias correction.",
       ClaimKind::equality, "R",
       "a third of the largest distance, at these times, to Adam without bias correction, by ODE",
       Verdict::holds, "v̂ of the first k steps is their average"},
      {"heavy-tails", "Appendix F",
       "So for label noise of Student's law of the same variance: P is all that matters.",
       ClaimKind::limit, "R", planted, Verdict::holds,
       "ν > 4, where v̂ has a variance: it is larger, but still O(1 − β₂)"},
      {"momentum", "Appendix F",
       "With β₁ = 0.9, bias-corrected, E R tends to that with β₁ = 0 at the same learning rate.",
       ClaimKind::limit, "R", planted, Verdict::holds,
       "weights of m̂ add up to 1, so the effective learning rate is η; the delay is 9 steps of "
       "1/d"},
      {"sde", "Appendix F, (264)", "E R of Adam tends to that of homogenized Adam.",
       ClaimKind::limit, "R", planted, Verdict::holds, window_reason},
  };
}

std::vector<Claim> beta2_claims() {
  return {
      {"far-from-one", "Appendix F", "For β₂ <= 0.9, too, E R of Adam is adamODE's.",
       ClaimKind::equality, "R", memory_reason, Verdict::fails,
       "v̂ then follows the gradient that it divides: the drift is multiplied by E[z²/√w] (2/π at "
       "β₂ = 0, where Adam is signSGD), at any d"},
      {"too-near", "Appendix F", "So it is for 1 − β₂ <= 1/(2d).", ClaimKind::equality, "R",
       memory_reason, Verdict::fails,
       "v̂ remembers the whole way down: it is an average of 2P over it"},
      {"memory", "Appendix F",
       "At all these β₂ E R is that of adamODE with the memory of v̂: its lag, and what it shares "
       "with the gradient.",
       ClaimKind::equality, "R", memory_reason, Verdict::holds, "derived here for Gaussian labels"},
  };
}

std::vector<Claim> sign_claims() {
  return {
      {"sign-risk", "Section 6", "signSGD at the rate πη/2, where drifts agree, has Adam's E R.",
       ClaimKind::equality, "R", planted, Verdict::fails,
       "its noise is (π/2)² that of Adam, which is felt where noise is: near rest"},
      {"path-identical", "Section 6",
       "On the same data signSGD so matched is nearly path-identical to Adam: E R of the "
       "difference "
       "of their iterates is at most a tenth of E R.",
       ClaimKind::bound, "R", "none: a bound, where \"nearly\" is taken for a tenth",
       Verdict::fails,
       "one moves by (π/2) sign z where the other moves by z: E(…)² = π²/4 − 1 for each unit of "
       "Adam's noise"},
      {"sign-distance", "Section 6", "E R of that difference is what the shared data make of it.",
       ClaimKind::limit, "R", "a third of the largest distance to equal residuals of both, by ODE",
       Verdict::holds, "derived here: E z sign z' = (2/π) times the correlation of the residuals"},
  };
}

std::vector<Claim> claims() {
  std::vector<Claim> all = window_claims();
  for (const auto& more : {beta2_claims(), sign_claims()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<Parameter> parameters() {
  ArrayXd times(7), forgetting(9);
  times << 0.08, 0.24, 0.48, 1, 2, 3, 4;
  forgetting << 1.0, 0.5, 0.1, 0.05, 0.02, 0.005, 0.002, 0.0005, 0.0001;
  return {
      positives("spectrum", Eigen::Array2d(0.5, 2.0),
                "first and last of K's log-spaced eigenvalues, K diagonal",
                "chosen: App. F has no experiment; diagonal, so that steps cost O(d)"),
      positive("deviation", 0.5, "standard deviation of the label noise", "chosen"),
      positive("risk", 0.5, "R at the start, the same from every coordinate", "chosen"),
      positive("eta", 0.5, "η of the learning rate η/d", "exact App. I (Cauchy)"),
      positives("times", times, "t of the records", "chosen: from early times to near rest"),
      positive("window", 0.35, "c of 1 − β₂ = c d^{−½}",
               "chosen: of the order at which both errors of v̂ are alike, √(|Ṗ/P|/5)"),
      positive("beta1", 0.9, "β₁ where it is not 0", "chosen: the usual one"),
      positive("nu", 6.0, "degrees of freedom of Student's label noise", "chosen: > 4"),
      count("dimension", {400, 800, 1600}, "largest d of the window", "chosen", 50),
      positives("shares", Eigen::Array3d(1.0, 0.25, 0.0625), "d of the window over the largest",
                "chosen: d^{−½} doubles"),
      runs("paths", {64, 128, 256}, "runs at the largest d; elsewhere more, in proportion to 1/d",
           "chosen"),
      runs("scan_paths", {64, 512, 1024}, "runs of the scan over β₂", "chosen"),
      count("scan_dimension", {200, 500, 1000}, "d of the scan over β₂", "chosen", 50),
      positives("forgetting", forgetting, "1 − β₂ of the scan",
                "chosen: from signSGD to a memory that is longer than the run"),
      count("refine", {2, 2, 4}, "SDE steps for each step of Adam", "chosen", 2),
  };
}

std::vector<Control> controls() {
  return {
      {"risk-for-population",
       "adamODE with 2R for 2P",
       {"window", "early", "heavy-tails"},
       Effort::quick},
      {"noise-of-signs", "adamODE with the noise of K_σ", {"window"}, Effort::quick},
      {"drift-of-signs",
       "adamODE with the drift of signs, 2/π of its own",
       {"window"},
       Effort::quick},
      {"no-bias-correction", "v_0 = 0 without bias correction (RMSprop)", {"early"}, Effort::quick},
      {"momentum-not-averaged",
       "Adam with β₁ at η/(1 − β₁), as for momentum that is not averaged",
       {"momentum"},
       Effort::quick},
      {"rate-doubled", "homogenized Adam with 2η", {"sde"}, Effort::quick},
      {"factors-forgotten",
       "the memory of v̂ without what it shares with the gradient",
       {"memory"},
       Effort::quick},
      {"lag-forgotten", "the memory of v̂ without its lag", {"memory"}, Effort::quick},
      {"memory-counted",
       "adamODE with the memory of v̂ where it is to fail",
       {"far-from-one", "too-near"},
       Effort::standard},
      {"sign-noise-counted",
       "what the noise of signs adds taken off",
       {"sign-risk"},
       Effort::quick},
      {"share-of-four",
       "four times E R in the place of a tenth",
       {"path-identical"},
       Effort::quick},
      {"other-data", "signSGD on other data", {"sign-distance"}, Effort::quick},
  };
}

std::vector<AdamWindow> run_windows(Session& session, const AdamSetting& s,
                                    const ArrayXd& dimensions) {
  std::vector<AdamWindow> windows;
  for (const Archive& archive :
       session.cells(ParameterGrid("window", {{"d", dimensions}}), [&](const Cell& cell) {
         AdamSetting of_cell = s;
         of_cell.paths = static_cast<std::uint64_t>(static_cast<double>(s.paths) * dimensions(0) /
                                                    cell.point.real("d"));
         return AdamWindow::run(session, of_cell, static_cast<Index>(cell.point.count("d")),
                                cell.seed);
       })) {
    windows.emplace_back();
    windows.back().load(archive);
  }
  return windows;
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  const AdamSetting s = adam_setting(p);
  const ArrayXd& shares = p.reals("shares");
  require(shares.size() >= 3 && shares(0) == 1.0, "shares", "at least three, the first 1",
          to_string(ParameterValue(shares)));
  const auto scan_dimension = static_cast<Index>(p.count("scan_dimension"));
  const ArrayXd beta2s = 1.0 - p.reals("forgetting");
  const ArrayXd dimensions = shares * static_cast<double>(p.count("dimension"));
  AdamResults results{.dimensions = dimensions,
                      .windows = run_windows(session, s, dimensions),
                      .scan_dimension = scan_dimension,
                      .beta2s = beta2s,
                      .scan = AdamScan(beta2s)};
  const ParameterGrid one("scan",
                          {{"d", ArrayXd::Constant(1, static_cast<double>(scan_dimension))}});
  results.scan.load(session.cells(one, [&](const Cell& cell) {
    AdamSetting of_cell = s;
    of_cell.paths = p.count("scan_paths");
    return AdamScan::run(session, of_cell, scan_dimension, beta2s, cell.seed);
  })[0]);
  adam_evidence(session, s, results);
  show_adam(session, s, results);
}

}  // namespace

AdamSetting adam_setting(const ParameterValues& p) {
  require_equal("number of values of spectrum", p.reals("spectrum").size(), 2);
  require(p.real("nu") > 4.0, "nu", "> 4", fmt::format("{}", p.real("nu")));
  require(p.reals("forgetting").maxCoeff() <= 1.0, "forgetting", "<= 1",
          to_string(ParameterValue(p.reals("forgetting"))));
  return {.spectrum = p.reals("spectrum"),
          .deviation = p.real("deviation"),
          .risk = p.real("risk"),
          .eta = p.real("eta"),
          .window = p.real("window"),
          .beta1 = p.real("beta1"),
          .nu = p.real("nu"),
          .times = p.reals("times"),
          .paths = p.count("paths"),
          .refine = p.count("refine")};
}

Experiment adam() {
  return {
      .id = "exact/adam",
      .title = "Adam in high dimension, over β₂",
      .reference = "Appendix F, (264), (265); Section 6",
      .statement =
          "On streaming regression with K diagonal, E R of Adam at the learning rate η/d against "
          "adamODE and homogenized Adam on the clock t = k/d. They hold as d grows where the "
          "average of v is long against its noise and short against the motion of R: 1 − β₂ → 0 "
          "and d(1 − β₂) → ∞. Outside they are seen to fail, and how is predicted. Adam's "
          "likeness to signSGD is measured on the same data.",
      .parameters = parameters(),
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::exact
