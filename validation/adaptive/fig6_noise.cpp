// What noise does to the asymptotic loss of SGD, SignSGD, Adam and AdamW (Figure 6, F.7).
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/fig6_noise_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Cells = std::vector<NoiseLevels>;

// Methods of a cell, in this order.
enum : std::size_t { sgd, sign_sgd, adam, adam_w };

std::vector<NoiseMethod> methods(const Session& session) {
  const double decay = session.parameters().real("decay");
  using Kind = NoiseMethod::Kind;
  NoiseMethod with_decay{"adamw", Kind::adam, decay};
  if (session.control("coupled-decay")) with_decay.weight_decay = WeightDecay::l2;
  std::vector<NoiseMethod> all{
      {"sgd", Kind::sgd}, {"sign_sgd", Kind::sign_sgd}, {"adam", Kind::adam}, with_decay};
  if (session.control("sgd-swapped")) std::swap(all[sgd].kind, all[sign_sgd].kind);
  if (session.control("adam-swapped")) std::swap(all[sgd].kind, all[adam].kind);
  return all;
}

const double root_two_over_pi = std::sqrt(2.0 * std::numbers::inv_pi);

void level_claims(Session& session, const Cells& cells, const NoiseLimits& limits) {
  const ArrayXd one = ArrayXd::Ones(limits.sgd.size());
  const double curvature = cells.front().setting().lemma.lambda.maxCoeff();
  const std::vector<Index> quiet = within_limits(cells, curvature);
  std::vector<Index> every;
  for (Index i = 0; i < one.size(); ++i) every.push_back(i);

  const double doubled = session.control("limits-without-half") ? 2.0 : 1.0;
  session.evidence("sgd-level", level_evidence(cells, sgd, every, doubled * limits.sgd, one / 3.0));
  const ArrayXd sign = limits.sign * (session.control("sign-slope-one") ? root_two_over_pi : 1.0);
  const ArrayXd sign_tolerance = one * (1.0 - root_two_over_pi) / 3.0;
  session.evidence("sign-sgd-level", level_evidence(cells, sign_sgd, quiet, sign, sign_tolerance));
  session.evidence(
      "sign-sgd-least-noise",
      level_evidence(cells, sign_sgd, {0},
                     session.control("law-of-the-chain") ? sign_sgd_at_eta(cells) : limits.sign,
                     sign_tolerance));
  const double wrong_adam = session.control("adam-as-sign-sgd") ? 1.0 / root_two_over_pi : 1.0;
  session.evidence("adam-level", level_evidence(cells, adam, quiet, wrong_adam * limits.adam,
                                                one * (1.0 / root_two_over_pi - 1.0) / 3.0));
  const ArrayXd exact = adam_w_at_eta(cells);
  session.evidence("adamw-level",
                   level_evidence(cells, adam_w, every,
                                  session.control("momentum-at-once") ? limits.adam_w : exact,
                                  (limits.adam_w / exact - 1.0).abs() / 3.0));
}

void bound_claims(Session& session, const Cells& cells, const NoiseLimits& limits) {
  session.evidence("adamw-bound", level_bound_evidence(cells, adam_w, limits.adam_w));
  session.evidence("adamw-ceiling", level_bound_evidence(cells, adam_w, adam_w_ceiling(cells)));
}

void exponent_claims(Session& session, const Cells& cells) {
  // A third of the distance between exponents that are 1 apart.
  const auto exponent = [&](const char* claim, std::size_t method, const char* name, double stated,
                            Index first = 0) {
    session.evidence(claim,
                     exponent_evidence({level_law(cells, method, name, first)}, stated, 1.0 / 3.0));
  };
  exponent("sgd-exponent", sgd, "the level of SGD", 2.0);
  exponent("sign-sgd-exponent", sign_sgd, "the level of SignSGD", 1.0);
  exponent("adam-exponent", adam, "the level of Adam", 1.0);
  const ArrayXd all = sigmas(cells);
  const double decay = cells.front().setting().decay;
  const double curvature = cells.front().setting().lemma.lambda.minCoeff();
  const Index first = (all * decay < curvature).count();
  exponent("adamw-exponent", adam_w, "the level of AdamW", 0.0, std::min(first, all.size() - 3));
}

