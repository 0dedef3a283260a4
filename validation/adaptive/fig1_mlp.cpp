// SignSGD on the network (Figure 1, top left).
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/network_contest.hpp"
#include "validation/adaptive/scaled_diffusion.hpp"

#include <numbers>

namespace sdescent::adaptive {
namespace {

const ContestNames names{"sign-sgd", "SignSGD", "(3)"};

SdePointer sde(const NetworkSetting& s, double sigma) {
  return std::make_shared<SignSgdSde>(network_problem(s, sigma), s.eta);
}

void measure(Session& session) {
  const NetworkSetting s = network_setting(session.parameters());
  const SdePointer right = sde(s, s.sigma);
  // erf(∇f/σ) is the drift of noise σ/√2.
  const SdePointer wrong = sde(s, s.sigma / std::numbers::sqrt2);
  SdePointer tested = session.control("erf-without-root-two") ? wrong : right;
  if (session.control("doubled-noise")) tested = std::make_shared<ScaledDiffusion>(right, 2.0);
  const auto optimizer = std::make_shared<SignSgd>(OptimizerSettings{
      names.id, network_problem(s, s.sigma), s.eta, StartPoint(s.x0), network_stream});
  measure_contests(session, s,
                   {{names, optimizer, tested, nullptr, right, wrong, s.x0.transpose().array()}});
}

}  // namespace

Experiment fig1_mlp() {
  return {
      .id = "adaptive/fig1-mlp",
      .title = "SignSGD against its SDE on a network",
      .reference = "Figure 1 (MLP), Corollary 3.3, F.1",
      .statement =
          "The paper's network with injected Gaussian noise: loss and spread of SignSGD and of its "
          "SDE agree along the run. Both are driven by one Brownian path, so that 20 runs say much "
          "about their difference; the SDE is solved with Δt = η/refine, and what Δt leaves is in "
          "the intervals. ReLU is not smooth, which weak approximation asks for. Quick and "
          "standard "
          "effort see the begin of the paper's 50 000 steps.",
      .parameters = network_parameters({.eta = 1e-3,
                                        .sigma = 1.0,
                                        .steps = {100, 2000, 50'000},
                                        .paths = {20, 20, 3},
                                        .t0 = 0.0,
                                        .starts = {},
                                        .origin = "adaptive F.1"}),
      .claims = contest_claims(names, "Corollary 3.3, Figure 1",
                               "the drift erf(Σ^{−1/2}∇f), without 1/√2",
                               "Σ̄ is the covariance of the signs that SignSGD adds up"),
      .controls = {{"erf-without-root-two",
                    "SDE with the drift and diffusion of erf(Σ^{−1/2}∇f)",
                    {"sign-sgd-loss"},
                    Effort::quick},
                   {"doubled-noise",
                    "SDE with a diffusion twice as large",
                    {"sign-sgd-spread"},
                    Effort::quick}},
      .measure = measure};
}

}  // namespace sdescent::adaptive
