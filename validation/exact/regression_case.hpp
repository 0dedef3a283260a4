#pragma once
/// \file
/// signSGD or SGD with a constant learning rate on one covariance and Gaussian label noise: the run
/// and its theory from one set of numbers.

#include "models/feature_covariance.hpp"
#include "models/local_rate.hpp"
#include "models/risk_equation.hpp"
#include "models/risk_modes.hpp"
#include "models/streaming_regression.hpp"
#include "solvers/observable.hpp"
#include "solvers/process.hpp"

#include <Eigen/Core>

#include <memory>
#include <string>

namespace sdescent::exact {

struct RegressionCase {
  enum class Kind { sign_sgd, sgd };

  Kind kind;
  std::shared_ptr<const FeatureCovariance> covariance;
  Eigen::VectorXd start;  ///< v = θ_0 − θ*
  double eta;
  double deviation;  ///< of the label noise
  Index batch = 1;

  Index dimension() const { return covariance->dimension(); }
  bool is_sign() const { return kind == Kind::sign_sgd; }
  std::shared_ptr<const GaussianLabelNoise> labels() const;

  /// With θ* = 0, so that θ = v.
  std::shared_ptr<const StreamingRegression> problem() const;
  /// Takes a step each 1/d.
  std::shared_ptr<const Process> process(std::string name, std::uint16_t stream) const;

  RiskModes modes() const;
  std::shared_ptr<const RiskEquation> equation() const;
  /// Theorem 3 or 8.
  double stationary_risk() const;
  LocalRate local_rate() const;
};

}  // namespace sdescent::exact
