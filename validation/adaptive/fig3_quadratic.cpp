// RMSpropW and AdamW against their SDEs on a quadratic (Figure 3, top).
#include "validation/adaptive/adaptive.hpp"
#include "validation/adaptive/decay_trajectories.hpp"
#include "validation/adaptive/gaussian_problem.hpp"

namespace sdescent::adaptive {
namespace {

DecayLandscape landscape() {
  return {"quadratic",
          [](const ParameterValues& p, double sigma) {
            const Eigen::ArrayXd lambda = p.reals("hessian");
            return gaussian_quadratic(lambda, Eigen::ArrayXd::Constant(lambda.size(), sigma));
          },
          {0, 1}};
}

std::vector<Parameter> parameters() {
  std::vector<Parameter> all{
      positives("hessian", Eigen::Array2d(10, 2), "eigenvalues of H", "adaptive F.3, F.4"),
      positive("rmsprop_sigma", 0.1, "σ of RMSpropW", "adaptive F.3"),
      positive("adam_sigma", 0.01, "σ of AdamW", "adaptive F.4"),
      reals("x0", Eigen::Array2d(4, 4), "start",
            "chosen: none in the paper; far enough for decay to move x while ∇f does"),
      runs("paths", {256, 2048, 500}, "runs", "adaptive F.3, F.4 (500)"),
  };
  for (const Parameter& parameter : decay_parameters()) all.push_back(parameter);
  return all;
}

}  // namespace

Experiment fig3_quadratic() {
  return {.id = "adaptive/fig3-quadratic",
          .title = "RMSpropW and AdamW against their SDEs on a quadratic",
          .reference = "Theorem 3.12 (C.53), Theorem C.41, (158), (219); Figure 3, top; F.5",
          .statement =
              "The SDEs start from the optimizers' own states at t₀. Mean trajectory and mean loss "
              "agree to a third and less of what it changes to couple the decay to the gradient. "
              "adaptive/fig9-rmsprop and adaptive/fig12-adam have variances and laws.",
          .parameters = parameters(),
          .claims = decay_claims(),
          .controls = decay_controls(),
          .measure = [](Session& session) {
            const DecayResults results = decay_results(session, landscape());
            decay_evidence(session, landscape(), results);
            show_decay(session, landscape(), results);
          }};
}

}  // namespace sdescent::adaptive
