#include "models/risk_equation.hpp"

#include "io/require.hpp"
#include "models/batch_label_noise.hpp"

#include <boost/math/special_functions/gamma.hpp>

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {
namespace {

void require_setting(const RiskSetting& setting) {
  require_at_least("dimension of a risk curve", setting.dimension, 1);
  require_at_least("batch", setting.batch, 1);
}

void require_second_moment(const LabelNoise& labels) {
  require(std::isfinite(labels.second_moment()), "second moment of the label noise", "finite",
          labels.description());
}

constexpr RiskRates none{std::numeric_limits<double>::quiet_NaN(),
                         std::numeric_limits<double>::quiet_NaN()};

}  // namespace

LearningRate constant_rate(double eta) {
  require_positive("eta", eta);
  return {[eta](double, double) { return eta; }, LearningRate::Depends::on_time};
}

LearningRate scheduled_rate(double eta, Schedule schedule) {
  require_positive("eta", eta);
  return {[eta, schedule = std::move(schedule)](double t, double) { return eta * schedule(t); },
          LearningRate::Depends::on_time};
}

LearningRate matched_sgd_rate(double eta, const LabelNoise& labels, Index batch) {
  require_positive("eta", eta);
  require_second_moment(labels);
  const double factor = 2.0 * std::numbers::inv_pi * eta * batch_drift_factor(batch);
  return [factor, moment = labels.second_moment()](double, double risk) {
    return factor / std::sqrt(2.0 * risk + moment);
  };
}

SignRisk::SignRisk(RiskSetting setting)
    : setting_(std::move(setting)), drift_factor_(batch_drift_factor(setting_.batch)) {
  require_setting(setting_);
  setting_.labels = for_batch(std::move(setting_.labels), setting_.batch);
}

RiskRates SignRisk::rates(double t, double risk) const {
  const double eta = setting_.eta(t, risk);
  return {eta * drift_factor_ * setting_.labels->drift(risk),
          eta * eta / (std::numbers::pi * static_cast<double>(setting_.dimension))};
}

SgdRisk::SgdRisk(RiskSetting setting) : setting_(std::move(setting)) {
  require_setting(setting_);
  require_second_moment(*setting_.labels);
}

RiskRates SgdRisk::rates(double t, double risk) const {
  if (risk < 0.0) return none;
  const double eta = setting_.eta(t, risk);
  const double population = risk + 0.5 * setting_.labels->second_moment();
  return {eta, eta * eta * population /
                   (static_cast<double>(setting_.dimension) * static_cast<double>(setting_.batch))};
}

AdamRisk::AdamRisk(RiskSetting setting) : setting_(std::move(setting)) {
  require_setting(setting_);
  require_second_moment(*setting_.labels);
  require_equal("batch of Adam's risk", setting_.batch, 1);
}

RiskRates AdamRisk::rates(double t, double risk) const {
  if (risk < 0.0) return none;
  const double eta = setting_.eta(t, risk);
  return {eta / std::sqrt(2.0 * risk + setting_.labels->second_moment()),
          eta * eta / (2.0 * static_cast<double>(setting_.dimension))};
}

double batch_drift_factor(Index batch) {
  require_at_least("batch", batch, 1);
  return std::sqrt(std::numbers::pi) /
         boost::math::tgamma_delta_ratio(0.5 * static_cast<double>(batch), 0.5);
}

}  // namespace sdescent
