// RMSprop, Adam, RMSpropW and AdamW on the network (Figures 10, 11 and 13).
#include "io/require.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/adaptive_method.hpp"
#include "validation/adaptive/mistaken_adaptive_sde.hpp"
#include "validation/adaptive/network_contest.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive {
namespace {

/// A method's constants but for η, which is a parameter, and what it is called.
struct Entry {
  ContestNames names;
  AdaptiveMethod method;
};

const AdaptiveMethod rmsprop{.kind = AdaptiveMethod::Kind::rmsprop, .eta = 1e-4, .beta2 = 0.9995};
const AdaptiveMethod adam{
    .kind = AdaptiveMethod::Kind::adam, .eta = 1e-4, .beta1 = 0.99, .beta2 = 0.999};

/// The method with η halved in its SDE and ρ_i as they are: half the diffusion's variance.
AdaptiveMethod with_half_diffusion(AdaptiveMethod method) {
  method.eta /= 2.0;
  method.beta1 = 1.0 - (1.0 - method.beta1) / 2.0;
  method.beta2 = 1.0 - (1.0 - method.beta2) / 2.0;
  return method;
}

/// 1 − β^k, by which Adam divides; RMSprop does not.
double correction(const AdaptiveMethod& method, double beta, std::uint64_t k) {
  return method.kind == AdaptiveMethod::Kind::adam ? 1.0 - std::pow(beta, static_cast<double>(k))
                                                   : 1.0;
}

/// Where a method without noise is at t₀: one that meets ∇f where its steps see ĝ, and
/// (∇f)² + σ² where they see ĝ².
Block state_without_noise(const NetworkSetting& s, const AdaptiveMethod& method) {
  const Index d = s.network->dimension();
  Block x = s.x0.transpose().array(), m = Block::Zero(1, d), v = m, g = m;
  Scratch scratch;
  for (std::uint64_t k = 1; k <= steps_until(s, s.t0); ++k) {
    s.network->gradient(x, g, 0, scratch);
    m = method.beta1 * m + (1.0 - method.beta1) * g;
    v = method.beta2 * v + (1.0 - method.beta2) * (g.square() + s.sigma * s.sigma);
    x -= s.eta * (m / correction(method, method.beta1, k) /
                      ((v / correction(method, method.beta2, k)).sqrt() + method.epsilon) +
                  method.decay * x);
  }
  const bool has_m = method.kind == AdaptiveMethod::Kind::adam;
  Block state(1, has_m ? 3 * d : 2 * d);
  state.leftCols(d) = x;
  if (has_m) state.middleCols(d, d) = m;
  state.rightCols(d) = v;
  return state;
}

/// Twice the memory 1/ρ₁ of m, which holds the optimizer's own noise at t₀.
double settling_time(const AdaptiveMethod& method) {
  return method.kind == AdaptiveMethod::Kind::adam ? 2.0 * method.eta / (1.0 - method.beta1) : 0.0;
}

NetworkContest contest(const Session& session, const NetworkSetting& s, const Entry& entry) {
  AdaptiveMethod method = entry.method;
  method.eta = s.eta;
  const auto problem = network_problem(s, s.sigma);
  const SdePointer ours = sde_of(method, problem);
  const SdePointer malladi = sde_of(method, problem, SecondMomentModel::noise_only);
  SdePointer sde = session.control("malladi") ? malladi : ours;
  if (session.control(entry.names.id + "-half-diffusion"))
    sde = sde_of(with_half_diffusion(method), problem);
  SdePointer rival;
  if (!entry.names.rival.empty()) rival = session.control("malladi") ? ours : malladi;
  return {entry.names,
          optimizer_of(method, entry.names.id, problem, StartPoint(s.x0), network_stream),
          sde,
          rival,
          ours,
          malladi,
          state_without_noise(s, method),
          settling_time(method)};
}

Experiment row(Experiment experiment, const std::vector<Entry>& entries) {
  std::vector<std::string> drifts;
  for (const Entry& e : entries) {
    for (Claim& claim : contest_claims(e.names, experiment.reference, "Malladi's drift"))
      experiment.claims.push_back(std::move(claim));
    drifts.push_back(e.names.id + "-loss");
    if (!e.names.rival.empty()) drifts.push_back(e.names.id + "-ordering");
  }
  experiment.controls = {{"malladi",
                          "Malladi's SDE in the place of this paper's, and the other way round",
                          drifts, Effort::quick}};
  for (const Entry& e : entries)
    experiment.controls.push_back(
        {e.names.id + "-half-diffusion",
         "√(η/2) in the diffusion of " + e.names.sde,
         {e.names.id + "-spread"},
         e.method.kind == AdaptiveMethod::Kind::adam ? Effort::standard : Effort::quick});
  experiment.measure = [entries](Session& session) {
    const NetworkSetting s = network_setting(session.parameters());
    std::vector<NetworkContest> contests;
    for (const Entry& e : entries) contests.push_back(contest(session, s, e));
    measure_contests(session, s, contests);
  };
  return experiment;
}

NetworkDefaults defaults(const char* origin) {
  return {.eta = 1e-4,
          .sigma = 1e-2,
          .steps = {60, 2000, 2000},
          .paths = {20, 20, 3},
          .t0 = 2e-3,
          .starts = Eigen::Array3d(1e-3, 2e-3, 4e-3),
          .origin = origin};
}

}  // namespace

Experiment fig10_mlp() {
  return row({.id = "adaptive/fig10-mlp",
              .title = "RMSprop against this paper's SDE and Malladi's on a network",
              .reference = "Figure 10 (top left), F.3",
              .statement = "",
              .parameters = network_parameters(defaults("adaptive F.3")),
              .claims = {},
              .controls = {},
              .measure = {}},
             {{{"rmsprop", "RMSprop", "(131)", "(228)"}, rmsprop}});
}

Experiment fig11_mlp() {
  AdaptiveMethod rmsprop_w = rmsprop, adam_w = adam;
  rmsprop_w.decay = adam_w.decay = 0.01;
  return row(
      {.id = "adaptive/fig11-mlp",
       .title = "AdamW and RMSpropW against their SDEs on a network",
       .reference = "Figure 11, F.5",
       .statement = "",
       .parameters = network_parameters(defaults("adaptive F.5, as F.3 and F.4")),
       .claims = {},
       .controls = {},
       .measure = {}},
      {{{"adam-w", "AdamW", "(219)"}, adam_w}, {{"rmsprop-w", "RMSpropW", "(158)"}, rmsprop_w}});
}

Experiment fig13_mlp() {
  return row({.id = "adaptive/fig13-mlp",
              .title = "Adam against this paper's SDE and Malladi's on a network",
              .reference = "Figure 13 (top left), F.4",
              .statement = "",
              .parameters = network_parameters(defaults("adaptive F.4")),
              .claims = {},
              .controls = {},
              .measure = {}},
             {{{"adam", "Adam", "(169)", "(233)"}, adam}});
}

}  // namespace sdescent::adaptive
