#include "models/sign_hsgd.hpp"

#include "models/batch_label_noise.hpp"
#include "models/risk_modes.hpp"

#include <numbers>

namespace sdescent {

FeatureCovariance sign_noise_covariance(const FeatureCovariance& covariance) {
  if (!covariance.is_diagonal())
    return FeatureCovariance::dense(sign_covariance_kernel(covariance));
  return FeatureCovariance::diagonal(
      Eigen::VectorXd::Constant(covariance.dimension(), 0.5 * std::numbers::pi));
}

namespace {

/// Every path asks for φ in every step.
RiskSetting tabulated(RiskSetting setting) {
  setting.labels = for_inner_loops(for_batch(std::move(setting.labels), setting.batch));
  return setting;
}

}  // namespace

SignHsgd::SignHsgd(std::shared_ptr<const StreamingRegression> problem, LearningRate eta)
    : HomogenizedSde(
          problem, std::make_shared<SignRisk>(tabulated(risk_setting(*problem, std::move(eta)))),
          Preconditioner::inverse_root,
          std::make_shared<FeatureCovariance>(sign_noise_covariance(problem->covariance()))) {}

}  // namespace sdescent
