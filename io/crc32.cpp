#include "io/crc32.hpp"

#include <zlib.h>

namespace sdescent {

std::uint32_t crc32_of(std::initializer_list<std::string_view> parts) {
  uLong crc = 0;
  for (const std::string_view part : parts)
    // zlib starts again from zero when it is handed a null pointer, as empty views may be.
    if (!part.empty()) crc = crc32_z(crc, reinterpret_cast<const Bytef*>(part.data()), part.size());
  return static_cast<std::uint32_t>(crc);
}

}  // namespace sdescent
