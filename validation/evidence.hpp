#pragma once
/// \file
/// What an experiment measured for one claim, and how strongly it speaks.

#include "solvers/estimate.hpp"
#include "solvers/sup_t.hpp"
#include "validation/claim.hpp"

#include <Eigen/Core>

#include <optional>
#include <string>
#include <vector>

namespace sdescent {

/// What must be true beside the claimed number for a claim to hold: two sub-windows agree,
/// deviations decrease.
struct Condition {
  std::string name;                            ///< what is true when it is met: "sub-windows agree"
  enum class Reach { within, at_most } reach;  ///< |deviation| <= tolerance; deviation <= tolerance
};

/// Measurement for one claim: curves of equal length, in the claim's units.
struct Evidence {
  /// measured − predicted, with its uncertainty. Compute it from quantities of one run, so that
  /// their coupling counts.
  Estimate deviation;
  Eigen::ArrayXd predicted;
  /// The largest deviation that still counts as equal. Bound and ordering: zeros.
  Eigen::ArrayXd tolerance;
  /// Bound on |systematic error| of the measurement (that of Δt, of an extrapolation); zeros if
  /// there is none.
  Eigen::ArrayXd bias;
  /// The last points of the curves are no measurements of the claimed number but these, in order.
  std::vector<Condition> conditions = {};
  /// What a reader should know beside the number: deviations at finite η.
  std::string remark = {};
  /// Why the data can decide nothing, empty if they can. A claim about a logarithm of something
  /// that may be 0 is then open, whatever its standard errors say.
  std::string unfit = {};
};

/// Fewer independent runs than this illustrate, but decide nothing. Their numbers may be NaN: one
/// run has no variance.
inline constexpr double fewest_runs = 20;

/// A claim with its evidence, before error control decides at which level it is read.
///
/// At level α the simultaneous interval of the deviation is d_i ± (c(α) se_i + bias_i), c from
/// SupT over all points and conditions. Equality, limit, exponent and region hold when all of it
/// lies within ±tolerance and fail when at some point all of it lies outside. A bound holds when
/// its upper end is <= 0 everywhere and fails when its lower end is > 0 somewhere (one-sided c); so
/// does an ordering, which needs < 0. A condition counts like a point.
///
/// Nothing is decided by fewer than fewest_runs runs, by unfit evidence, or where one batch
/// dominates (validation/dominant_batch.hpp) or all are skewed (validation/skewed_batches.hpp):
/// tails are then too heavy for these intervals, or paths too few. Spread of pseudo-values below
/// 2⁻⁴⁰ of the largest number of the curves is rounding, of which neither is asked.
class Assessment {
 public:
  /// Throws InvalidInput when the curves differ in length or a tolerance or bias is negative, and
  /// NumericalFailure when, with enough runs to decide, a number is not finite.
  Assessment(Claim claim, Evidence evidence);

  const Claim& claim() const { return claim_; }
  const Evidence& evidence() const { return evidence_; }

  /// The smallest α at which the claim would be decided (1 if at none).
  double p_value() const;

  struct Reading {
    Verdict verdict = Verdict::undecided;
    /// The one that decided, or came closest to deciding otherwise; never a condition.
    Eigen::Index point = 0;
    double measured = 0, predicted = 0, tolerance = 0;
    double lower = 0, upper = 0;  ///< simultaneous interval of the deviation at that point
    double detectable = 0;        ///< deviation that lies outside at that point on average
    /// Bounds only: the smallest predicted/measured over the points at which both are > 0.
    std::optional<double> slack;
    double alpha = 0;
    /// The evidence's remark, and why the claim is open or which condition turned it.
    std::string remark;
  };
  Reading read(double alpha) const;

 private:
  Eigen::Index measurements() const;  // points that are no conditions
  bool is_one_sided(Eigen::Index point) const;
  Sides sides() const;
  Eigen::ArrayXd size() const;           // of the deviation, as the kind counts it
  Eigen::ArrayXd holds_margins() const;  // in standard errors, by point
  Eigen::ArrayXd fails_margins() const;
  Eigen::ArrayXd at_limit() const;
  std::optional<double> slack() const;
  std::string remark(const Reading& reading, Eigen::Index decisive) const;

  Claim claim_;
  Evidence evidence_;
  Eigen::ArrayXd standard_error_;
  std::string open_;  // why nothing can be decided; empty if it can
  SupT sup_t_;
};

}  // namespace sdescent
