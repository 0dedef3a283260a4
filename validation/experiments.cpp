#include "validation/experiments.hpp"

#include "io/nearest.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/exact/exact.hpp"
#include "validation/law/law.hpp"

#include <fnmatch.h>

namespace sdescent {

const std::vector<Experiment>& experiments() {
  // clang-format off
  static const std::vector<Experiment> all{
      adaptive::fig1_mlp(),
      adaptive::fig2_moments(),
      adaptive::fig2_phases(),
      adaptive::fig2_loss(),
      adaptive::fig2_schedules(),
      adaptive::fig3_quadratic(),
      adaptive::fig3_saddle(),
      adaptive::fig5_scaling_adamw(),
      adaptive::fig5_scaling_rmspropw(),
      adaptive::fig5_betas(),
      adaptive::fig5_stationary(),
      adaptive::fig6_noise(),
      adaptive::fig7_noise_structures(),
      adaptive::fig8_powerlaw_noise(),
      adaptive::fig9_rmsprop(),
      adaptive::fig10_mlp(),
      adaptive::fig11_mlp(),
      adaptive::fig12_adam(),
      adaptive::fig13_mlp(),
      adaptive::fig14_l2(),
      adaptive::phase_bounds(),
      adaptive::sgd_moments(),
      adaptive::noise_scaling(),
      adaptive::heavy_tails(),
      adaptive::stationary(),
      adaptive::weak_order_sign(),
      adaptive::adaptive_weak_order(),
      adaptive::svag_limits(),
      adaptive::breast_cancer_logistic(),
      exact::fig1_gaussian(),
      exact::fig1_cauchy(),
      exact::fig1_cifar10(),
      exact::fig1_imdb(),
      exact::fig2_phi(),
      exact::fig3_psi(),
      exact::fig4_spectrum(),
      exact::fig5_minibatch(),
      exact::fig6_concentration(),
      exact::fig7_limit_risk(),
      exact::fig10_noise(),
      exact::rates(),
      exact::isotropic(),
      exact::preconditioner(),
      exact::adam(),
      exact::weak_vs_highdim(),
      exact::universality(),
      law::weak_error_gaussian(),
      law::weak_error_student_t(),
      law::weak_error_scheduled(),
      law::stationary(),
      law::euler_is_not_the_sde(),
      law::work_precision(),
      law::second_order(),
      law::variance_reduction(),
  };
  // clang-format on
  return all;
}

std::vector<const Experiment*> find_experiments(const std::string& pattern) {
  std::vector<const Experiment*> found;
  std::vector<std::string> ids;
  for (const Experiment& experiment : experiments()) {
    ids.push_back(experiment.id);
    if (fnmatch(pattern.c_str(), experiment.id.c_str(), 0) == 0) found.push_back(&experiment);
  }
  if (found.empty()) throw_unknown("experiment", pattern, ids);
  return found;
}

}  // namespace sdescent
