// SignSGD on the network (Figure 1, top left).
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/network_contest.hpp"

#include <numbers>

namespace sdescent::adaptive {
namespace {

const ContestNames names{"sign-sgd", "SignSGD", "(3)"};

/// The SDE for noise of a given σ, which only m = erf(∇f/(σ√2)) sees.
SdePointer sde(const NetworkSetting& s, double sigma, double eta) {
  return std::make_shared<SignSgdSde>(network_problem(s, sigma), eta);
}

void measure(Session& session) {
  const NetworkSetting s = network_setting(session.parameters());
  const SdePointer right = sde(s, s.sigma, s.eta);
  // erf(∇f/σ) is the drift of noise σ/√2.
  const SdePointer wrong = sde(s, s.sigma / std::numbers::sqrt2, s.eta);
  SdePointer tested = session.control("erf-without-root-two") ? wrong : right;
  if (session.control("half-diffusion")) tested = sde(s, s.sigma, s.eta / 2.0);
  const StartPoint x0(s.x0);
  const auto optimizer = std::make_shared<SignSgd>(
      OptimizerSettings{names.id, network_problem(s, s.sigma), s.eta, x0, network_stream});
  measure_contests(session, s,
                   {{names, optimizer, tested, nullptr, right, wrong, s.x0.transpose().array()}});
}

}  // namespace

Experiment fig1_mlp() {
  return {.id = "adaptive/fig1-mlp",
          .title = "SignSGD against its SDE on a network",
          .reference = "Figure 1 (top left), Corollary 3.3, F.1",
          .statement = "",
          .parameters = network_parameters({.eta = 1e-3,
                                            .sigma = 1.0,
                                            .steps = {200, 2000, 50'000},
                                            .paths = {20, 20, 3},
                                            .t0 = 0.0,
                                            .starts = {},
                                            .origin = "adaptive F.1"}),
          .claims = contest_claims(names, "Corollary 3.3, Figure 1",
                                   "the drift erf(Σ^{−1/2}∇f), without 1/√2"),
          .controls =
              {{"erf-without-root-two",
                "SDE with the drift erf(Σ^{−1/2}∇f)",
                {"sign-sgd-loss"},
                Effort::quick},
               {"half-diffusion", "√(η/2) in the diffusion", {"sign-sgd-spread"}, Effort::quick}},
          .measure = measure};
}

}  // namespace sdescent::adaptive
