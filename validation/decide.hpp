#pragma once
/// \file
/// Error control over the claims of an experiment.

#include "validation/evidence.hpp"

#include <vector>

namespace sdescent {

/// Probability, per experiment, of any wrong decision. Where claims are read several times with
/// more and more runs (looks_allowed()), each look spends an equal part of it, and the verdicts are
/// those of the look at which all claims were decided, or of the last: the parts add up to at most
/// α whichever that is.
inline constexpr double experiment_alpha = 0.01;

/// A claim with its verdict.
struct DecidedClaim {
  Claim claim;
  Assessment::Reading reading;

  bool contradicts_expectation() const {
    return reading.verdict != Verdict::undecided && reading.verdict != claim.expected;
  }
};

/// Holm's step-down: with the p-values in increasing order, the j-th of n claims is read at level
/// alpha/(n − j) (j from 0); after the first that is not decided at its level, all later ones are
/// read at that level and stay undecided. Returned in the order given.
std::vector<DecidedClaim> decide(const std::vector<Assessment>& assessments,
                                 double alpha = experiment_alpha);

/// Whether every claim has a verdict.
bool all_decided(const std::vector<DecidedClaim>& claims);

}  // namespace sdescent
