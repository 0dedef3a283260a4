#include "validation/exact/real_curves.hpp"

#include "models/risk_modes.hpp"
#include "models/risk_ode.hpp"
#include "solvers/ode.hpp"
#include "solvers/symmetric_eigen.hpp"

#include <cmath>
#include <span>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;

ArrayXd curve(const RiskModes& modes, std::shared_ptr<const RiskEquation> equation,
              const ArrayXd& times) {
  const RiskOde ode(std::move(equation), modes.lambda, modes.load);
  ArrayXd risk(times.size());
  observe_ode(right_hand_side(ode), modes.initial, 0.0,
              std::span(times.data(), static_cast<std::size_t>(times.size())),
              [&](std::size_t i, const Eigen::VectorXd& r) {
                risk(static_cast<Index>(i)) = RiskOde::risk(r);
              });
  return risk;
}

/// dv = −ηφ/√(2R) Kv dt with the noise of signSGD: modes of K, loads qᵢᵀK_σKq_i.
RiskModes unpreconditioned_modes(const FeatureCovariance& covariance, const Eigen::VectorXd& v) {
  RiskModes modes = sgd_risk_modes(covariance, v);
  const SymmetricEigen eigen = symmetric_eigen(covariance.matrix());
  const MatrixXd product = symmetric_product(sign_covariance_kernel(covariance), eigen.vectors);
  modes.load =
      eigen.values.cwiseProduct(eigen.vectors.cwiseProduct(product).colwise().sum().transpose());
  return modes;
}

RiskModes modes_of(const RealSetting& s, SignTheory theory) {
  const FeatureCovariance& covariance = *s.fit.covariance;
  const Eigen::VectorXd v = start_deviation(s);
  // Adam's loads are those of signSGD without the arcsin.
  if (theory == SignTheory::no_arcsin) return adam_risk_modes(covariance, v);
  if (theory == SignTheory::identity_preconditioner) return unpreconditioned_modes(covariance, v);
  return sign_risk_modes(covariance, v);
}

}  // namespace

ArrayXd sign_curve(const RealSetting& s, const std::shared_ptr<const LabelNoise>& labels,
                   const ArrayXd& times, SignTheory theory) {
  const std::shared_ptr<const LabelNoise> seen =
      theory == SignTheory::noiseless_phi ? std::make_shared<GaussianLabelNoise>(0.0) : labels;
  return curve(modes_of(s, theory),
               std::make_shared<SignRisk>(RiskSetting{constant_rate(s.eta), s.dimension(), seen}),
               times);
}

double sgd_step(const RealSetting& s) {
  const double start = s.fit.covariance->risk(start_deviation(s));
  return 8.0 * matched_sgd_rate(s.eta, *s.laws.gaussian)(0.0, start);
}

ArrayXd sgd_curve(const RealSetting& s, const ArrayXd& times, double noise_factor) {
  const auto labels =
      std::make_shared<GaussianLabelNoise>(s.fit.noise_deviation() * std::sqrt(noise_factor));
  return curve(
      sgd_risk_modes(*s.fit.covariance, start_deviation(s)),
      std::make_shared<SgdRisk>(RiskSetting{constant_rate(sgd_step(s)), s.dimension(), labels}),
      times);
}

}  // namespace sdescent::exact
