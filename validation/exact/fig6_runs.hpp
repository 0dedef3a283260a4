#pragma once
/// \file
/// What exact/fig6-concentration runs at each d, and what is known of it without sampling.

#include "solvers/moment_recorder.hpp"
#include "validation/exact/risk_fluctuation.hpp"
#include "validation/exact/sign_mistakes.hpp"
#include "validation/session.hpp"

#include <vector>

namespace sdescent::exact {

struct ConcentrationSetting {
  Eigen::ArrayXd dimensions, times;
  double eta, lowest, highest, risk, noise;
  double sde_step;
  std::uint64_t paths, variance_paths;
  Index variance_dimension;  ///< where variances are measured best

  std::uint64_t paths_at(Index d) const { return d == variance_dimension ? variance_paths : paths; }
};

ConcentrationSetting concentration_setting(const ParameterValues& p);

/// One d.
class ConcentrationCell {
 public:
  ConcentrationCell(const ConcentrationSetting& setting, Index dimension);

  /// Runs signSGD and signHSGD at Δt and Δt/2 under the session's controls.
  Archive run(Session& session, std::uint64_t seed);
  void load(const Archive& archive) { recorder_.load(archive); }

  Index dimension() const { return dimension_; }

  /// Of R at the recorded times: of signSGD, and of signHSGD with its bias at Δt.
  Estimate mean_of_optimizer() const { return recorder_.mean(0); }
  Estimate variance_of_optimizer() const { return recorder_.variance(0); }
  Estimate mean_of_sde() const { return recorder_.mean(2); }
  Estimate variance_of_sde() const { return recorder_.variance(2); }
  Eigen::ArrayXd bias_of_sde_mean() const;
  Eigen::ArrayXd bias_of_sde_variance() const;

  /// Var R of signSGD over that of signHSGD.
  Estimate variance_ratio() const;

  KnownCurve curve(SignMistake mistake = SignMistake::none) const {
    return theory_.curve(setting_.times, mistake);
  }
  std::vector<Eigen::ArrayXd> wrong_curves(const std::vector<SignMistake>& mistakes) const {
    return theory_.wrong_curves(setting_.times, mistakes);
  }
  /// To leading order, at the recorded times.
  std::vector<RiskVariance> variances() const;

 private:
  ConcentrationSetting setting_;
  Index dimension_;
  std::shared_ptr<const StreamingRegression> problem_;
  Eigen::VectorXd start_;
  SignTheory theory_;
  MomentRecorder recorder_;
};

}  // namespace sdescent::exact
