#pragma once
/// \file
/// Multilevel Monte Carlo over the time step (Giles, Operations Research 56 (2008) 607–617): most
/// paths where a step is long and cheap, few where it is short.
///
/// Let P_l be h at T of a process with the step Δt_l = unit/(m_0 2^l), l = 0 … L. The sum
///
///     E P_L = E P_0 + Σ_{l=1}^L E(P_l − P_{l−1})
///
/// is exact. Level l estimates its term from N_l paths of its own, on each of which P_l and P_{l−1}
/// see one Brownian path (SdeGrid::brownian), so that the variance V_l of a term falls as
/// Δt_l^{2γ}, γ the strong order: as Δt for Euler–Maruyama with multiplicative noise, as Δt² for
/// Milstein. With C_l the work of a path of level l, variance Σ V_l/N_l is had for least work Σ N_l
/// C_l by
///
///     N_l = ε^{−2} √(V_l/C_l) Σ_k √(V_k C_k)     (standard error ε; (12) there).
///
/// V_l is measured by pilot runs, whose paths are not used again: the estimate is unbiased for
/// E P_L whatever they say. What Δt_L leaves is bounded from the last levels.

#include "solvers/estimate.hpp"
#include "solvers/observable.hpp"
#include "solvers/run.hpp"
#include "solvers/sde_process.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace sdescent {

/// A process and what is estimated of it. TangentControl and controlled() fit in, too: each level
/// then has the less variance of its control variate.
struct LevelMember {
  std::shared_ptr<const Process> process;
  std::function<Observable(std::size_t number)> observe;  ///< h at the process in that place
  double work = 1.0;  ///< of one step, in units of the caller's choice (coefficient evaluations)
};

/// The process of this name on this grid; both levels of a pair are asked for with equal
/// `grid.brownian`. All grids must give as many columns.
using LevelFactory = std::function<LevelMember(const std::string& name, const SdeGrid& grid)>;

struct MultilevelSettings {
  double unit = 0;             ///< > 0; grids divide it
  std::uint64_t units = 1;     ///< T = units · unit
  std::uint64_t coarsest = 1;  ///< m_0: steps for each unit on level 0
  std::uint64_t levels = 0;    ///< L + 1 >= 1
  Eigen::ArrayXd target;       ///< ε of each column of h: all are reached
  double budget = std::numeric_limits<double>::infinity();  ///< most work; what ε would take beyond
                                                            ///< it is scaled down on all levels
  std::uint64_t pilot = 1024;  ///< paths of the pilot runs on each level
  std::uint64_t least = 64;    ///< fewest paths of a level; more know its variance better
  std::uint64_t seed = 0;
};

/// One term of the sum.
struct Level {
  std::uint64_t refine = 0;  ///< Δt = unit/refine
  std::uint64_t paths = 0;   ///< N_l
  double work = 0;           ///< C_l of a path, both processes
  Estimate mean;             ///< of the term, by column of h
  Estimate variance;         ///< V_l of a path
  Estimate plain_variance;   ///< of P_l itself
};

struct MultilevelResult {
  std::vector<Level> levels;
  double pilot_work = 0;
  double plain_work = 0;  ///< of a path of the finest process alone

  /// E P_L: pseudo-values add, since levels are independent. `runs` is the least N_l.
  Estimate value() const;

  /// Bound on |E P_L − E P_∞| from the last terms Y_l, for a scheme of weak order a: with the
  /// expansion c Δt^a + c' Δt^{a+1} the error is Y_L/(2^a − 1) up to a part of Y_L − Y_{L−1}/2^a,
  /// whence
  ///
  ///     (|Y_L| + |Y_L − Y_{L−1}/2^a| + 4 standard errors of either)/(2^a − 1).
  ///
  /// The second is not there for two levels; infinite for one, which says nothing of its error.
  /// Throws InvalidInput unless a > 0.
  Eigen::ArrayXd bias(double weak_order = 1.0) const;

  /// Σ N_l C_l, without the pilots.
  double work() const;

  /// (Σ √(V_l C_l))², by column: work times the squared standard error, at the best allocation.
  /// That of plain Monte Carlo is Var P_L times its work of a path. Jackknife as
  /// below; a variance that is below 0 without a batch counts as 0.
  Estimate work_times_variance() const;

  /// How many times the work of plain Monte Carlo with the finest process is this one's, at equal
  /// standard errors: Var P_L C/(Σ V_l/N_l · Σ N_l C_l), by column. Jackknife over the batches of
  /// all variances.
  Estimate work_saved() const;
};

/// N_l for the standard errors `target` (columns of h) at variances V_l (levels × columns) and work
/// C_l, as many as the column that needs most: all targets are then met. Scaled down to `budget`.
/// Raised to `least` and rounded up to multiples of 64, a path for each batch. Throws InvalidInput
/// for shapes that do not fit, targets or work that are not > 0, variances that are not >= 0, or a
/// budget below that of 64 paths on each level.
std::vector<std::uint64_t> multilevel_allocation(
    const Eigen::ArrayXXd& variance, const Eigen::ArrayXd& work, const Eigen::ArrayXd& target,
    double budget = std::numeric_limits<double>::infinity(), std::uint64_t least = 64);

/// Runs pilots, then all levels, each with a seed of its own, through run(). Throws InvalidInput
/// before any work for settings that make no sense, NumericalFailure and Interrupted as
/// require_ok().
MultilevelResult multilevel(const LevelFactory& factory, const MultilevelSettings& settings,
                            const RunControl& control = {});

}  // namespace sdescent
