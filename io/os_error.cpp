#include "io/os_error.hpp"

#include "io/error.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace sdescent {

void throw_os_error(std::string_view action, const std::filesystem::path& path,
                    const std::error_code& reason) {
  throw IoError(fmt::format("cannot {} \"{}\": {}", action, path.string(), reason.message()));
}

void throw_errno(std::string_view action, const std::filesystem::path& path) {
  throw_os_error(action, path, std::error_code(errno, std::generic_category()));
}

}  // namespace sdescent
