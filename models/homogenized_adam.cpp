#include "models/homogenized_adam.hpp"

#include "models/risk_modes.hpp"

namespace sdescent {

FeatureCovariance adam_noise_covariance(const FeatureCovariance& covariance) {
  if (!covariance.is_diagonal()) return FeatureCovariance::dense(correlation_matrix(covariance));
  return FeatureCovariance::diagonal(Eigen::VectorXd::Ones(covariance.dimension()));
}

HomogenizedAdam::HomogenizedAdam(std::shared_ptr<const StreamingRegression> problem,
                                 LearningRate eta)
    : HomogenizedSde(
          problem, std::make_shared<AdamRisk>(risk_setting(*problem, std::move(eta))),
          Preconditioner::inverse_root,
          std::make_shared<FeatureCovariance>(adam_noise_covariance(problem->covariance()))) {}

}  // namespace sdescent