void figures(Session& session, const Cells& cells, const NoiseLimits& limits) {
  const NoiseSetting& s = cells.front().setting();
  const std::vector<ShownMethod> shown{{sgd, "SGD", limits.sgd},
                                       {sign_sgd, "SignSGD", limits.sign},
                                       {adam, "Adam", limits.adam},
                                       {adam_w, "AdamW", limits.adam_w}};
  session.table(level_table(cells, shown));
  const std::string setting = fmt::format(
      "f = ½xᵀHx, H = diag({}), noise N(0, σ²I), η = {}, β₁ = {}, β₂ = {}, ϑ = {}, {} to {} runs",
      to_string(ParameterValue(s.lemma.lambda)), s.lemma.eta, s.adam.beta1, s.adam.beta2, s.decay,
      s.paths, cells.back().setting().paths);
  Figure curves{.name = "losses"};
  for (const ShownMethod& each : shown) curves.panels.push_back(loss_panel(cells, each));
  curves.caption = fmt::format(
      "Loss of each optimizer at five noise levels, {}. Dashed: the limits of Lemmas 3.6, 3.5 (7), "
      "3.13 with ϑ = 0 and 3.13. At the smallest σ SignSGD steps between the even and the odd "
      "sites "
      "of a lattice.",
      setting);
  session.figure(std::move(curves));

  Figure levels_figure{.name = "levels"};
  Panel level{.title = "Asymptotic loss",
              .x = {.label = "σ", .log = true},
              .y = {.label = "mean of f, t ≥ T/2", .log = true}};
  const ArrayXd sigma = sigmas(cells);
  for (const ShownMethod& each : shown) {
    level.points(sigma, levels(cells, each.method).value, each.name, style::optimizer(each.method));
    level.line(sigma, each.limit, each.method == 0 ? "limits" : "", style::theory());
  }
  Panel ratio = ratio_panel(cells, shown);
  ratio.line(sigma, ArrayXd(adam_w_at_eta(cells) / limits.adam_w), "AdamW at this η, V at its mean",
             style::theory(1));
  levels_figure.panels = {level, ratio};
  levels_figure.caption = fmt::format(
      "Asymptotic loss against noise, {}. Right: relative to the limits of the lemmas, which are "
      "for ηλ/σ → 0; ηλ/σ = {:.3g} at the smallest σ. Bars: simultaneous 95 % confidence.",
      setting, s.lemma.eta * s.lemma.lambda.maxCoeff() / s.sigma());
  session.figure(std::move(levels_figure));
}

void measure(Session& session) {
  const Cells cells =
      noise_cells(session, "noise", methods(session), session.parameters().reals("hessian"));
  const NoiseLimits limits(cells);
  level_claims(session, cells, limits);
  bound_claims(session, cells, limits);
  exponent_claims(session, cells);
  figures(session, cells, limits);
}

