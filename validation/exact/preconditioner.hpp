#pragma once
/// \file
/// What the files of exact/preconditioner share: its covariances and runs.

#include "solvers/estimate.hpp"
#include "validation/exact/regression_case.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace sdescent::exact {

struct PreconditionerSetting {
  Index dimension;
  double condition;         ///< of the log-spaced spectrum on [1/condition, 1]
  double block_scale;       ///< of every second block
  Eigen::MatrixXd example;  ///< 3 × 3, cond(K̄) > cond(K)
  double multiple;          ///< η tr(K)/d of SGD and η tr(D)/d of signSGD
  double deviation, start_risk, end;
  std::uint64_t rotations, paths, records;
};

PreconditionerSetting preconditioner_setting(const Session& session);

/// A covariance and a start with the same risk in all its eigenvectors.
struct PreconditionerData {
  std::string name;
  std::shared_ptr<const FeatureCovariance> covariance;
  Eigen::VectorXd start;
};

/// The log-spaced spectrum, diagonal; the same, rotated; and blocks 0.5^|i−j| of ten features,
/// every second one multiplied by block_scale.
std::vector<PreconditionerData> preconditioner_data(const PreconditionerSetting& setting);

/// With the learning rate multiple · d/tr K or d/tr D.
RegressionCase case_on(const PreconditionerSetting& setting, const PreconditionerData& data,
                       RegressionCase::Kind kind);

/// λ_max/λ_min of K and of K̄.
struct Conditions {
  double plain, preconditioned;
};
Conditions conditions_of(const FeatureCovariance& covariance);

/// E R of signSGD and SGD on the same data.
struct PreconditionerRun {
  PreconditionerData data;
  Eigen::ArrayXd times;
  Estimate sign, sgd;
};

std::vector<PreconditionerRun> preconditioner_runs(Session& session,
                                                   const PreconditionerSetting& setting);

/// Over `rotations` Haar rotations at each of four dimensions, d/8 … d: the root mean square of
/// K_ii/(tr K/d) − 1; and, at d, cond(K̄)/cond(K).
struct Rotations {
  Eigen::ArrayXd dimensions;
  Estimate spread, condition_ratio;
};

/// `rotated` = false leaves K diagonal.
Rotations rotations(const PreconditionerSetting& setting, std::uint64_t seed, bool rotated);

void measure_preconditioner(Session& session);
void show_preconditioner(Session& session, const PreconditionerSetting& setting,
                         const std::vector<PreconditionerRun>& runs, const Rotations& rotations);

}  // namespace sdescent::exact
