#pragma once
/// \file
/// Archives as NumPy's .npz: `numpy.load(path)["name"]` gives an array of the same shape and bits.

#include "io/archive.hpp"

#include <filesystem>
#include <string>

namespace sdescent {

/// The bytes of an uncompressed .npz of little-endian doubles in C order (.npy format 1.0). Equal
/// archives give equal bytes. InvalidInput if they exceed the 4 GiB or 65534 arrays of a plain zip.
std::string to_npz(const Archive& archive);

/// Reads what to_npz() writes, bit for bit. IoError with path and reason if the file cannot be
/// read, is truncated or damaged, or holds anything but uncompressed little-endian doubles in C
/// order.
Archive read_npz(const std::filesystem::path& path);

}  // namespace sdescent
