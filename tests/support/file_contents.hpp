#pragma once
/// \file
/// What lies below a directory, to be compared as a whole.

#include "io/read_file.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace sdescent {

/// Every file below a directory with its bytes.
inline std::map<std::string, std::string> file_contents(const std::filesystem::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
    if (entry.is_regular_file())
      files[std::filesystem::relative(entry.path(), directory).string()] = read_file(entry.path());
  return files;
}

}  // namespace sdescent
