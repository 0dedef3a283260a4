#pragma once
/// \file
/// The bytes of one finished cell on disk.

#include "io/archive.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sdescent {

/// The file of a cell: a line that names the format, the CRC-32 of all that follows, then the stamp
/// of its inputs (validation/manifest.hpp), its key and its arrays as an .npz.
std::string to_cell_file(std::string_view stamp, std::string_view key, const Archive& result);

/// The arrays, bit for bit; none if the bytes are not those of a whole file of this stamp and key.
std::optional<Archive> from_cell_file(std::string_view bytes, std::string_view stamp,
                                      std::string_view key);

}  // namespace sdescent
