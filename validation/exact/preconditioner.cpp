// When the preconditioner D⁻¹ of signSGD helps and when not (Section 4.3, Appendix H).
#include "validation/exact/preconditioner.hpp"

#include "validation/exact/exact.hpp"

namespace sdescent::exact {
namespace {

std::vector<Claim> claims() {
  return {
      {"counterexample", "Appendix H, (272)",
       "The example has cond(K) < cond(K̄): preconditioning by D⁻¹ may hurt.", ClaimKind::ordering,
       "condition number", "none: an ordering, computed", Verdict::holds,
       "found by a search over small whole numbers; eigenvalues are computed here"},
      {"counterexample-rate", "Appendix H; Theorem 4",
       "On copies of the example signODE's local rate is smaller than vanillaODE's, each over the "
       "mean rate of its modes.",
       ClaimKind::ordering, "rate over mean rate", "none: an ordering, computed", Verdict::holds,
       "the rate is about that of the smallest eigenvalue, which relative to the mean one is "
       "smaller for K̄"},
      {"diagonal-of-rotated", "(33)",
       "Rotated at random, K has diagonal entries tr K/d to a relative spread of order d^{−½}.",
       ClaimKind::exponent, "exponent", "a third of the distance to no concentration",
       Verdict::holds,
       "K_ii = Σ_j λ_j Q_ij² with Q_i uniform on the sphere: Var K_ii = 2(tr K²/d − (tr "
       "K/d)²)/(d + 2)"},
      {"condition-of-rotated", "(33)", "Rotated at random, K̄ has the condition number of K.",
       ClaimKind::equality, "cond(K̄)/cond(K)",
       "a third of the distance to a diagonal K of the same spectrum, cond(K)^{−½}, in closed form",
       Verdict::holds, "D is nearly a multiple of I"},
      {"preconditioned-drift", "(29); Theorem 2, (13)",
       "On diagonal K signSGD's mean risk is signODE's, with K̄ = D⁻¹K for its drift, at all times.",
       ClaimKind::equality, "relative to signODE",
       "a third of the largest distance to the ODE with K, of the same trace, for K̄, but 25 % at "
       "most",
       Verdict::holds, "Theorem 2; d leaves O(1/d)"},
      {"diagonal-helps", "(33)",
       "signSGD has a lower mean risk at the end on diagonal K than on the same K rotated.",
       ClaimKind::ordering, "R", "none: an ordering", Verdict::holds,
       "only the former is preconditioned"},
      {"diagonal-faster", "(32)",
       "On diagonal K signSGD has a lower mean risk at the end than SGD.", ClaimKind::ordering, "R",
       "none: an ordering", Verdict::holds, "its slowest mode is that of the root of cond(K)"},
      {"blocks-faster", "(32)",
       "On blocks of two scales signSGD has a lower mean risk at the end than SGD.",
       ClaimKind::ordering, "R", "none: an ordering", Verdict::holds,
       "D⁻¹ makes the scales' ratio its root"},
  };
}

}  // namespace

Experiment preconditioner() {
  Eigen::ArrayXd example(6);
  example << 3, -4, -4, 9, 8, 9;
  return {
      .id = "exact/preconditioner",
      .title = "When signSGD's diagonal preconditioner helps and when not",
      .reference = "(29), (32), (33), (272); Theorem 4; Appendix H",
      .statement =
          "A matrix whose condition number D⁻¹ makes larger; random rotations, which make D a "
          "multiple of I; signSGD and SGD run on diagonal K, on the same K rotated and on blocks "
          "of "
          "two scales, with 'optimal' learning rates.",
      .parameters = {count("dimension", {80, 160, 320}, "d, a multiple of 40",
                           "chosen: time at quick and standard effort", 40),
                     positive("condition", 100.0,
                              "condition number of the log-spaced spectrum on "
                              "[1/condition, 1]",
                              "chosen: the bounds of App. I are lost"),
                     positive("block-scale", 0.01, "scale of every second block", "chosen"),
                     reals("example", example, "K_11, K_12, K_13, K_22, K_23, K_33 of the example",
                           "chosen: (272) is lost; the largest ratio among whole numbers up to 9"),
                     positive("multiple", 0.5, "c of η = c d/tr K and c d/tr D",
                              "chosen: as exact/rates"),
                     positive("deviation", 0.8, "v of the label noise", "chosen"),
                     positive("start-risk", 10.0,
                              "R at the start, the same in each eigenvector of K",
                              "chosen: far above R∞"),
                     positive("end", 40.0, "end of the runs, t = k/d", "chosen"),
                     runs("paths", {64, 64, 128}, "runs", "chosen: as many as decide the claims"),
                     runs("rotations", {64, 64, 64}, "rotations of each d", "chosen"),
                     count("records", {30, 60, 100}, "times recorded after the start", "chosen")},
      .claims = claims(),
      .controls = {{"example-diagonal",
                    "the example without its off-diagonal entries",
                    {"counterexample", "counterexample-rate"},
                    Effort::quick},
                   {"without-rotation",
                    "K left diagonal",
                    {"diagonal-of-rotated", "condition-of-rotated"},
                    Effort::quick},
                   {"without-preconditioner",
                    "signODE with K, of the same trace, for K̄",
                    {"preconditioned-drift"},
                    Effort::quick},
                   {"well-conditioned",
                    "a condition number of 1, and blocks of one scale",
                    {"diagonal-faster", "blocks-faster"},
                    Effort::quick},
                   {"rotated-for-diagonal",
                    "the rotated K in the place of the diagonal one and the other way round",
                    {"diagonal-helps"},
                    Effort::quick}},
      .measure = measure_preconditioner};
}

}  // namespace sdescent::exact
