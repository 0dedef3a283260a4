#pragma once
/// \file
/// Data files that a configuration names.

#include "validation/find_data.hpp"

#include <filesystem>

namespace sdescent::cli {

/// A relative path is looked up beside the configuration file, then as find_data() does.
inline std::filesystem::path data_file(const std::filesystem::path& path,
                                       const std::filesystem::path& folder) {
  const std::filesystem::path beside = folder / path;
  return std::filesystem::exists(beside) ? beside : find_data(path);
}

}  // namespace sdescent::cli
