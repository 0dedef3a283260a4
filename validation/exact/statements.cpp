#include "validation/exact/statements.hpp"

namespace sdescent::exact {
namespace {

const char* const for_the_proof =
    "nothing to measure: a step of the proof, by constants it leaves open";
const char* const assumed = "an assumption: every experiment says which of its data meet it";

}  // namespace

std::vector<Statement> statements() {
  // clang-format off
  return {
      {"(1), (2)", "signSGD in one pass over minibatches.", ""},
      {"Assumption 1", "Features are Gaussian, targets linear with label noise.", ""},
      {"Definition 1; (3)", "Noiseless risk R and population risk P.", ""},
      {"Assumption 2", "The noise has a C² density near 0.", ""},
      {"(4)", "K̄ = D⁻¹K, K_σ = arcsin(D⁻¹KD⁻¹) by entry; K̄ has real positive eigenvalues.", ""},
      {"Assumption 3; (5)", "Spectra of K, K̄, K_σ are bounded, resolvents delocalised.", assumed},
      {"Assumption 4; (6)", "Learning rates are η(k/d)/d.", assumed},
      {"Assumption 5; (7)", "The start is bounded along resolvents.", assumed},
      {"Definition 2; (8), (9)", "signHSGD and the compression φ.", ""},
      {"Remark 1; (10)", "c_B = √π Γ((B+1)/2)/Γ(B/2) for batches of B.", ""},
      {"Remark 2", "φ is cheap to compute, from a fitted mixture where the noise is not known.", ""},
      {"Figure 2", "φ of some noise laws in closed form.", ""},
      {"Theorem 1; (11)", "signSGD's risk is signHSGD's, the better the larger d is.", ""},
      {"(12), (13)", "signODE, the risk by coupled modes.", ""},
      {"Theorem 2; (14)", "Both risks concentrate on signODE's.", ""},
      {"Figure 1", "signSGD, signHSGD, signODE: Gaussian, Cauchy, CIFAR-10, IMDB.", ""},
      {"(15), (16), (17)", "HSGD, SGD with the matched learning rate, and the two SDEs compared.", ""},
      {"Theorem 3, Theorem 7; (19), (244)–(253)", "signODE's one stationary point under Gaussian noise.", ""},
      {"(18), (20)", "ψ, what the noise does to signSGD beside SGD.", ""},
      {"Figure 3", "ψ of some noise laws.", ""},
      {"(21)", "ψ → √(2π) s f(0) as R → 0.", ""},
      {"(22)", "ψ for large R.", ""},
      {"(23)", "√(π/6) <= ψ(0) <= √π for log-concave noise.", ""},
      {"(24)", "Noise bounded away from 0 makes φ, and with it signSGD, die exponentially in 1/R.", ""},
      {"(25), (26)", "Isotropic data: the ODE of R and the best learning rate.", ""},
      {"(27), (28)", "The same for SGD; signSGD wins where ψ > π/2.", ""},
      {"(29)", "SGD preconditioned by D⁻¹.", ""},
      {"Theorem 4, Theorem 9; (30), (31), (256)–(258)",
       "signODE's risk tends to its limit at a rate of λ_min(K̄).", ""},
      {"(32)", "On diagonal problems the rate is that of accelerated methods.", ""},
      {"(33)", "Rotated at random, K has a constant diagonal: no preconditioning.", ""},
      {"Figure 4", "Spectra of K, K̄ and K_σ of CIFAR-10.", ""},
      {"Figure 5", "Batches of 1, 5, … under some noise laws.", ""},
      {"Lemma 1; (34)–(49)", "The mean of an update of signSGD.", ""},
      {"Lemma 2; (50)–(55)", "A net of resolvents bounds all powers of K̄.", for_the_proof},
      {"Lemma 3; (56)–(89)", "Coordinates of v stay of the order d^{ε − ½}.", for_the_proof},
      {"Lemma 4; (90)–(92)", "The mean of an update is −η c φ/√(2R) K̄v, but for what vanishes.",
       for_the_proof},
      {"Definition 3, Definition 4", "High and overwhelming probability.", "words"},
      {"Theorem 5, Definition 5; (93)–(109)",
       "As Theorem 1, for every quadratic statistic.", "R is the one that is run"},
      {"Lemma 5", "Statistics of a manifold bound the difference.", for_the_proof},
      {"Lemma 6; (110)–(117)", "They are Lipschitz.", for_the_proof},
      {"Lemma 7; (118)–(126)", "Stopped signSGD and signHSGD are close.", for_the_proof},
      {"Lemma 8; (127)–(132)", "They are not stopped.", for_the_proof},
      {"Theorem 6; (133), (134)", "As Theorem 1 without Assumption 2, while R is not small.", ""},
      {"Lemma 9; (135)–(137)", "Martingale terms vanish.", for_the_proof},
      {"Lemma 10; (138)–(140)", "Martingale terms vanish.", for_the_proof},
      {"Lemma 11; (141)–(145)", "Martingale terms vanish.", for_the_proof},
      {"Lemma 12; (146)–(164)", "φ(R)/√R is bounded and Lipschitz under Assumption 2.", for_the_proof},
      {"Lemma 13; (165)–(187)", "Moments of quadratic forms of signs.", for_the_proof},
      {"Lemma 14; (188)–(195)", "Moments of linear forms of signs.", for_the_proof},
      {"Corollary 1; (196)–(201)", "The same, conditioned.", for_the_proof},
      {"Corollary 2; (202)–(205)", "The same, conditioned.", for_the_proof},
      {"Corollary 3; (206)", "The same, conditioned.", for_the_proof},
      {"Lemma 15; (207)–(209)", "Azuma's inequality on an event.", for_the_proof},
      {"(210)–(238)", "Proof of Theorem 2.", for_the_proof},
      {"(239)–(241)", "vanillaODE, the risk of SGD.", ""},
      {"Lemma 16; (242), (243)", "The risk is bounded above and away from 0.", for_the_proof},
      {"Theorem 8; (254), (255)", "vanillaODE's one stationary point.", ""},
      {"(259)–(263)", "HSGD, the matched rate and the two SDEs for batches of B.", ""},
      {"Figure 6", "Spread of signSGD and signHSGD around signODE against d.", ""},
      {"Figure 7", "Limit risks of Theorem 3.", ""},
      {"Figure 8", "Risk curves of signSGD and SGD on ill-conditioned diagonal K.", ""},
      {"Figure 9", "Rates of convergence against the condition number.", ""},
      {"(264), (265)", "Adam without β₁ for β₂ → 1: its update and its SDE.", ""},
      {"(266)–(270)", "The weak approximation's SDE of signSGD on this problem beside signHSGD.", ""},
      {"(271)", "What weak approximation means, and which SDE is right in which limit.", ""},
      {"(272)", "A matrix whose condition number K̄ makes worse.", ""},
      {"Table 1", "Settings of Figure 1.", ""},
      {"(273)", "CIFAR-10 by random features.", ""},
      {"(274)", "IMDB by GloVe vectors, random features and added noise.", ""},
      {"Figure 10", "Residuals of CIFAR-10 and IMDB with fitted laws.", ""},
  };
  // clang-format on
}

}  // namespace sdescent::exact
