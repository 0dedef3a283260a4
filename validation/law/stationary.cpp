// law/stationary: total-variation and Wasserstein distances between the stationary laws of SignSGD
// and of its continuous models.
#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/law_distance.hpp"
#include "solvers/philox.hpp"
#include "solvers/sample_recorder.hpp"
#include "validation/law/law.hpp"
#include "validation/law/stationary_results.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double gaussian = std::numeric_limits<double>::infinity();
constexpr double missed = 1e-6;  // probability with which the ensemble alone breaks its bound

StationaryPlants plants(const Session& session) {
  return {.drift_without_root_two = session.control("erf-without-root-two"),
          .noise_blind = session.control("noise-blind"),
          .linear_mean = session.control("linear-mean"),
          .without_mean = session.control("diffusion-without-mean"),
          .lemma_without_second = session.control("lemma-without-second-term"),
          .parity_ignored = session.control("parity-ignored"),
          .as_it_is = session.control("lattice-as-it-is")};
}

void check(const ParameterValues& p) {
  const ArrayXd& eta = p.reals("eta");
  require(eta.size() >= 3, "number of learning rates", ">= 3", fmt::format("{}", eta.size()));
  for (Index i = 1; i < eta.size(); ++i)
    require(eta(i) > eta(i - 1), "eta", "increasing", fmt::format("{}", eta(i)));
  const double largest = eta.maxCoeff() * p.real("lambda") / p.reals("sigma").minCoeff();
  require(largest <= 0.1, "largest eta lambda/sigma",
          "<= 0.1, where the expansion in it means something", fmt::format("{}", largest));
  require(p.count("ensemble-steps") % 2 == 0, "ensemble-steps", "even",
          fmt::format("{}", p.count("ensemble-steps")));
}

StationaryCurve curve(const StationarySetting& first, const ArrayXd& eta) {
  StationaryCurve result;
  for (const double each : eta) {
    StationarySetting s = first;
    s.eta = each;
    result.push_back(distances_at(s));
  }
  return result;
}

/// sup |F − F_n| of SignSGD's runs from 0 after an even number of steps, and its bound.
void ensemble(Session& session, StationaryResults& results, const StationaryPlants& planted) {
  const ParameterValues& p = session.parameters();
  const StationarySetting s{p.real("lambda"), p.reals("sigma")(0), p.real("ensemble-eta"), gaussian,
                            planted};
  const auto one = [](double value) { return Eigen::VectorXd::Constant(1, value); };
  const auto problem =
      std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(one(s.lambda)),
                                             std::make_shared<GaussianNoise>(one(s.sigma)));
  const auto optimizer = std::make_shared<SignSgd>(
      OptimizerSettings{"sign_sgd", problem, s.eta, StartPoint(one(0.0))});
  const Clock clock(s.eta, p.count("ensemble-steps"));
  SampleRecorder samples("x", state_field(*optimizer, 0, "x"), p.count("runs"));
  session.run({optimizer}, clock, RecordTimes::at(clock, {p.count("ensemble-steps")}),
              p.count("runs"), Philox(session.seed()), {&samples});
  const AtomicLaw lattice = even_chain_law(s);
  const AtomicLaw found = on_cells(ensemble_law(samples.at(0).col(0)), lattice);
  results.ensemble_distance = kolmogorov(lattice, found);
  results.ensemble_bound =
      std::sqrt(std::log(2.0 / missed) / (2.0 * static_cast<double>(p.count("runs"))));
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  check(p);
  const StationaryPlants planted = plants(session);
  const double lambda = p.real("lambda");
  const ArrayXd& eta = p.reals("eta");
  StationaryResults results{};
  for (const double sigma : p.reals("sigma")) {
    results.by_sigma.push_back(curve({lambda, sigma, eta(0), gaussian, planted}, eta));
    for (const StationaryDistances& d : results.by_sigma.back())
      results.same_epsilon.push_back(
          distances_at({1.0, 1.0, d.setting.epsilon(), gaussian, planted}));
  }
  results.by_noise.push_back(results.by_sigma.front());
  for (const double nu : p.reals("nu"))
    results.by_noise.push_back(curve({lambda, p.reals("sigma")(0), eta(0), nu, planted}, eta));
  ensemble(session, results, planted);
  stationary_evidence(session, results);
  stationary_tables(session, results);
  stationary_figure(session, results);
}

