// Theorem 4: how fast signSGD and SGD approach rest on ill-conditioned diagonal data (Figures 8,
// 9).
#include "validation/exact/rates.hpp"

#include "validation/exact/exact.hpp"

namespace sdescent::exact {
namespace {

const std::string linearised = "the secular equation has the eigenvalues of the linearised ODE";

std::vector<Claim> claims() {
  return {
      {"sign-secular", "Theorem 4, Theorem 9; (256)",
       "Near rest signODE's risk decays at the rate 2ηgμ, μ the smallest root of 1 = κ Σ λ_i "
       "r_i/(λ_i − μ), κ = −g′/g.",
       ClaimKind::equality, "relative to the secular equation",
       "1e-3, far below a third of the distance to κ = 0 for K = I, which is the rate with λ_min; "
       "what is not linear at 1e-5 R∞ leaves 2e-5",
       Verdict::holds, linearised},
      {"sgd-secular", "Theorem 8; (240)",
       "Near rest vanillaODE's risk decays at the rate 2ημ, μ the same with κ = 1/P∞.",
       ClaimKind::equality, "relative to the secular equation", "1e-3, as for sign-secular",
       Verdict::holds, linearised},
      {"theorem-limit", "Theorem 4, (31)",
       "For K = I signODE's rate is Theorem 4's, 2ηgλ_min, in the limit of small η.",
       ClaimKind::limit, "μ/λ_min", "0.01, far below a third of the distance to half the rate",
       Verdict::holds, "μ = λ(1 − κR∞) and κR∞ → 0"},
      {"theorem-at-eta", "Theorem 4, (30), (31)",
       "For K = I signODE's rate is Theorem 4's at η itself.", ClaimKind::equality, "μ/λ_min",
       "a third of the distance between μ and λ_min", Verdict::fails,
       "the theorem is for η below a constant it does not give: at finite η the risk's effect on "
       "the drift, κR∞, slows the approach"},
      {"run-rate", "Theorem 4; Figure 9",
       "Two runs of signSGD on the same data, one from above and one from below R∞, approach each "
       "other at signODE's rate, for K = I.",
       ClaimKind::equality, "1/t", "a third of the distance to Theorem 4's rate, by closed form",
       Verdict::holds, "signODE is the limit of large d; d leaves O(1/d)"},
      {"sign-condition", "Theorem 4, (32); Figure 9",
       "At η = c d/tr D signODE's rate is inversely proportional to the average condition number "
       "of K̄, which for diagonal K is about the root of that of K.",
       ClaimKind::exponent, "exponent", "0.1, far below a third of the distance to SGD's rates",
       Verdict::holds,
       "R∞ and with it g are the same for all K then, and few modes are at λ_min, so that μ is "
       "close to it"},
      {"sgd-condition", "Theorem 4; Figure 9",
       "At η = c d/tr K vanillaODE's rate is inversely proportional to the average condition "
       "number "
       "of K.",
       ClaimKind::exponent, "exponent", "0.1, as for sign-condition", Verdict::holds,
       "the same reason"},
      {"faster", "(32); Figure 8",
       "At the largest condition number signSGD has the lower mean risk at the end of the runs.",
       ClaimKind::ordering, "R", "none: an ordering", Verdict::holds,
       "slow modes hold a share of the risk: SGD's relax with K's smallest eigenvalues, "
       "signSGD's with their roots"},
  };
}

}  // namespace

Experiment rates() {
  return {
      .id = "exact/rates",
      .title = "Rates of convergence of signSGD and SGD on diagonal data",
      .reference = "Theorem 4, Theorem 9, Theorem 8; (30), (31), (32); Figures 8, 9",
      .statement =
          "Diagonal covariances whose eigenvalues are an even grid raised to powers, 'optimal' "
          "learning rates: local rates of the risk ODEs, from their curves, against the secular "
          "equation, its limit at small η (the theorem's rate), and condition numbers; signSGD and "
          "SGD run on the same data.",
      .parameters =
          {count("dimension", {50, 100, 500}, "d",
                 "exact App. I (500); smaller at quick and standard effort, for time", 10),
           positive("smallest", 0.2, "left end of the grid; the right one is 1",
                    "chosen: the paper's ends are lost"),
           positives("powers", Eigen::Array4d(1, 2, 3, 4), "powers of the grid",
                     "chosen: the paper's range is lost; condition numbers from 5 to 625"),
           positive("multiple", 0.5, "c of η = c d/tr K and c d/tr D",
                    "chosen: a quarter of the largest stable one of SGD; the paper's is lost"),
           positive("deviation", 0.8, "v of the label noise", "chosen: the paper's is lost"),
           positive("eta", 0.5, "η where K = I", "chosen: κR∞ is a fifth there"),
           positives("small-etas", Eigen::Array3d(0.0125, 0.025, 0.05),
                     "η of the limit, increasing", "chosen"),
           positive("start-risk", 10.0, "R at the start, the same in each mode",
                    "chosen: far above R∞"),
           positive("end", 60.0, "end of the runs, t = k/d", "chosen: signSGD is at rest then"),
           runs("paths", {64, 64, 128}, "runs", "chosen: as many as decide the claims"),
           count("records", {30, 60, 100}, "times recorded after the start", "chosen")},
      .claims = claims(),
      .controls =
          {{"without-feedback",
            "κ = 0: the rate with λ_min",
            {"sign-secular", "sgd-secular", "run-rate"},
            Effort::quick},
           {"half-rate", "the rate ηgλ_min, without its 2", {"theorem-limit"}, Effort::quick},
           {"small-eta", "η ten thousand times smaller", {"theorem-at-eta"}, Effort::quick},
           {"without-preconditioner",
            "rates of SGD against condition numbers of K̄",
            {"sign-condition"},
            Effort::quick},
           {"with-preconditioner",
            "rates of signSGD against condition numbers of K",
            {"sgd-condition"},
            Effort::quick},
           {"least-condition",
            "the runs of the smallest condition number",
            {"faster"},
            Effort::quick}},
      .measure = measure_rates};
}

}  // namespace sdescent::exact
