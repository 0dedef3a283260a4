#include "validation/adaptive/adaptive_method.hpp"

#include "io/require.hpp"
#include "models/adam.hpp"
#include "models/adam_sde.hpp"
#include "models/moment_step.hpp"
#include "models/rmsprop.hpp"
#include "models/rmsprop_sde.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

Schedule learning_rate_of(const AdaptiveMethod& method) {
  return method.kappa == 1.0 ? Schedule() : Schedule::constant(method.kappa);
}

double faster(const char* name, double beta, double alpha) {
  const double rescaled = 1.0 - alpha * (1.0 - beta);
  require(rescaled >= 0.0, fmt::format("1 − α(1 − {})", name), ">= 0", fmt::format("{}", rescaled));
  return rescaled;
}

}  // namespace

std::string AdaptiveMethod::label() const {
  const std::string base = kind == Kind::adam ? "Adam" : "RMSprop";
  return decay > 0.0 && weight_decay == WeightDecay::decoupled ? base + "W" : base;
}

AdaptiveMethod rescaled(AdaptiveMethod method, Rescaling by) {
  method.kappa *= by.kappa;
  method.decay *= by.xi;
  if (method.kind == AdaptiveMethod::Kind::adam)
    method.beta1 = faster("beta1", method.beta1, by.alpha);
  method.beta2 = faster("beta2", method.beta2, by.alpha);
  return method;
}

std::shared_ptr<const Process> optimizer_of(const AdaptiveMethod& method, std::string name,
                                            std::shared_ptr<const Problem> problem, Start start,
                                            std::uint16_t stream) {
  OptimizerSettings settings{std::move(name), std::move(problem),      method.eta, std::move(start),
                             stream,          learning_rate_of(method)};
  if (method.kind == AdaptiveMethod::Kind::adam)
    return std::make_shared<Adam>(std::move(settings), AdamSettings{.beta1 = method.beta1,
                                                                    .beta2 = method.beta2,
                                                                    .epsilon = method.epsilon,
                                                                    .decay = method.decay,
                                                                    .kind = method.weight_decay});
  return std::make_shared<Rmsprop>(std::move(settings),
                                   RmspropSettings{.beta = method.beta2,
                                                   .epsilon = method.epsilon,
                                                   .decay = method.decay,
                                                   .kind = method.weight_decay});
}

std::shared_ptr<const SdeModel> sde_of(const AdaptiveMethod& method,
                                       std::shared_ptr<const Problem> problem,
                                       SecondMomentModel model) {
  require(method.decay == 0.0 || method.weight_decay == WeightDecay::decoupled, "weight decay",
          "decoupled", "that of the L2-regularised loss");
  if (method.kind == AdaptiveMethod::Kind::adam)
    return std::make_shared<AdamSde>(
        std::move(problem), method.eta,
        AdamSdeSettings{.rho1 = relaxation_rate(method.beta1, method.eta),
                        .rho2 = relaxation_rate(method.beta2, method.eta),
                        .epsilon = method.epsilon,
                        .decay = method.decay,
                        .model = model},
        learning_rate_of(method));
  return std::make_shared<RmspropSde>(
      std::move(problem), method.eta,
      RmspropSdeSettings{.rho = relaxation_rate(method.beta2, method.eta),
                         .epsilon = method.epsilon,
                         .decay = method.decay,
                         .model = model},
      learning_rate_of(method));
}

}  // namespace sdescent::adaptive
