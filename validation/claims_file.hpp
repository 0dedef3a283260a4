#pragma once
/// \file
/// claims.json: the verdicts of a run, for other tools.

#include "validation/decide.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sdescent {

/// One entry of claims.json as read back.
struct ClaimRecord {
  std::string id, paper, reference, statement, kind, expected, reason, verdict, units;
  double measured = 0, predicted = 0, tolerance = 0, alpha = 0;
  double lower = 0, upper = 0;
  double detectable = 0;
  std::optional<double> slack;
  std::string remark;
};

/// A JSON list of {id, paper, reference, statement, kind, expected, reason, verdict, measured,
/// predicted, interval, tolerance, alpha, units, detectable}, a bound's with its slack, and a
/// remark where there is one (deviations at finite η; why a claim is open). `interval` is the
/// simultaneous confidence interval of measured − predicted at the point that decided; numbers
/// survive the round trip to the bit, and one that is not known (NaN: the interval of a single run)
/// is null.
std::string claims_json(const std::string& paper, const std::vector<DecidedClaim>& claims);

/// Throws IoError when the file cannot be read or is not such a list.
std::vector<ClaimRecord> read_claims(const std::filesystem::path& path);

}  // namespace sdescent