const std::string by_expansion =
    "both laws expanded to relative order η (docs/theory/stationary-distances.md)";

std::vector<Claim> claims() {
  return {
      {"sde", "Corollary 3.3, (3); derived in docs/theory/stationary-distances.md",
       "On SignSGD's sites, total variation and W₁ (relative to √(η/2c)) of the SDE (3) from "
       "SignSGD, over ε = ηλ/σ, tend to those of φ(u) c u³/12, for every σ.",
       ClaimKind::limit, "distance/ε",
       "a third of the distance to the nearer one of the mean made linear and the diffusion "
       "without "
       "−m², by their expansions",
       Verdict::holds, by_expansion},
      {"phase-three", "(5); derived in docs/theory/stationary-distances.md",
       "The same of the Phase-3 SDE (5), a Beta law: φ(u)((c/12 + D)u³ + 3Du).", ClaimKind::limit,
       "distance/ε",
       "a third of the distance to the nearer one of the SDE (3) and the diffusion without −m², by "
       "their expansions",
       Verdict::holds, by_expansion},
      {"lemma", "Lemma 3.7; derived in docs/theory/stationary-distances.md",
       "The same of the Gaussian of Lemma 3.7: φ(u)((D − c/24)u³ + (3c/8 + 3D)u).",
       ClaimKind::limit, "distance/ε",
       "a third of the distance to the nearer one of the SDE (5) and the variance η/2c, by their "
       "expansions",
       Verdict::holds, by_expansion},
      {"universal", "Corollary 3.3, (46); derived in docs/theory/stationary-distances.md",
       "The total variation of the SDE from SignSGD over η tends to c (√3/2) φ(√3) under Gaussian "
       "and under Student noise of any ν: of the noise only the slope c at 0 counts.",
       ClaimKind::limit, "TV/ε",
       "a third of the distance to the nearer one of the mean made linear and the diffusion "
       "without "
       "−m², by their expansions",
       Verdict::holds,
       "the SDE has m to all orders, and its cubic term drops out of the difference"},
      {"order", "Definition 3.1; derived in docs/theory/stationary-distances.md",
       "On SignSGD's sites total variation and relative W₁ of all three models fall as η.",
       ClaimKind::exponent, "exponent",
       "a third of the distance to order ½, that of W₁ on the lattice as it is", Verdict::holds,
       by_expansion},
      {"lattice", "derived in docs/theory/stationary-distances.md",
       "W₁ between the SDE and SignSGD as it is, over η, tends to ¼ over all sites and to ½ on one "
       "parity.",
       ClaimKind::limit, "W₁/η", "a third of the distance of one parity from all sites",
       Verdict::holds,
       "the nearest law with a density spreads every atom over its cell, of width η or 2η, which "
       "takes a quarter of it; the error of the SDE, √η smaller, is not seen"},
      {"cells", "derived in docs/theory/stationary-distances.md",
       "On cells around the sites, of width rη (r = 1: all, r = 2: one parity), relative W₁ of the "
       "SDE, and on one parity total variation, over ε tend to those of φ(u)(c/12)(u³ − r²u).",
       ClaimKind::limit, "distance/ε",
       "a third of the distance to the nearer one of the other r and of r = 0, the sites",
       Verdict::holds, "rounding to the lattice adds (rη)²/12 to the variance (Sheppard)"},
      {"ordering", "Corollary 3.3, (3), (5), Lemma 3.7",
       "On SignSGD's sites the SDE (3) is closer in total variation than the SDE (5), and that one "
       "closer than the Gaussian of Lemma 3.7, at every η and σ.",
       ClaimKind::ordering, "TV", "none: an ordering", Verdict::holds,
       "their limits over ε are in that order, and corrections are of relative order ε"},
      {"one-parameter", "derived in docs/theory/stationary-distances.md",
       "Distances depend on η, λ and σ through ηλ/σ alone.", ClaimKind::equality, "TV",
       "a third of what ηλ/σ² in place of ηλ/σ would make, to leading order", Verdict::holds,
       "in y = λx/σ the chain has steps ηλ/σ and everything else has no parameter"},
      {"ensemble", "(1); Dvoretzky, Kiefer, Wolfowitz, Massart",
       fmt::format("The CDF of SignSGD's runs after an even number of steps is its stationary law "
                   "on one parity, up to √(log(2/δ)/2n), δ = {}.",
                   missed),
       ClaimKind::bound, "P", "none: a bound, exceeded by chance with probability δ",
       Verdict::holds, "runs started at 0 visit even sites at even steps, and forget their start"},
  };
}

