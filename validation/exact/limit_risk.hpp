#pragma once
/// \file
/// What the files of exact/fig7-limit-risk share: covariances and the runs at rest.

#include "solvers/estimate.hpp"
#include "validation/exact/regression_case.hpp"
#include "validation/session.hpp"

#include <string>
#include <vector>

namespace sdescent::exact {

/// Covariances of all dimensions.
struct CovarianceFamily {
  std::string name;
  std::shared_ptr<const FeatureCovariance> (*at)(Index dimension);
};

/// isotropic; log-spaced on [0.1, 1], diagonal; the power law j^{−½}; the log-spaced spectrum with
/// a Haar rotation; and K_ij = s_i s_j 0.5^|i−j|, s log-spaced on [0.3, 1].
const std::vector<CovarianceFamily>& covariance_families();
enum : std::size_t {
  isotropic_family,
  log_spaced_family,
  power_law_family,
  rotated_family,
  correlated_family
};

/// One optimizer of one family at one η, v, d.
struct LimitCase {
  std::size_t family;
  RegressionCase regression;
  std::string label() const;
};

/// A run from θ* until the ODE is within `burn_in` of rest, and as long again, in which R is
/// averaged over time, path by path.
struct LimitRun {
  LimitCase at;
  Estimate risk;   ///< relative to Theorem 3's or 8's
  double missing;  ///< burn_in: what the ODE leaves of R∞ − R then, relative
};

struct LimitSetting {
  std::vector<Index> dimensions;
  Eigen::ArrayXd etas, deviations;
  Index batch;
  double burn_in;
  std::uint64_t records, paths, limit_paths;
};

/// Throws InvalidInput where SGD would not come to rest.
LimitSetting limit_setting(const ParameterValues& parameters);

LimitCase limit_case(RegressionCase::Kind kind, std::size_t family, Index d, double eta,
                     double deviation, Index batch = 1);

LimitRun limit_run(Session& session, const LimitSetting& setting, const LimitCase& at,
                   std::uint64_t paths);

/// r_i of signSGD at rest: by (244); by the stationary covariance S of signHSGD, K̄S + SK̄ᵀ =
/// (2η/πdg) K_σ with g = φ/√(2R), solved without eigenvectors, ½w_iᵀSKu_i; and by a reader who
/// takes K̄ for a symmetric matrix, r_i = ½vᵀKu_i u_iᵀv with unit u_i.
struct StationaryModes {
  Eigen::ArrayXd formula, lyapunov, mistaken;
  explicit StationaryModes(const RegressionCase& at);
};

/// All runs, those of each optimizer in the order of families, η and v, and those of K = I at all
/// d, smallest first.
struct LimitRuns {
  std::vector<LimitRun> sign, sgd, sign_by_dimension, sgd_by_dimension;
};

void measure_limit_risk(Session& session);
void show_limit_risk(Session& session, const LimitSetting& setting, const LimitRuns& runs);

}  // namespace sdescent::exact
