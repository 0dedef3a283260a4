#pragma once
/// \file
/// Which experiments test a paper's statements, as a Markdown table.

#include "validation/claims_file.hpp"
#include "validation/experiment.hpp"
#include "validation/statement.hpp"

#include <vector>

namespace sdescent::cli {

/// An experiment and its claims as they were decided; none where it was not run.
struct Reading {
  const Experiment* experiment;
  std::vector<ClaimRecord> claims;
};

/// A row for each statement: where it is, what it says, the experiments that cite it with the
/// verdicts of their claims that do (of all where only the experiment does), and what is left out.
void print_coverage(const std::vector<Statement>& statements, const std::vector<Reading>& readings);

}  // namespace sdescent::cli
