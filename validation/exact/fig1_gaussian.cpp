// Figure 1 (a): signSGD, signHSGD and signODE under Gaussian label noise, beside SGD at the matched
// rate, HSGD and vanillaODE.
#include "models/hsgd.hpp"
#include "models/risk_rated_descent.hpp"
#include "validation/exact/curve_evidence.hpp"
#include "validation/exact/exact.hpp"
#include "validation/exact/sign_mistakes.hpp"
#include "validation/exact/synthetic.hpp"
#include "validation/exact/synthetic_figure.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

// Members of the run, in this order.
enum : std::size_t { sign, sign_sde_coarse, sign_sde, sgd, sgd_sde_coarse, sgd_sde };

const std::vector<SignMistake> mistakes = {SignMistake::phi_without_root, SignMistake::no_arcsin,
                                           SignMistake::population_risk, SignMistake::full_rate};

/// vanillaODE at the matched rate: right, with R for P in the rate, or in the noise.
enum class SgdMistake { none, rate_of_risk, noise_of_risk };

KnownCurve vanilla(const SyntheticSetting& s, const SyntheticData& data, const ArrayXd& times,
                   SgdMistake mistake) {
  const GaussianLabelNoise noiseless(0.0);
  RiskSetting setting = risk_setting(
      *data.turned(),
      matched_sgd_rate(s.eta, mistake == SgdMistake::rate_of_risk ? noiseless : *s.labels));
  if (mistake == SgdMistake::noise_of_risk)
    setting.labels = std::make_shared<GaussianLabelNoise>(noiseless);
  const Eigen::VectorXd v = -data.turned()->risk().optimum();
  return known_curve(std::make_shared<SgdRisk>(setting),
                     sgd_risk_modes(data.turned()->covariance(), v), times);
}

std::vector<SyntheticRun::Member> sgd_members(const SyntheticSetting& s,
                                              const SyntheticData& data) {
  const StartPoint zero(data.start());
  const LearningRate rate = matched_sgd_rate(s.eta, *s.labels);
  const auto sde = std::make_shared<Hsgd>(data.turned(), rate);
  const auto optimizer = std::make_shared<RiskRatedDescent>(
      high_dimensional(
          {.name = "sgd", .problem = data.turned(), .eta = 1.0, .start = zero, .stream = 2}),
      rate, Direction::gradient);
  return {{optimizer, data.turned()},
          {solved_sde("hsgd_coarse", sde, s, 1, 3), data.turned()},
          {solved_sde("hsgd", sde, s, 2, 3), data.turned()}};
}

SignMistake planted(const Session& session) {
  for (const SignMistake mistake : mistakes)
    if (session.control(name_of(mistake))) return mistake;
  return SignMistake::none;
}

SgdMistake planted_sgd(const Session& session) {
  if (session.control("sgd-rate-of-risk")) return SgdMistake::rate_of_risk;
  if (session.control("sgd-noise-of-risk")) return SgdMistake::noise_of_risk;
  return SgdMistake::none;
}

void measure(Session& session) {
  const SyntheticSetting s =
      synthetic_setting(session.parameters(),
                        std::make_shared<GaussianLabelNoise>(session.parameters().real("noise")));
  const SyntheticData data(s, session.seed("data"));
  const SignTheory theory(data.problem(), constant_rate(s.eta), data.start());
  const bool wrong_sde = session.control("sde-no-arcsin");
  auto members = sign_members(s, data.problem(),
                              theory.sde(wrong_sde ? SignMistake::no_arcsin : SignMistake::none));
  for (auto& member : sgd_members(s, data)) members.push_back(member);
  const SyntheticRun run(session, s, members);

  const ArrayXd t = run.times();
  const double sign_tolerance =
      third_of_nearest(theory.curve(t).value, theory.wrong_curves(t, mistakes));
  const KnownCurve sign_curve = theory.curve(t, planted(session));
  session.evidence("sign-sgd", mean_evidence(run.mean(sign), sign_curve, sign_tolerance));
  session.evidence("sign-hsgd", mean_evidence(run.mean(sign_sde_coarse), run.mean(sign_sde),
                                              sign_curve, sign_tolerance));

  const auto sgd_curve_with = [&](SgdMistake m) { return vanilla(s, data, t, m); };
  const double sgd_tolerance = third_of_nearest(sgd_curve_with(SgdMistake::none).value,
                                                {sgd_curve_with(SgdMistake::rate_of_risk).value,
                                                 sgd_curve_with(SgdMistake::noise_of_risk).value});
  const KnownCurve sgd_curve = sgd_curve_with(planted_sgd(session));
  session.evidence("sgd", mean_evidence(run.mean(sgd), sgd_curve, sgd_tolerance));
  session.evidence(
      "hsgd", mean_evidence(run.mean(sgd_sde_coarse), run.mean(sgd_sde), sgd_curve, sgd_tolerance));
  run.give_tables(session);
  session.figure(
      synthetic_figure(s, run,
                       {{"signSGD", "signHSGD", "signODE", sign, sign_sde, sign_curve},
                        {"SGD, matched", "HSGD", "vanillaODE", sgd, sgd_sde, sgd_curve}}));
}

