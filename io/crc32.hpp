#pragma once
/// \file
/// The checksum of zip files and of stored cells.

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace sdescent {

/// CRC-32 (ISO 3309) of the parts, one after the other: it changes with any one byte.
std::uint32_t crc32_of(std::initializer_list<std::string_view> parts);

}  // namespace sdescent
