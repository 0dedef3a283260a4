#pragma once
/// \file
/// What this binary was made of.

#include <string>
#include <utility>
#include <vector>

namespace sdescent {

struct BuildInfo {
  std::string version;
  std::string git;              ///< `git describe --always --dirty` when built, or "unknown"
  std::string compiler;         ///< name and version
  std::string instruction_set;  ///< that the kernels use
  std::vector<std::pair<std::string, std::string>> libraries;  ///< name, version

  /// Whether `git` names the code. It does not when the checkout had uncommitted changes: such
  /// builds cannot be told apart, and nothing is resumed from them.
  bool names_its_code() const { return !git.ends_with("dirty"); }
};

const BuildInfo& build_info();

}  // namespace sdescent
