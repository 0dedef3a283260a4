#pragma once
/// \file
/// Zip files whose entries are stored uncompressed: the container of an .npz. No zip64, hence less
/// than 4 GiB and 65535 entries.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sdescent {

/// Builds a zip file. Equal calls give equal bytes: every entry is dated 1 January 1980.
class StoredZipWriter {
 public:
  /// `limit` is the most bytes the finished file may have.
  explicit StoredZipWriter(std::uint64_t limit = 0xFFFFFFFE) : limit_(limit) {}

  /// Appends an entry that holds `head`, then `body`. The name is UTF-8. InvalidInput if the file
  /// would exceed the limit or the number of entries 65534.
  void add(std::string_view name, std::string_view head, std::string_view body);

  /// The bytes of the file; the writer is spent.
  std::string finish();

 private:
  std::string entries_;
  std::string directory_;
  std::uint16_t count_ = 0;
  std::uint64_t limit_;
};

/// An entry of a zip file, as views of the bytes it was read from.
struct ZipEntry {
  std::string_view name;
  std::string_view bytes;
};

/// The entries of a zip file without comment, in the order of its directory. InvalidInput with the
/// reason if it is truncated or damaged (each entry's CRC-32 is checked), or has compressed
/// entries.
std::vector<ZipEntry> read_stored_zip(std::string_view bytes);

}  // namespace sdescent
