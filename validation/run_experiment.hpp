#pragma once
/// \file
/// From an experiment to a directory of results.

#include "validation/claims_file.hpp"
#include "validation/experiment.hpp"
#include "validation/manifest.hpp"
#include "validation/session.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace sdescent {

/// How an experiment ended.
struct ExperimentResult {
  std::string id;
  std::vector<DecidedClaim> claims = {};
  double seconds = 0;
  std::filesystem::path directory;
  bool resumed = false;  ///< kept from an earlier run; `claims` is then empty
  CellCounts cells = {};
  Looks looks = {};
};

/// The directory of a run below `out`: <paper>/<name>, with ".<control>" appended for a control, so
/// that a planted error never takes the place of a result.
std::filesystem::path result_path(const std::filesystem::path& out, const Experiment& experiment,
                                  const std::string& control);

/// Measures, decides, measures again with twice the runs while claims are open and looks are left
/// (looks_allowed()), and writes manifest.json, claims.json, data/ and figures/ (SVG only at quick
/// effort) so that they appear at once, in place of what an earlier run left there. When `resume`
/// is set and a run of the same inputs by the same build is there already, keeps it; finished cells
/// of such a run that was stopped or killed are used, and the claims and data are those of a run
/// that was not. Cells lie in cells_path() until the results are published.
///
/// Throws what the layers throw: InvalidInput before any work, IoError when results cannot be
/// written (checked before any work, too) or a file that a parameter names cannot be read,
/// NumericalFailure, Interrupted. When only the drawing of
/// figures fails, the rest is published first.
ExperimentResult run_experiment(const Experiment& experiment, const SessionOptions& options,
                                const std::filesystem::path& out, bool resume);

/// Writes data/*.csv and *.npz of a session below `directory`.
void write_data(const Session& session, const std::filesystem::path& directory);

}  // namespace sdescent
