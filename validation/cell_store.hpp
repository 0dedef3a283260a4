#pragma once
/// \file
/// Finished cells of an experiment that is not finished.

#include "io/exclusive_directory.hpp"
#include "validation/cell_file.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace sdescent {

/// A directory with one file for each finished cell, `<hash of the key>.cell`. Nothing is made or
/// locked before the first use; from then on no other process may use it (IoError, before any cell
/// is computed).
class CellStore {
 public:
  /// `stamp` tells inputs and build apart (run_stamp() of validation/manifest.hpp). Unless
  /// `resume`, what an earlier run left is dropped.
  CellStore(std::filesystem::path directory, std::string stamp, bool resume);

  /// The result of a finished cell, bit for bit. None if there is no file of it, or one that is
  /// unreadable, truncated, damaged, or of another stamp: such a cell is computed again.
  std::optional<Archive> load(const std::string& key);

  /// Keeps a result, atomically. IoError when it cannot be written; all others then stay as they
  /// are.
  void store(const std::string& key, const Archive& result);

  /// Deletes all cells, those of an earlier process, too: the results are published. Leaves them
  /// where they are, without an error, if another process is at work on them.
  void discard() noexcept;

 private:
  void open();
  std::filesystem::path path_of(const std::string& key) const;

  std::filesystem::path path_;
  std::string stamp_;
  bool resume_;
  std::optional<ExclusiveDirectory> directory_;
};

/// Where the cells of a result directory lie: `.<name>.cells` beside it, links followed.
std::filesystem::path cells_path(const std::filesystem::path& result_directory);

}  // namespace sdescent