std::vector<Claim> claims() {
  const char* exponents = "a third of the distance between exponents that are 1 apart";
  return {
      {"sgd-level", "Lemma 3.6", "SGD's asymptotic loss is ηL_τσ²/(4μ) at every σ.",
       ClaimKind::equality, "ratio", "a third of the distance to the formula without ½",
       Verdict::holds, "H = μI attains the bound; SGD itself is ηλ/2 above its SDE"},
      {"sgd-exponent", "Figure 6, F.7", "It grows as σ².", ClaimKind::exponent, "exponent",
       exponents, Verdict::holds, "SGD is linear in its noise"},
      {"sign-sgd-level", "Lemma 3.5 (7)",
       "SignSGD's asymptotic loss is that of Phase 3, (η/2)L_τ/(2μΔ), where ηλ/σ <= 0.03.",
       ClaimKind::equality, "ratio", "a third of the distance to √(2/π) replaced by 1",
       Verdict::holds,
       "H = μI attains the bound of the linearised SDE; the optimizer is 0.71 ηλ/σ above it"},
      {"sign-sgd-least-noise", "Lemma 3.5 (7), F.7", "The same at the smallest σ, where σ = ηλ.",
       ClaimKind::equality, "ratio", "as for sign-sgd-level", Verdict::fails,
       "a step η is as large as the gradient noise's reach σ/λ: erf is not linear there and x "
       "lives on a few sites of a lattice, whose stationary law has 1.87 times the limit, so that "
       "the bound fails, too"},
      {"sign-sgd-exponent", "Figure 6, F.7", "It grows as σ.", ClaimKind::exponent, "exponent",
       exponents, Verdict::holds, "to leading order in ηλ/σ it is ησd√(π/32)"},
      {"adam-level", "Lemma 3.13 with ϑ = 0, C.50, C.51",
       "Adam's asymptotic loss is ησd/4 where ηλ/σ <= 0.03.", ClaimKind::equality, "ratio",
       "a third of the distance to SignSGD's, √(π/2) times as large", Verdict::holds,
       "H = μI attains the bound, and V is σ² but for (∇f)², relatively ηλ/(2σ)"},
      {"adam-exponent", "Figure 6, F.7", "It grows as σ.", ClaimKind::exponent, "exponent",
       exponents, Verdict::holds,
       "V is σ² + E(∇f)², of which the second matters at the smallest σ only"},
      {"adamw-bound", "Lemma 3.13, C.56", "AdamW's asymptotic loss obeys (3.13) at every σ.",
       ClaimKind::bound, "f", "none: a bound", Verdict::holds,
       "momentum and (∇f)² in V leave it below"},
      {"adamw-level", "Lemma 3.14",
       "It is that of x, linear at a second moment held at its mean, at this η and β₁.",
       ClaimKind::equality, "ratio", "a third of the distance to (3.13)", Verdict::holds,
       "at finite ρ₁ momentum lags behind decay, a factor ρ₁/(ρ₁ + ϑ) that Lemmas 3.13 and 3.14 "
       "lack"},
      {"adamw-exponent", "Figure 6, F.7", "It stops growing where σϑ >= λ: exponent 0.",
       ClaimKind::exponent, "exponent", exponents, Verdict::holds,
       "as σϑ/(1 + σϑ) it has the slope 0.15 over the decades above σϑ = 1"},
      {"adamw-ceiling", "Lemma 3.13",
       "It is below ηL_τL/(2ϑ(L + μ)), the limit of (3.13) as σ → ∞, at every σ.", ClaimKind::bound,
       "f", "none: a bound", Verdict::holds, "(3.13) is increasing in σ"},
  };
}

std::vector<Control> controls() {
  return {
      {"limits-without-half", "η in the place of η/2 in Lemma 3.6", {"sgd-level"}, Effort::quick},
      {"sign-slope-one",
       "1 in the place of √(2/π) in Lemma 3.5 (7)",
       {"sign-sgd-level"},
       Effort::quick},
      {"law-of-the-chain",
       "the stationary law of SignSGD's own chain in the place of Lemma 3.5 (7)",
       {"sign-sgd-least-noise"},
       Effort::quick},
      {"adam-as-sign-sgd", "SignSGD's limit in the place of Adam's", {"adam-level"}, Effort::quick},
      {"momentum-at-once",
       "(3.13), where momentum follows the gradient at once, in the place of the level at this η",
       {"adamw-level"},
       Effort::standard},
      {"sgd-swapped",
       "SignSGD in the place of SGD and SGD in that of SignSGD",
       {"sgd-level", "sgd-exponent", "sign-sgd-exponent"},
       Effort::quick},
      {"adam-swapped",
       "Adam in the place of SGD and SGD in that of Adam",
       {"sgd-exponent", "adam-exponent"},
       Effort::quick},
      {"coupled-decay",
       "Adam on the L²-regularised loss in the place of AdamW",
       {"adamw-bound", "adamw-level", "adamw-exponent", "adamw-ceiling"},
       Effort::quick},
  };
}

}  // namespace

Experiment fig6_noise() {
  return {
      .id = "adaptive/fig6-noise",
      .title = "Asymptotic loss of SGD, SignSGD, Adam and AdamW under five levels of noise",
      .reference = "Figure 6; Lemmas 3.5, 3.6, 3.13, 3.14, C.51; F.7",
      .statement =
          "On f = ½xᵀHx, H = I, with gradient noise N(0, σ²I), the loss of SGD settles at a level "
          "that grows as σ², those of SignSGD and Adam at levels that grow as σ, and that of AdamW "
          "at one that is bounded in σ, all as the limits of the lemmas have it. The level is the "
          "mean of the loss over the second half of the run, all runs; what the start may have "
          "left "
          "there is bounded by the slowest rate of decay and counted as bias. The limits are for "
          "ηλ/σ → 0, and the smallest σ has ηλ/σ = 1.",
      .parameters = noise_parameters({256, 4096, 16'384}),
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::adaptive
