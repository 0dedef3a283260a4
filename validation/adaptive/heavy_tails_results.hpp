#pragma once
/// \file
/// All cells of adaptive/heavy-tails, run or read back.

#include "validation/adaptive/heavy_tails_cells.hpp"

#include <vector>

namespace sdescent::adaptive {

struct TailResults {
  TailSetting setting;
  Landscape saddle;
  Eigen::ArrayXd nu, pair_eta;
  double saddle_nu = 0;
  std::vector<LongResult> alone, beside_sde;  ///< by ν: SignSGD, and SignSGD with its SDE
  std::vector<ResponseResult> response;       ///< by ν
  std::vector<LongResult> gaussian;           ///< one: alone, Gaussian noise of the same scale
  std::vector<LongResult> at_saddle;          ///< one: with its SDE
  std::vector<PairResult> pair;               ///< by ν, then η

  /// The pair of the i-th ν and j-th η.
  const PairResult& pair_at(Eigen::Index i, Eigen::Index j) const {
    return pair[static_cast<std::size_t>(i * pair_eta.size() + j)];
  }
};

TailResults tail_results(Session& session);

/// What Phase 3 has for E x_k (times × coordinates, one after the other) and for the stationary
/// variances: e^{−cλt/σ} x_0 and ησ/(2cλ), with the curvatures λ and c/σ = `slope`.
Eigen::ArrayXd phase_three_mean(const TailSetting& s, double slope, const Eigen::ArrayXd& t);
Eigen::ArrayXd phase_three_variance(double eta, double slope, const Eigen::ArrayXd& curvature);

/// SignSGD against its SDE in one cell: means at all times, and stationary variances in units of
/// what Phase 3 predicts. `cell` says how its SDE was refined.
Evidence mean_of_sde(const TailSetting& s, const Landscape& on, double nu, const LongResult& cell);
Evidence variance_of_sde(const TailSetting& s, const Landscape& on, double nu,
                         const LongResult& cell);

/// Runs all cells and gives evidence for every claim.
void measure_tails(Session& session);

/// The figures and tables of the experiment.
void show_tails(Session& session, const TailResults& results);

}  // namespace sdescent::adaptive
