#include "cli/coverage.hpp"

#include "cli/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace sdescent::cli {
namespace {

/// A reading and what is cited: by the experiment with its claims, and by each decided claim.
struct Cited {
  const Reading& reading;
  Citation together;
  std::vector<Citation> claims;

  explicit Cited(const Reading& r) : reading(r), together(cited_by(*r.experiment)) {
    for (const ClaimRecord& claim : r.claims) claims.push_back(citation(claim.reference));
  }
};

/// Verdicts of the claims that cite the statement; of all, if only the experiment does.
std::vector<std::string> verdicts(const Cited& cited, const Citation& statement) {
  std::vector<std::string> of_all, of_citing;
  for (std::size_t i = 0; i < cited.claims.size(); ++i) {
    of_all.push_back(cited.reading.claims[i].verdict);
    if (overlap(cited.claims[i], statement)) of_citing.push_back(of_all.back());
  }
  return of_citing.empty() ? of_all : of_citing;
}

/// "9 hold, 1 fails"
std::string counted(const std::vector<std::string>& verdicts) {
  const struct {
    Verdict verdict;
    const char* of_many;
  } words[] = {
      {Verdict::holds, "hold"}, {Verdict::fails, "fail"}, {Verdict::undecided, "undecided"}};
  std::string text;
  for (const auto& [verdict, of_many] : words) {
    const std::string of_one = to_string(verdict);
    const auto count = std::count(verdicts.begin(), verdicts.end(), of_one);
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, count == 1 ? of_one : of_many);
  }
  return text.empty() ? "not run" : text;
}

std::string tested_by(const Statement& statement, const std::vector<Cited>& experiments) {
  const Citation where = citation(statement.where);
  std::string text;
  for (const Cited& cited : experiments)
    if (overlap(cited.together, where))
      text += fmt::format("{}{} ({})", text.empty() ? "" : "; ", cited.reading.experiment->id,
                          counted(verdicts(cited, where)));
  if (statement.left_out.empty()) return text;
  return text + fmt::format("{}not tested: {}", text.empty() ? "" : "; ", statement.left_out);
}

}  // namespace

void print_coverage(const std::vector<Statement>& statements,
                    const std::vector<Reading>& readings) {
  const std::vector<Cited> cited(readings.begin(), readings.end());
  fmt::print("\n| of the paper | says | experiments |\n|---|---|---|\n");
  for (const Statement& statement : statements)
    fmt::print("| {} | {} | {} |\n", cell(statement.where), cell(statement.says),
               cell(tested_by(statement, cited)));
}

}  // namespace sdescent::cli