std::vector<Control> controls() {
  return {{"erf-without-root-two",
           "SDE (3) with the drift erf(λx/σ), without 1/√2",
           {"sde", "universal", "order", "lattice", "cells", "ordering"},
           Effort::quick},
          {"linear-mean",
           "SDE (3) with its mean made linear (Φ replaced by a linear function)",
           {"sde", "universal", "cells"},
           Effort::quick},
          {"diffusion-without-mean",
           "SDEs (3) and (5) with the diffusion √η, without −m²",
           {"sde", "phase-three", "universal", "cells"},
           Effort::quick},
          {"lemma-without-second-term",
           "Lemma 3.7 with the variance η/2c",
           {"lemma", "ordering"},
           Effort::quick},
          {"noise-blind",
           "SDE (3) with σ = 1 whatever it is",
           {"sde", "order", "lattice", "cells", "ordering", "one-parameter"},
           Effort::quick},
          {"parity-ignored",
           "the law over all sites for that of one parity",
           {"lattice", "cells", "ensemble"},
           Effort::quick},
          {"lattice-as-it-is",
           "W₁ without the models put on sites",
           {"sde", "phase-three", "lemma", "order"},
           Effort::quick},
          {"sheppard-ignored",
           "what cells of width rη add to the variance left out of the theory",
           {"cells"},
           Effort::quick}};
}

}  // namespace

Experiment stationary() {
  Eigen::ArrayXd eta(5), sigma(3);
  eta << 0.001, 0.002, 0.004, 0.008, 0.016;
  sigma << 1.0, 0.5, 2.0;
  return {
      .id = "law/stationary",
      .title = "Stationary laws of SignSGD, its SDEs and Lemma 3.7: distances without sampling",
      .reference =
          "adaptive Corollary 3.3, (3), (5), Lemma 3.7, Corollary 3.11; beyond the paper: "
          "derived in docs/theory/stationary-distances.md",
      .statement =
          "On f = ½λx² all four stationary laws are known exactly: SignSGD's on its lattice by "
          "detailed balance, the SDEs' by their densities. Their distances are of order η, with "
          "limits over ε = ηλ/σ that are derived and claimed, and that tell every model from its "
          "wrong variants. SignSGD visits one parity of its lattice at a time (sites 2η apart) and "
          "both in the mean over time (η apart). A density is compared with it on its sites, where "
          "that makes no difference. On cells around the sites it does, because rounding adds to "
          "the variance what the models are wrong by; and W₁ of the lattice as it is sees the "
          "lattice only. Runs of SignSGD are checked against the exact law by the "
          "Dvoretzky–Kiefer–Wolfowitz bound.",
      .parameters =
          {positive("lambda", 1.0, "eigenvalue λ", "chosen: only ηλ/σ counts"),
           positives("eta", eta, "learning rates η, increasing",
                     "chosen: ε of 0.0005 to 0.032, where terms of next order are a few percent"),
           positives("sigma", sigma, "noise standard deviations σ",
                     "chosen: about 1, which is first for noises and ensemble"),
           positives("nu", Eigen::Array2d(1.0, 2.0), "degrees of freedom ν of Student noise",
                     "chosen: no variance and no mean"),
           positive("ensemble-eta", 0.1, "η of the ensemble",
                    "chosen: large, so that atoms are far above the bound"),
           count("ensemble-steps", {400, 400, 400}, "steps of the ensemble, an even number",
                 "chosen: 30 relaxation times σ√(π/2)/(ηλ)", 2),
           runs("runs", {20'000, 200'000, 1'000'000}, "runs of the ensemble",
                "chosen: the bound is a small part of an atom")},
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::law
