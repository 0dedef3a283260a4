#pragma once
/// \file
/// Files that xz compressed.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace sdescent {

/// The first `most` bytes of a file, or all, unpacked where it is an .xz file (by its first bytes,
/// whatever its name), else as they are. IoError if it cannot be read, is damaged or ends early in
/// what is unpacked.
std::string read_unpacked(const std::filesystem::path& path, std::size_t most = SIZE_MAX);

}  // namespace sdescent
