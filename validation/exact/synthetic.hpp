#pragma once
/// \file
/// The synthetic data of Figure 1: K = Q diag(λ) Qᵀ with log-spaced λ and a Haar rotation Q, a
/// random target, and all that is run on them.

#include "models/streaming_regression.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/sample_recorder.hpp"
#include "validation/session.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sdescent::exact {

struct SyntheticSetting {
  Index dimension;
  double eta;
  double lowest, highest;  ///< eigenvalues of K
  double risk;             ///< R(θ_0)
  std::uint64_t steps, paths, records, sde_step;
  std::shared_ptr<const LabelNoise> labels;

  double horizon() const { return static_cast<double>(steps) / static_cast<double>(dimension); }
};

/// What both experiments set: dimension, steps, paths, records, sde_step, eta, lowest, highest,
/// risk.
std::vector<Parameter> synthetic_parameters(double eta, double risk, CountByEffort paths);

/// Throws InvalidInput unless the records fall on steps of the SDE.
SyntheticSetting synthetic_setting(const ParameterValues& p,
                                   std::shared_ptr<const LabelNoise> labels);

/// θ_0 = 0; θ* has a uniform direction and the length that makes R(0) what is wanted.
class SyntheticData {
 public:
  SyntheticData(const SyntheticSetting& setting, std::uint64_t seed);

  const std::shared_ptr<const StreamingRegression>& problem() const { return problem_; }
  /// The same data in the basis of K's eigenvectors, where K is diagonal: SGD and HSGD have the
  /// same law there, since their steps turn with the basis, and cost O(d).
  const std::shared_ptr<const StreamingRegression>& turned() const { return turned_; }
  Eigen::VectorXd start() const { return Eigen::VectorXd::Zero(problem_->dimension()); }

 private:
  std::shared_ptr<const StreamingRegression> problem_, turned_;
};

enum class Side { above, below };

/// Risks of all processes of one run, by process.
class SyntheticRun {
 public:
  /// One process and where its risk is read.
  struct Member {
    std::shared_ptr<const Process> process;
    std::shared_ptr<const StreamingRegression> problem;
  };

  /// `part` names the tables and, if it is not empty, chooses the seed.
  SyntheticRun(Session& session, const SyntheticSetting& setting,
               const std::vector<Member>& members, std::string part = "");

  /// Times after the start.
  Eigen::ArrayXd times() const;
  /// E R there.
  Estimate mean(std::size_t member) const;
  /// The p-quantile of R over runs there, by linear interpolation of the order statistics.
  Eigen::ArrayXd quantile(std::size_t member, double p) const;

  /// The share of runs whose R is on this side of a level there.
  Estimate share(std::size_t member, const Eigen::ArrayXd& level, Side side) const;

  /// Moments of R as the table `risk`, or `risk-<part>`, and all that was recorded.
  void give_tables(Session& session) const;

 private:
  std::string part_;
  MomentRecorder moments_;
  SampleRecorder runs_;
};

/// An SDE from θ_0 at Δt = 2 sde_step/(refine d), on a Brownian path of steps sde_step/d.
std::shared_ptr<const Process> solved_sde(const std::string& name,
                                          std::shared_ptr<const SdeModel> sde,
                                          const SyntheticSetting& setting, std::uint64_t refine,
                                          std::uint16_t stream);

/// signSGD; signHSGD at Δt = 2 sde_step/d and sde_step/d on one Brownian path. From θ_0 = 0.
std::vector<SyntheticRun::Member> sign_members(
    const SyntheticSetting& setting, const std::shared_ptr<const StreamingRegression>& problem,
    std::shared_ptr<const SdeModel> sde);

}  // namespace sdescent::exact
