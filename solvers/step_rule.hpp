#pragma once
/// \file
/// The steps of a one-dimensional chain x_{k+1} = x_k + η_k s_k, s_k in {+1, 0, −1}.

#include <Eigen/Core>

#include <functional>

namespace sdescent {

/// P(s = +1), P(s = 0) and P(s = −1) at each of many points. Each >= 0, summing to 1; all three are
/// given, because the smallest of them cannot be had from the others to relative accuracy.
struct StepProbabilities {
  Eigen::ArrayXd up, stay, down;
};

/// The law of s_k given x_k = x, at many x at once.
using StepRule = std::function<StepProbabilities(const Eigen::ArrayXd& x)>;

/// The rule at these points, with the largest of the three probabilities replaced by 1 less the
/// other two: probability is then kept to the last bit. Throws InvalidInput unless they are
/// probabilities that sum to 1 within 10⁻¹².
StepProbabilities step_probabilities(const StepRule& rule, const Eigen::ArrayXd& x);

}  // namespace sdescent
