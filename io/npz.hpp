#pragma once
/// \file
/// Archives as NumPy's .npz: `numpy.load(path)["name"]` gives an array of the same shape and bits.

#include "io/archive.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace sdescent {

/// The bytes of an uncompressed .npz of little-endian doubles in C order (.npy format 1.0). Equal
/// archives give equal bytes. InvalidInput if they exceed the 4 GiB or 65534 arrays of a plain zip.
std::string to_npz(const Archive& archive);

/// The archive of what to_npz() made, bit for bit. InvalidInput with the reason if the bytes are
/// truncated or damaged, or hold anything but uncompressed little-endian doubles in C order.
Archive from_npz(std::string_view bytes);

/// The same of a file. IoError with path and reason.
Archive read_npz(const std::filesystem::path& path);

}  // namespace sdescent
