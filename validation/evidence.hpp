#pragma once
/// \file
/// What an experiment measured for one claim, and how strongly it speaks.

#include "solvers/estimate.hpp"
#include "solvers/sup_t.hpp"
#include "validation/claim.hpp"

#include <Eigen/Core>

#include <optional>

namespace sdescent {

/// Measurement for one claim: curves of equal length, in the claim's units.
struct Evidence {
  /// measured − predicted, with its uncertainty. Compute it from quantities of one run, so that
  /// their coupling counts.
  Estimate deviation;
  Eigen::ArrayXd predicted;
  /// Equality: the largest deviation that still counts as equal. Bound: zeros.
  Eigen::ArrayXd tolerance;
  /// Bound on |systematic error| of the measurement (that of Δt); zeros if there is none.
  Eigen::ArrayXd bias;
};

/// Fewer independent runs than this illustrate, but decide nothing. Their numbers may be NaN: one
/// run has no variance.
inline constexpr double fewest_runs = 20;

/// A claim with its evidence, before error control decides at which level it is read.
///
/// At level α the simultaneous interval of the deviation is d_i ± (c(α) se_i + bias_i), c from
/// SupT. Equality holds when all of it lies within ±tolerance, fails when at some point all of it
/// lies outside. A bound holds when its upper end is <= 0 everywhere and fails when its lower end
/// is > 0 somewhere (one-sided c).
class Assessment {
 public:
  /// Throws InvalidInput when the curves differ in length or a tolerance or bias is negative, and
  /// NumericalFailure when, with enough runs to decide, a number is not finite.
  Assessment(Claim claim, Evidence evidence);

  const Claim& claim() const { return claim_; }

  /// The smallest α at which the claim would be decided (1 if at none).
  double p_value() const;

  struct Reading {
    Verdict verdict = Verdict::undecided;
    Eigen::Index point = 0;  ///< the one that decided, or came closest to deciding otherwise
    double measured = 0, predicted = 0, tolerance = 0;
    double lower = 0, upper = 0;  ///< simultaneous interval of the deviation at that point
    double detectable = 0;        ///< deviation that lies outside at that point on average
    std::optional<double> slack;  ///< bounds only: smallest predicted/measured over all points
    double alpha = 0;
  };
  Reading read(double alpha) const;

 private:
  Eigen::ArrayXd size() const;           // of the deviation, as the kind counts it
  Eigen::ArrayXd holds_margins() const;  // in standard errors, by point
  Eigen::ArrayXd fails_margins() const;
  bool is_bound() const { return claim_.kind == ClaimKind::bound; }

  Claim claim_;
  Evidence evidence_;
  Eigen::ArrayXd standard_error_;
  SupT sup_t_;
};

}  // namespace sdescent
