#include "models/streaming_signs.hpp"

#include <boost/math/special_functions/owens_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {
namespace {

/// Covariance of sign(a + ξ₁) and sign(ξ₂), ξ standard normal of correlation ρ. By Schwarz's
/// inequality only rounding takes ρ beyond ±1.
double sign_mean(double a, double rho) {
  using Doubles = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  if (std::isnan(a) || std::isnan(rho)) return std::numeric_limits<double>::quiet_NaN();
  rho = std::clamp(rho, -1.0, 1.0);
  if (a == 0.0) return 2.0 * std::numbers::inv_pi * std::asin(rho);
  const double rest = std::sqrt((1.0 - rho) * (1.0 + rho));
  if (rest == 0.0) return std::copysign(std::erfc(std::abs(a) / std::numbers::sqrt2), rho);
  return 4.0 * boost::math::owens_t(a, rho / rest, Doubles());
}

}  // namespace

StreamingSigns::StreamingSigns(std::shared_ptr<const RegressionRisk> risk, const LabelNoise& labels)
    : risk_(std::move(risk)), components_(labels.normal_components()) {}

void StreamingSigns::mean(const ConstBlockRef& x, const ConstBlockRef& g, BlockRef mean,
                          Scratch& scratch) const {
  const Index n = x.rows(), d = x.cols();
  Scratch::Frame frame(scratch);
  BlockMap twice_risk = frame.block(n, 1), tau = frame.block(n, 1), sum = frame.block(n, d);
  twice_risk.setZero();
  for (Index i = 0; i < d; ++i) twice_risk.col(0) += (x.col(i) - risk_->optimum()(i)) * g.col(i);
  twice_risk = (twice_risk < 0.0).select(0.0, twice_risk);  // rounding; keeps NaN
  sum.setZero();
  for (const NormalComponent& component : components_) {
    tau = (twice_risk + component.deviation * component.deviation).sqrt();
    for (Index i = 0; i < d; ++i) {
      const double root = std::sqrt(risk_->covariance().variances()(i));
      for (Index row = 0; row < n; ++row)
        if (tau(row, 0) != 0.0)
          sum(row, i) += component.weight *
                         sign_mean(component.mean / tau(row, 0), g(row, i) / (root * tau(row, 0)));
    }
  }
  mean = sum;
}

double StreamingSigns::second_moment(Index i, Index k) const {
  if (i == k) return 1.0;
  const FeatureCovariance& covariance = risk_->covariance();
  const double correlation =
      covariance.entry(i, k) / std::sqrt(covariance.variances()(i) * covariance.variances()(k));
  return 2.0 * std::numbers::inv_pi * std::asin(std::clamp(correlation, -1.0, 1.0));
}

}  // namespace sdescent
