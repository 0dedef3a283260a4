#pragma once
/// \file
/// A directory of results that appears as a whole.

#include <filesystem>
#include <vector>

namespace sdescent {

/// Stages the results of one run, so that what an earlier run left stays whole until the new
/// results are. Write files below path(), then publish(); without publish() nothing remains,
/// not even parent directories that were not there before.
///
///     ResultDirectory results(out / "adaptive" / "fig2-moments");
///     write_atomically(results.path() / "claims.json", claims);
///     results.publish();
///
/// The staging directory `.<name>.partial-<process id>` lies beside the final one, which it
/// replaces entirely. Only a killed process leaves one behind; it may be deleted.
class ResultDirectory {
 public:
  /// Creates the parents of `final_path` and the staging directory. IoError if that is not possible
  /// or `final_path` is something else than a directory.
  explicit ResultDirectory(const std::filesystem::path& final_path);

  /// Removes the staging directory unless published. Never throws.
  ~ResultDirectory();

  ResultDirectory(const ResultDirectory&) = delete;
  ResultDirectory& operator=(const ResultDirectory&) = delete;

  /// Where to write until publish(): absolute, so a change of working directory does no harm.
  const std::filesystem::path& path() const { return staging_; }

  /// Puts the staged directory in the place of the final one; call once. IoError if it cannot be
  /// moved; the earlier results are then in their place. A process killed between the two renames
  /// leaves them whole as `.<name>.old-<process id>`.
  void publish();

 private:
  std::vector<std::filesystem::path> parents_;  // that it created, the deepest first
  std::filesystem::path final_;
  std::filesystem::path staging_;
  bool published_ = false;
};

}  // namespace sdescent
