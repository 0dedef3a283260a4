#pragma once
/// \file
/// Evidence for what is true as η → 0 (or as 1/d → 0): extrapolation of measured deviations.

#include "validation/evidence.hpp"

#include <string>
#include <vector>

namespace sdescent {

/// Deviations at several small parameters.
struct Deviations {
  std::string name;             ///< what deviates, for remarks
  Eigen::ArrayXd eta;           ///< increasing, > 0, at least three
  Estimate deviation;           ///< measured − predicted at each
  Eigen::ArrayXd bias;          ///< bound of the systematic error of each; zeros if there is none
  std::string parameter = "η";  ///< what remarks call the small parameter
};

/// The value at η = 0 of a polynomial of degree 2 in η^order through the deviations (least squares
/// for more than three). Its own error is bounded by its distance from the straight line through
/// the two smallest η, which counts as bias: where the two differ the deviations are not yet in the
/// regime that is extrapolated.
struct Extrapolation {
  Estimate value;  ///< one point
  double bias = 0;
};
/// Throws InvalidInput unless η is positive and increasing with at least three values, order > 0.
Extrapolation extrapolate(const Deviations& deviations, double order = 1.0);

/// For claims of kind limit. The points are the extrapolated deviations; `predicted` are the limits
/// they are added to. Conditions: from each η to the next smaller one no |deviation| grows by more
/// than the tolerance. Their standard error is the larger of those of the sum and of the difference
/// of both deviations, since ||d̂| − |d̂'| − |d| + |d'|| <= max |e ± e'| whatever the signs, and
/// these are not known where a deviation is lost in its noise. The remark tells the deviations at
/// finite η, without which a limit says little (of more than three curves: of the three that are
/// farthest off). `tolerance` has one value for each curve. Throws
/// InvalidInput for no curves, and as extrapolate() does.
Evidence limit_evidence(const std::vector<Deviations>& curves, const Eigen::ArrayXd& predicted,
                        const Eigen::ArrayXd& tolerance, double order = 1.0);

}  // namespace sdescent
