#pragma once
/// \file
/// How far SignSGD spreads in Phase 2: Lemma 3.4 (2b), measured on a quadratic so flat that the
/// phase lasts long.

#include "solvers/sample_recorder.hpp"
#include "validation/adaptive/course.hpp"
#include "validation/adaptive/phase_two_steps.hpp"
#include "validation/adaptive/phase_windows.hpp"

namespace sdescent::adaptive {

/// States x of one process at record times, paths in rows, all elapsed times > 0.
class Spread {
 public:
  /// `setting` has σ, λ and η; `window` knows the spread to expect.
  Spread(const SampleRecorder& x, Dynamics process, const DiagonalSetting& setting,
         const PhaseWindows& window);

  const Eigen::ArrayXd& times() const { return times_; }

  /// Sides of tr Var X_t <= η t (d − E‖m|Y_t| + q‖²), by time: all smaller sides, then all larger.
  Estimate variance_sides(Intercept q, bool one_of_d) const;

  /// Sides of P[‖X_t − E X_t‖² > a] <= (ητ/a)(d − E‖m|Y_t| + q‖²), τ = t or 1, where a is
  /// PhaseWindows::spread(t), about tr Var X_t: near where a P is largest.
  enum class Factor { one, elapsed };
  Estimate tail_sides(Intercept q, Factor factor, bool one_of_d) const;

  /// Sides of (61) at the last time: P[‖X − E X‖² > a] and P[some |X_i − E X_i|² > b], b = a as
  /// printed or a/d.
  Estimate union_sides(bool share) const;

 private:
  struct Summary {
    double variance, tail, some, injected;  ///< injected: d − E‖m|Y| + q‖²
  };
  /// Of the paths that are not in batch `without`. Tails are about the mean of all paths: with the
  /// mean of those kept, an optimizer's atoms would cross the level with each batch, and where the
  /// mean is 0.01 of a deviation off matters to second order only.
  Summary summary(Eigen::Index time, Intercept q, bool one_of_d, double some_level,
                  Eigen::Index without) const;
  template <class Sides>
  Estimate by_time(Sides sides) const;

  DiagonalSetting setting_;
  Eigen::ArrayXd times_, spread_;
  std::vector<Block> x_;  // by time, without the start
};

}  // namespace sdescent::adaptive
