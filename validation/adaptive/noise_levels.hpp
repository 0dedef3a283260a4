#pragma once
/// \file
/// F.7 of adaptive: optimizers on a quadratic under noise of five levels, run until they are
/// stationary; shared by adaptive/fig6-noise and adaptive/fig14-l2.

#include "models/quadratic_moments.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/adaptive_method.hpp"
#include "validation/power_law.hpp"
#include "validation/session.hpp"

#include <string>
#include <vector>

namespace sdescent::adaptive {

struct NoiseSetting {
  DiagonalSetting lemma;  ///< λ, σ, x_0 and η
  AdaptiveMethod adam;    ///< constants of Adam, without decay
  double decay;           ///< ϑ
  std::uint64_t steps, records, paths;

  double sigma() const { return lemma.sigma(0); }
};

/// The parameters that both experiments have; `paths` are the runs at the largest σ.
std::vector<Parameter> noise_parameters(CountByEffort paths);

/// At one σ. Throws InvalidInput for sizes that do not fit, or fewer than three values of σ.
NoiseSetting noise_setting(const ParameterValues& p, double sigma);

using Processes = std::vector<std::shared_ptr<const Process>>;

/// The optimizers of a cell, all from x_0, on streams of their own.
struct NoiseMethod {
  enum class Kind { sgd, sign_sgd, adam };
  std::string name;  ///< of the process
  Kind kind;
  double decay = 0.0;  ///< of Adam
  WeightDecay weight_decay = WeightDecay::decoupled;
};
Processes noise_processes(const NoiseSetting& s, const std::vector<NoiseMethod>& methods);

/// Losses of all methods at one σ.
class NoiseLevels {
 public:
  NoiseLevels(const NoiseSetting& s, const std::vector<NoiseMethod>& methods);

  /// Runs the cell. load() reads what it returns.
  static Archive run(Session& session, const NoiseSetting& s,
                     const std::vector<NoiseMethod>& methods, std::uint64_t seed);
  void load(const Archive& archive) { loss_.load(archive); }

  const NoiseSetting& setting() const { return s_; }
  Eigen::ArrayXd times() const;
  Eigen::ArrayXd curve(std::size_t method) const { return loss_.mean(column(method)).value; }
  /// The mean of f over the second half of the run: one point.
  Estimate level(std::size_t method) const;
  /// What the start may have left in it: the loss decays at twice the slowest rate of the mean, λ
  /// (SGD), √(2/π)λ/σ (SignSGD), λ/σ + ϑ or (λ + ϑ)/σ (Adam).
  double transient(std::size_t method) const;

 private:
  static Eigen::Index column(std::size_t method) { return static_cast<Eigen::Index>(method); }

  NoiseSetting s_;
  std::vector<NoiseMethod> methods_;
  MomentRecorder loss_;
};

/// A cell for each σ, in the order of the parameter `sigmas`.
std::vector<NoiseLevels> noise_cells(Session& session, const std::string& label,
                                     const std::vector<NoiseMethod>& methods,
                                     const Eigen::ArrayXd& lambda);

Eigen::ArrayXd sigmas(const std::vector<NoiseLevels>& cells);

/// Levels of one method over all σ, and what their starts may have left in them.
Estimate levels(const std::vector<NoiseLevels>& cells, std::size_t method);
Eigen::ArrayXd transients(const std::vector<NoiseLevels>& cells, std::size_t method);

/// The σ at which ηλ/σ is small enough for a limit as η → 0, at most 0.03, λ being the largest
/// curvature of what is minimised: all limits are off by less than ηλ/σ of themselves. Throws
/// InvalidInput when there is none.
std::vector<Eigen::Index> within_limits(const std::vector<NoiseLevels>& cells, double curvature);

/// Levels at the chosen σ over predicted ones; `tolerance` is relative to the predicted.
Evidence level_evidence(const std::vector<NoiseLevels>& cells, std::size_t method,
                        const std::vector<Eigen::Index>& chosen, const Eigen::ArrayXd& predicted,
                        const Eigen::ArrayXd& tolerance);

/// Levels are at most `bound` at every σ.
Evidence level_bound_evidence(const std::vector<NoiseLevels>& cells, std::size_t method,
                              const Eigen::ArrayXd& bound);

/// The level as a power of σ, over the cells from `first` on.
PowerLaw level_law(const std::vector<NoiseLevels>& cells, std::size_t method, std::string name,
                   Eigen::Index first = 0);

/// A method as figures and tables show it: its name and the levels that a lemma gives it.
struct ShownMethod {
  std::size_t method;
  std::string name;
  Eigen::ArrayXd limit;
};

/// Loss against time at every σ, with the limits.
Panel loss_panel(const std::vector<NoiseLevels>& cells, const ShownMethod& shown);

/// Level over its limit against σ.
Panel ratio_panel(const std::vector<NoiseLevels>& cells, const std::vector<ShownMethod>& shown);

/// Columns: σ, then for each method its level, the standard error and the limit.
ResultTable level_table(const std::vector<NoiseLevels>& cells,
                        const std::vector<ShownMethod>& shown);

}  // namespace sdescent::adaptive
