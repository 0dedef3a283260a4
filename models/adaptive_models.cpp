#include "models/adaptive_models.hpp"

#include "io/require.hpp"
#include "models/adam.hpp"
#include "models/adam_sde.hpp"
#include "models/moment_step.hpp"
#include "models/rmsprop.hpp"
#include "models/rmsprop_sde.hpp"

namespace sdescent {
namespace {

Constant averaging_rate(std::string name, double standard, std::string of) {
  return {std::move(name), standard, {"in [0, 1)", require_averaging_rate}, "average of " + of};
}

Constants with_common(std::vector<Constant> declared, HasDecay decay) {
  const ConstantRange non_negative{">= 0", require_non_negative};
  declared.push_back({"epsilon", 1e-8, non_negative, "ε, beside the root of v"});
  if (decay == HasDecay::yes) declared.push_back({"decay", 0.01, non_negative, "weight decay ϑ"});
  return Constants(std::move(declared));
}

double decay_of(const Constants& c) { return c.has("decay") ? c["decay"] : 0.0; }

}  // namespace

Constants rmsprop_constants(HasDecay decay) {
  return with_common({averaging_rate("beta", 0.99, "ĝ²")}, decay);
}

Constants adam_constants(HasDecay decay) {
  return with_common({averaging_rate("beta1", 0.9, "ĝ"), averaging_rate("beta2", 0.999, "ĝ²")},
                     decay);
}

OptimizerFactory rmsprop(WeightDecay kind) {
  return [kind](OptimizerSettings settings, const Constants& c) {
    return std::make_shared<Rmsprop>(
        std::move(settings),
        RmspropSettings{
            .beta = c["beta"], .epsilon = c["epsilon"], .decay = decay_of(c), .kind = kind});
  };
}

OptimizerFactory adam(WeightDecay kind) {
  return [kind](OptimizerSettings settings, const Constants& c) {
    return std::make_shared<Adam>(std::move(settings), AdamSettings{.beta1 = c["beta1"],
                                                                    .beta2 = c["beta2"],
                                                                    .epsilon = c["epsilon"],
                                                                    .decay = decay_of(c),
                                                                    .kind = kind});
  };
}

SdeFactory rmsprop_sde(SecondMomentModel model) {
  return [model](std::shared_ptr<const Problem> problem, double eta, const Schedule& schedule,
                 const Constants& c) {
    return std::make_shared<RmspropSde>(std::move(problem), eta,
                                        RmspropSdeSettings{.rho = relaxation_rate(c["beta"], eta),
                                                           .epsilon = c["epsilon"],
                                                           .decay = decay_of(c),
                                                           .model = model},
                                        schedule);
  };
}

SdeFactory adam_sde(SecondMomentModel model) {
  return [model](std::shared_ptr<const Problem> problem, double eta, const Schedule& schedule,
                 const Constants& c) {
    return std::make_shared<AdamSde>(std::move(problem), eta,
                                     AdamSdeSettings{.rho1 = relaxation_rate(c["beta1"], eta),
                                                     .rho2 = relaxation_rate(c["beta2"], eta),
                                                     .epsilon = c["epsilon"],
                                                     .decay = decay_of(c),
                                                     .model = model},
                                     schedule);
  };
}

}  // namespace sdescent
