#pragma once
/// \file
/// One wording for everything the operating system refuses.

#include <filesystem>
#include <string_view>
#include <system_error>

namespace sdescent {

/// Throws IoError: `cannot <action> "<path>": <reason in words>`.
[[noreturn]] void throw_os_error(std::string_view action, const std::filesystem::path& path,
                                 const std::error_code& reason);

/// The same with the reason in `errno`.
[[noreturn]] void throw_errno(std::string_view action, const std::filesystem::path& path);

}  // namespace sdescent
