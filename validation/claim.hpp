#pragma once
/// \file
/// What a paper says, as something that can be decided.

#include <string>

namespace sdescent {

/// How a claim is decided. Each kind has one way to make its Evidence, and its own meaning of
/// holds.
enum class ClaimKind {
  equality,  ///< |measured − predicted| <= tolerance at every point
  limit,  ///< deviations at η -> 0 extrapolate to within ±tolerance of 0 (validation/limit.hpp)
  exponent,  ///< order or exponent: a slope on logarithms, alike in two sub-windows
             ///< (validation/power_law.hpp)
  bound,     ///< measured <= predicted at every point; says nothing of how close they are
  ordering,  ///< measured < predicted, both measured in one run (validation/ordering.hpp)
  region     ///< a boundary in a plane of parameters has a slope (validation/region.hpp)
};

enum class Verdict { holds, fails, undecided };

/// Declared by an experiment before anything runs.
struct Claim {
  std::string id;         ///< unique within the experiment, kebab-case
  std::string reference;  ///< lemma, theorem or equation of the paper
  std::string statement;  ///< one sentence
  ClaimKind kind = ClaimKind::equality;
  std::string units;             ///< of measured, predicted, interval and tolerance
  std::string tolerance_reason;  ///< which planted wrong model it is a third of the distance to
  Verdict expected = Verdict::holds;
  std::string reason;  ///< why that is expected
};

std::string to_string(ClaimKind kind);
std::string to_string(Verdict verdict);

}  // namespace sdescent
