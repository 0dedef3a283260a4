#pragma once
/// \file
/// Where data files are looked for.

#include <filesystem>

namespace sdescent {

/// `path` itself if it exists or is absolute; otherwise, for a relative path, the file of that name
/// below the checkout this binary was built from, if it exists. When neither exists the path is
/// returned as it is, and reading it says what is missing.
std::filesystem::path find_data(const std::filesystem::path& path);

}  // namespace sdescent