std::vector<Claim> claims() {
  const char* sign_distance =
      "a third of the least of the largest relative distances to φ without the root, K_σ without "
      "the arc sine, P for R and η² for η²/d, by their curves";
  const char* sgd_distance =
      "a third of the smaller of the largest relative distances to R for P in the rate and in the "
      "noise, by their curves";
  const char* holds =
      "means deviate by O(1/d): the cubic term of the arc sine by a sixth of the mean of "
      "(Kv)_i²/(2P K_ii) = O(1/d), fluctuations by half their variance, O(1/d), times a curvature";
  return {
      {"sign-sgd", "Theorem 2, (13)", "E R of signSGD follows signODE at all times.",
       ClaimKind::equality, "R of signODE", sign_distance, Verdict::holds, holds},
      {"sign-hsgd", "Theorem 1, (8)", "E R of signHSGD follows signODE at all times.",
       ClaimKind::equality, "R of signODE", sign_distance, Verdict::holds,
       "the drift of R is signODE's right-hand side at any state, so only fluctuations, of "
       "variance O(1/d), set means apart"},
      {"sgd", "(16), (240)",
       "E R of SGD at the matched rate of its own risk follows vanillaODE at all times.",
       ClaimKind::equality, "R of vanillaODE", sgd_distance, Verdict::holds,
       "the term Kv vᵀK of the gradient's covariance, which vanillaODE leaves out, has rank 1"},
      {"hsgd", "(15), (240)", "E R of HSGD at the matched rate follows it, too.",
       ClaimKind::equality, "R of vanillaODE", sgd_distance, Verdict::holds, "as for signHSGD"}};
}

std::vector<Control> controls() {
  std::vector<Control> all;
  for (const SignMistake mistake : mistakes)
    all.push_back({std::string(name_of(mistake)),
                   std::string(change_of(mistake)),
                   {"sign-sgd", "sign-hsgd"},
                   Effort::quick});
  all.push_back({"sde-no-arcsin",
                 "signHSGD with the correlations of the features for K_σ",
                 {"sign-hsgd"},
                 Effort::quick});
  all.push_back({"sgd-rate-of-risk",
                 "vanillaODE with R for P in the matched rate",
                 {"sgd", "hsgd"},
                 Effort::quick});
  all.push_back(
      {"sgd-noise-of-risk", "vanillaODE with R for P in its noise", {"sgd"}, Effort::quick});
  return all;
}

}  // namespace

Experiment fig1_gaussian() {
  std::vector<Parameter> parameters = synthetic_parameters(0.7, 10.0, {256, 64, 256});
  parameters.push_back(positive(
      "noise", 2.0, "standard deviation v of the label noise",
      "chosen: the paper's is lost; E ε² is of the order of the stationary risk, so that R and P "
      "can be told apart"));
  return {.id = "exact/fig1-gaussian",
          .title = "Risk curves of signSGD and SGD under Gaussian label noise",
          .reference = "Theorems 1 and 2, (1)–(3), (8), (11)–(17), (240); Figure 1 (a); Table 1",
          .statement =
              "On Gaussian data with a rotated log-spaced spectrum the risks of signSGD, of its "
              "SDE signHSGD and the ODE signODE agree, and so do those of SGD at the matched rate "
              "(2η/π)/√(2P), HSGD and vanillaODE. Means over runs are compared with the ODEs at "
              "all times, SDEs at two time steps on one Brownian path.",
          .parameters = parameters,
          .claims = claims(),
          .controls = controls(),
          .measure = measure};
}

}  // namespace sdescent::exact
