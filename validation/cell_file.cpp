#include "validation/cell_file.hpp"

#include "io/crc32.hpp"
#include "io/error.hpp"
#include "io/npz.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace sdescent {
namespace {

constexpr std::string_view format_line = "sdescent cell 1\n";
constexpr std::size_t checksum_size = 9;

std::string checksum_line(std::string_view bytes) {
  return fmt::format("{:08x}\n", crc32_of({bytes}));
}

/// What a cell's arrays come after: sizes first, so that no other stamp and key give the same.
std::string head_of(std::string_view stamp, std::string_view key) {
  return fmt::format("{} {}\n{}{}", stamp.size(), key.size(), stamp, key);
}

}  // namespace

std::string to_cell_file(std::string_view stamp, std::string_view key, const Archive& result) {
  const std::string body = head_of(stamp, key) + to_npz(result);
  return std::string(format_line) + checksum_line(body) + body;
}

std::optional<Archive> from_cell_file(std::string_view bytes, std::string_view stamp,
                                      std::string_view key) {
  if (!bytes.starts_with(format_line)) return {};
  bytes.remove_prefix(format_line.size());
  const std::string_view checksum = bytes.substr(0, checksum_size);
  bytes.remove_prefix(checksum.size());
  const std::string head = head_of(stamp, key);
  if (checksum != checksum_line(bytes) || !bytes.starts_with(head)) return {};
  try {
    return from_npz(bytes.substr(head.size()));
  } catch (const InvalidInput&) {
    return {};  // whole, but of another program
  }
}

}  // namespace sdescent
