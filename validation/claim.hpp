#pragma once
/// \file
/// What a paper says, as something that can be decided.

#include <string>

namespace sdescent {

/// How a claim is decided.
enum class ClaimKind {
  equality,  ///< |measured − predicted| <= tolerance at every point
  bound      ///< measured <= predicted at every point
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
