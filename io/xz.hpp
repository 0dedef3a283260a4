#pragma once
/// \file
/// Files that xz compressed.

#include <filesystem>
#include <string>

namespace sdescent {

/// All bytes of a file, unpacked where it is an .xz file (by its first bytes, whatever its name),
/// else as they are. IoError if it cannot be read, is damaged or ends early.
std::string read_unpacked(const std::filesystem::path& path);

}  // namespace sdescent
