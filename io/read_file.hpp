#pragma once
/// \file
/// A whole file in memory.

#include <filesystem>
#include <string>

namespace sdescent {

/// All bytes of a file, unchanged. IoError if it is missing, unreadable or a directory.
std::string read_file(const std::filesystem::path& path);

}  // namespace sdescent
