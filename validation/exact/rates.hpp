#pragma once
/// \file
/// What the files of exact/rates share: the covariances of its sweep and what is known of them.

#include "solvers/estimate.hpp"
#include "validation/exact/regression_case.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <vector>

namespace sdescent::exact {

struct RatesSetting {
  Index dimension;
  double smallest;        ///< of the grid that is raised to powers
  Eigen::ArrayXd powers;  ///< increasing
  double multiple;        ///< η tr(K)/d of SGD and η tr(D)/d of signSGD
  double deviation, eta;  ///< v; η where K = I
  Eigen::ArrayXd small_etas;
  double start_risk, end;
  std::uint64_t paths, records;
};

RatesSetting rates_setting(const ParameterValues& parameters);

/// K = diag(x^power), x an even grid on [smallest, 1], with the learning rate multiple · d/tr K or
/// d/tr D, from equal risk in all modes.
RegressionCase sweep_case(const RatesSetting& setting, RegressionCase::Kind kind, double power);

/// K = I.
RegressionCase isotropic_case(const RatesSetting& setting, RegressionCase::Kind kind, double eta);

/// The mean of the eigenvalues of K̄ (signSGD) or K (SGD) over their smallest one.
double average_condition(const RegressionCase& at);

/// The decay rate of the ODE's risk near rest, from its curve, started along the slowest direction
/// 1e-5 R∞ above R∞.
double rate_of_curve(const RegressionCase& at);

/// What runs say.
struct RatesRuns {
  Eigen::ArrayXd times;
  std::vector<Estimate> sign, sgd;  ///< E R at the times, for each power
  Estimate difference;              ///< E R of two coupled runs of signSGD for K = I, start and end
  double difference_end;            ///< the time of the second
};

RatesRuns rates_runs(Session& session, const RatesSetting& setting);

/// For K = I: starts at 1 ± this share of R∞.
constexpr double start_share = 0.3;

void measure_rates(Session& session);
void show_rates(Session& session, const RatesSetting& setting, const RatesRuns& runs);

}  // namespace sdescent::exact
