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

/// x₀ with the mean moments of k steps there.
Block state_at(const NetworkSetting& s, const AdaptiveMethod& method) {
  const Index d = s.network->dimension();
  const bool has_m = method.kind == AdaptiveMethod::Kind::adam;
  const auto k = static_cast<double>(steps_until(s, s.t0));
  Block state(1, has_m ? 3 * d : 2 * d), g(1, d);
  Scratch scratch;
  state.leftCols(d) = s.x0.transpose().array();
  s.network->gradient(state.leftCols(d), g, 0, scratch);
  state.rightCols(d) = (1.0 - std::pow(method.beta2, k)) * (g.square() + s.sigma * s.sigma);
  if (has_m) state.middleCols(d, d) = (1.0 - std::pow(method.beta1, k)) * g;
  return state;
}

NetworkContest contest(const Session& session, const NetworkSetting& s, const Entry& entry) {
  AdaptiveMethod method = entry.method;
  method.eta = s.eta;
  const auto problem = network_problem(s, s.sigma);
  const SdePointer ours = sde_of(method, problem);
  const SdePointer malladi = sde_of(method, problem, SecondMomentModel::noise_only);
  SdePointer sde = session.control("malladi") ? malladi : ours;
  if (session.control("half-diffusion")) sde = sde_of(with_half_diffusion(method), problem);
  SdePointer rival;
  if (!entry.names.rival.empty()) rival = session.control("malladi") ? ours : malladi;
  return {entry.names,
          optimizer_of(method, entry.names.id, problem, StartPoint(s.x0), network_stream),
          sde,
          rival,
          ours,
          malladi,
          state_at(s, method)};
}

Experiment row(Experiment experiment, const std::vector<Entry>& entries) {
  std::vector<std::string> losses, spreads;
  for (const Entry& e : entries) {
    for (Claim& claim : contest_claims(e.names, experiment.reference, "Malladi's drift"))
      experiment.claims.push_back(std::move(claim));
    losses.push_back(e.names.id + "-loss");
    spreads.push_back(e.names.id + "-spread");
    if (!e.names.rival.empty()) losses.push_back(e.names.id + "-ordering");
  }
  experiment.controls = {
      {"malladi", "Malladi's SDE in the place of this paper's, and the other way round", losses,
       Effort::quick},
      {"half-diffusion", "√(η/2) in the diffusions", spreads, Effort::quick}};
  experiment.measure = [entries](Session& session) {
    const NetworkSetting s = network_setting(session.parameters());
    for (const Entry& e : entries) measure_contest(session, s, contest(session, s, e));
  };
  return experiment;
}

NetworkDefaults defaults(const char* origin) {
  return {.eta = 1e-4,
          .sigma = 1e-2,
          .steps = {80, 2000, 2000},
          .paths = {20, 20, 3},
          .t0 = 1e-3,
          .other_starts = Eigen::Array2d(2e-3, 4e-3),
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
