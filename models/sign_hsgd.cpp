#include "models/sign_hsgd.hpp"

#include "models/risk_modes.hpp"

#include <numbers>

namespace sdescent {
namespace {

/// K_σ.
FeatureCovariance sign_kernel(const FeatureCovariance& covariance) {
  if (!covariance.is_diagonal())
    return FeatureCovariance::dense(sign_covariance_kernel(covariance));
  return FeatureCovariance::diagonal(
      Eigen::VectorXd::Constant(covariance.dimension(), 0.5 * std::numbers::pi));
}

}  // namespace

SignHsgd::SignHsgd(std::shared_ptr<const StreamingRegression> problem, LearningRate eta)
    : HomogenizedSde(problem, std::make_shared<SignRisk>(risk_setting(*problem, std::move(eta))),
                     Preconditioner::inverse_root,
                     std::make_shared<FeatureCovariance>(sign_kernel(problem->covariance()))) {}

}  // namespace sdescent
