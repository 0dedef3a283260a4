#pragma once
/// \file
/// A directory in which one process works at a time.

#include <filesystem>
#include <vector>

namespace sdescent {

/// Holds a directory for as long as it lives, by an advisory lock (flock) on the file `lock` in it.
/// The system drops the lock with the process, however that ends.
class ExclusiveDirectory {
 public:
  /// Creates the directory and its parents where they are missing, and locks it. IoError with path
  /// and reason, at once, if that is not possible or another process holds it.
  explicit ExclusiveDirectory(std::filesystem::path path);

  /// Gives it up; a directory that holds nothing is removed. Never throws.
  ~ExclusiveDirectory();

  ExclusiveDirectory(const ExclusiveDirectory&) = delete;
  ExclusiveDirectory& operator=(const ExclusiveDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// What lies in it, without the lock.
  std::vector<std::filesystem::path> entries() const;

 private:
  std::filesystem::path path_;
  std::filesystem::path lock_;
  int descriptor_;
};

}  // namespace sdescent
