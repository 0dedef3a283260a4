#include "validation/find_data.hpp"

namespace sdescent {

std::filesystem::path find_data(const std::filesystem::path& path) {
  if (path.is_absolute() || std::filesystem::exists(path)) return path;
  const std::filesystem::path in_checkout = std::filesystem::path(SDESCENT_SOURCE_DIR) / path;
  return std::filesystem::exists(in_checkout) ? in_checkout : path;
}

}  // namespace sdescent
