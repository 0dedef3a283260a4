#pragma once
/// \file
/// The two scalar functions through which all modes of a risk curve are coupled.

#include "models/label_noise.hpp"
#include "models/schedule.hpp"
#include "solvers/block.hpp"

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace sdescent {

/// η as a function of time t = k/d and of the noiseless risk R: > 0, or 0 where nothing moves.
class LearningRate {
 public:
  enum class Depends { on_time, on_time_and_risk };

  /// Any function of (t, R).
  template <class Function>
  requires std::is_invocable_r_v<double, const Function&, double, double> LearningRate(
      Function rate, Depends depends = Depends::on_time_and_risk)
      : rate_(std::move(rate)), depends_(depends) {}

  double operator()(double t, double risk) const { return rate_(t, risk); }

  /// Whether R may change it. The noise of signHSGD is additive where it does not.
  bool depends_on_risk() const { return depends_ == Depends::on_time_and_risk; }

 private:
  std::function<double(double, double)> rate_;
  Depends depends_;
};

/// η for ever. Throws InvalidInput unless η > 0.
LearningRate constant_rate(double eta);

/// η η_t. Throws InvalidInput unless η > 0.
LearningRate scheduled_rate(double eta, Schedule schedule);

/// The step at which SGD is compared with signSGD of learning rate η: (2η c_B/π)/√(2P), 2P = 2R + E
/// ε² (exact (16), (260)). Throws InvalidInput unless η > 0, B >= 1 and E ε² is finite.
LearningRate matched_sgd_rate(double eta, const LabelNoise& labels, Index batch = 1);

/// At (t, R): dr_i/dt = −2 drift λ_i r_i + noise c_i.
struct RiskRates {
  double drift, noise;
};

/// An optimizer on streaming linear regression, as its risk sees it. Immutable.
class RiskEquation {
 public:
  virtual ~RiskEquation() = default;

  /// NaN for R < 0, where there are none.
  virtual RiskRates rates(double t, double risk) const = 0;

  /// Whether R may change RiskRates::noise.
  virtual bool noise_depends_on_risk() const { return true; }
};

/// What all of them need.
struct RiskSetting {
  LearningRate eta;
  Index dimension;  ///< d
  std::shared_ptr<const LabelNoise> labels;
  Index batch = 1;
};

/// signODE: drift η c_B φ^(B)(R)/√(2R), noise η²/(πd), on sign_risk_modes() (exact (13)). φ^(B) is
/// made of the law of one datum by for_batch(), once; labels may also be of that batch already.
class SignRisk final : public RiskEquation {
 public:
  /// Throws InvalidInput for d < 1 or B < 1.
  explicit SignRisk(RiskSetting setting);
  RiskRates rates(double t, double risk) const override;
  bool noise_depends_on_risk() const override { return setting_.eta.depends_on_risk(); }

 private:
  RiskSetting setting_;
  double drift_factor_;  // c_B
};

/// vanillaODE: drift η, noise η² P/(dB), on sgd_risk_modes() (exact (240)).
class SgdRisk final : public RiskEquation {
 public:
  /// Throws InvalidInput as SignRisk, and unless E ε² is finite.
  explicit SgdRisk(RiskSetting setting);
  RiskRates rates(double t, double risk) const override;

 private:
  RiskSetting setting_;
};

/// Adam with β₁ = 0 and β₂ → 1: drift η/√(2P), noise η²/(2d), on adam_risk_modes() (exact (264),
/// (265)); B = 1.
class AdamRisk final : public RiskEquation {
 public:
  /// Throws InvalidInput as SgdRisk, and unless B = 1.
  explicit AdamRisk(RiskSetting setting);
  RiskRates rates(double t, double risk) const override;
  bool noise_depends_on_risk() const override { return setting_.eta.depends_on_risk(); }

 private:
  RiskSetting setting_;
};

/// c_B = √π Γ((B+1)/2)/Γ(B/2), by which a batch of B multiplies the drift (exact (10)); c_1 = 1.
/// Throws InvalidInput for B < 1.
double batch_drift_factor(Index batch);

}  // namespace sdescent
