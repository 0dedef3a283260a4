#include "validation/exact/regression_case.hpp"

#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "models/stationary_risk.hpp"

namespace sdescent::exact {

std::shared_ptr<const GaussianLabelNoise> RegressionCase::labels() const {
  return std::make_shared<GaussianLabelNoise>(deviation);
}

std::shared_ptr<const StreamingRegression> RegressionCase::problem() const {
  return std::make_shared<StreamingRegression>(covariance, Eigen::VectorXd::Zero(dimension()),
                                               labels(), batch);
}

std::shared_ptr<const Process> RegressionCase::process(std::string name,
                                                       std::uint16_t stream) const {
  const OptimizerSettings settings =
      high_dimensional({std::move(name), problem(), eta, StartPoint(start), stream});
  if (is_sign()) return std::make_shared<SignSgd>(settings);
  return std::make_shared<Sgd>(settings);
}

RiskModes RegressionCase::modes() const {
  return is_sign() ? sign_risk_modes(*covariance, start) : sgd_risk_modes(*covariance, start);
}

std::shared_ptr<const RiskEquation> RegressionCase::equation() const {
  const RiskSetting setting{constant_rate(eta), dimension(), labels(), batch};
  if (is_sign()) return std::make_shared<SignRisk>(setting);
  return std::make_shared<SgdRisk>(setting);
}

double RegressionCase::stationary_risk() const {
  const auto d = static_cast<double>(dimension());
  if (is_sign())
    return stationary_sign_risk(eta, covariance->trace_of_root() / d, *labels(),
                                batch_drift_factor(batch));
  return stationary_sgd_risk(eta, covariance->trace() / d, *labels(), batch);
}

LocalRate RegressionCase::local_rate() const {
  return sdescent::local_rate(*equation(), modes(), stationary_risk());
}

}  // namespace sdescent::exact
