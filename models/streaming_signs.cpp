#include "models/streaming_signs.hpp"

#include <boost/math/special_functions/owens_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {
namespace {

/// By Schwarz's inequality only rounding takes ρ beyond ±1. Keeps NaN.
double correlation(double rho) { return std::clamp(rho, -1.0, 1.0); }

double arc_sine_law(double rho) { return 2.0 * std::numbers::inv_pi * std::asin(rho); }

/// Covariance of sign(a + ξ₁) and sign(ξ₂), ξ standard normal of correlation ρ.
double owen_law(double a, double rho) {
  using Doubles = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  if (std::isnan(a) || std::isnan(rho)) return std::numeric_limits<double>::quiet_NaN();
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
  BlockMap twice_risk = frame.block(n, 1), inverse = frame.block(n, 1), sum = frame.block(n, d);
  twice_risk.setZero();
  for (Index i = 0; i < d; ++i) twice_risk.col(0) += (x.col(i) - risk_->optimum()(i)) * g.col(i);
  twice_risk = (twice_risk < 0.0).select(0.0, twice_risk);  // by rounding
  sum.setZero();
  for (const auto& [weight, location, deviation] : components_) {
    inverse = (twice_risk + deviation * deviation).sqrt().inverse();
    inverse = (inverse == std::numeric_limits<double>::infinity()).select(0.0, inverse);
    for (Index i = 0; i < d; ++i) {
      const double factor = 1.0 / std::sqrt(risk_->covariance().variances()(i));
      for (Index row = 0; row < n; ++row) {
        const double rho = correlation(factor * g(row, i) * inverse(row, 0));
        sum(row, i) += weight * (location == 0.0 ? arc_sine_law(rho)
                                                 : owen_law(location * inverse(row, 0), rho));
      }
    }
  }
  mean = sum;
}

double StreamingSigns::second_moment(Index i, Index k) const {
  if (i == k) return 1.0;
  const FeatureCovariance& covariance = risk_->covariance();
  const double rho =
      covariance.entry(i, k) / std::sqrt(covariance.variances()(i) * covariance.variances()(k));
  return arc_sine_law(correlation(rho));
}

}  // namespace sdescent
