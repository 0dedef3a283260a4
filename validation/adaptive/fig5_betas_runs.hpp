#pragma once
/// \file
/// What adaptive/fig5-betas runs: AdamW on the embedded saddle with six pairs (β₁, β₂) side by
/// side.

#include "models/embedded_saddle.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/adaptive_method.hpp"
#include "validation/session.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sdescent::adaptive {

struct BetasSetting {
  std::shared_ptr<const EmbeddedSaddle> saddle;
  Eigen::ArrayXd eigenvalues;
  double quartic, cubic, sigma, eta, decay;
  Eigen::ArrayXd beta1s, beta2s;          ///< two and some
  Eigen::VectorXd far_start, near_start;  ///< from which basins are chosen; within one of them
  std::uint64_t far_steps, far_paths, near_steps, near_paths, records;
  Eigen::ArrayXd searched;  ///< x_1 of the starts tried without noise

  Eigen::Index pairs() const { return beta1s.size() * beta2s.size(); }
  /// Pair (i, j) is number i·(number of β₂) + j.
  double beta1(Eigen::Index pair) const { return beta1s(pair / beta2s.size()); }
  double beta2(Eigen::Index pair) const { return beta2s(pair % beta2s.size()); }
  std::string label(Eigen::Index pair) const;
  AdaptiveMethod method(Eigen::Index pair) const;
};
BetasSetting betas_setting(const ParameterValues& p);

/// A minimum of f, x_1 > 0, where f is lowest, or x_1 < 0; x_2 = 0.
struct Basin {
  Eigen::ArrayXd minimum;
  double loss;
};
Basin basin_of(const BetasSetting& s, bool positive);

/// What AdamW has in a basin when it rests, linearised in x, m and v (derived here). It rests where
/// m/√v + ϑx = 0 with m = f' and v = f'² + σ² + f''² Var x, and there, by coordinate, with z the
/// noise of a step,
///
///     δm' = β₁δm + (1 − β₁)(f''δx + z),
///     δv' = β₂δv + (1 − β₂)(2f'f''δx + 2f'z + z² − σ²),
///     δx' = (1 − ηϑ)δx − η(δm'/√v − ½ f' δv'/v^{3/2}).
///
/// V's own noise counts, since decay keeps f' from 0: where V is faster than M, it is not small
/// against M's.
struct Rest {
  double moved;  ///< f where it rests, minus the minimum
  double noise;  ///< ½ Σ f'' Var x
};
Rest rest_of(const BetasSetting& s, const Basin& basin, Eigen::Index pair);

/// Losses and basins of the runs from one start.
class BetasResult {
 public:
  BetasResult(const Session& session, const BetasSetting& s, bool far);

  static Archive run(Session& session, const BetasSetting& s, bool far, std::uint64_t seed);
  void load(const Archive& archive);

  Eigen::ArrayXd times() const;
  Estimate loss(Eigen::Index pair) const { return loss_.mean(pair); }
  /// By pair: E f averaged over the last half of the run.
  Estimate levels() const;
  /// By pair: ∫(E f − final level) dt, the later the slower.
  Estimate areas() const;
  /// By pair: P(x_1 > 0) at the end.
  Estimate positive() const;
  const MomentRecorder& recorder() const { return loss_; }

 private:
  Estimate averaged(const Eigen::RowVectorXd& weights) const;
  Eigen::RowVectorXd last_half() const;

  BetasSetting s_;
  MomentRecorder loss_, positive_;
};

/// Without noise: rows are the starts searched, columns pairs; 1 where x_1 > 0 at the end.
Eigen::ArrayXXd noise_free_basins(Session& session, const BetasSetting& s);

}  // namespace sdescent::adaptive
