#include "io/stored_zip.hpp"

#include "io/crc32.hpp"
#include "io/error.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <utility>

namespace sdescent {
namespace {

// The three records of the format (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16), all fields little-endian.
constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t directory_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::size_t local_size = 30;
constexpr std::size_t directory_size = 46;
constexpr std::size_t end_size = 22;

constexpr std::uint16_t version = 20;
constexpr std::uint16_t utf8_names = 1 << 11;
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t midnight = 0;
constexpr std::uint16_t first_of_january_1980 = 1 << 5 | 1;
constexpr std::uint16_t most_entries = 65534;

void append16(std::string& to, std::size_t value) {
  to += static_cast<char>(value & 0xFF);
  to += static_cast<char>(value >> 8 & 0xFF);
}

void append32(std::string& to, std::size_t value) {
  append16(to, value & 0xFFFF);
  append16(to, value >> 16);
}

/// The fields that an entry's local record and its directory record have in common.
std::string common_fields(std::string_view name, std::uint32_t crc, std::size_t size) {
  std::string fields;
  append16(fields, version);
  append16(fields, utf8_names);
  append16(fields, stored);
  append16(fields, midnight);
  append16(fields, first_of_january_1980);
  append32(fields, crc);
  append32(fields, size);  // compressed
  append32(fields, size);  // uncompressed
  append16(fields, name.size());
  append16(fields, 0);  // length of the extra field
  return fields;
}

/// Part of a file, and bounds-checked access to it.
std::string_view part(std::string_view bytes, std::size_t offset, std::size_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset)
    throw InvalidInput(fmt::format("its zip structure points past byte {}", bytes.size()));
  return bytes.substr(offset, size);
}

std::uint16_t read16(std::string_view bytes, std::size_t offset) {
  const std::string_view two = part(bytes, offset, 2);
  const auto low = static_cast<unsigned char>(two[0]);
  const auto high = static_cast<unsigned char>(two[1]);
  return static_cast<std::uint16_t>(low | high << 8);
}

std::uint32_t read32(std::string_view bytes, std::size_t offset) {
  const std::uint32_t high = read16(bytes, offset + 2);
  return read16(bytes, offset) | high << 16;
}

void require_signature(std::string_view record, std::uint32_t signature, std::string_view what) {
  if (read32(record, 0) != signature)
    throw InvalidInput(fmt::format("no zip {} where one is due", what));
}

/// The entry that the directory record at the start of `record` describes.
ZipEntry read_entry(std::string_view file, std::string_view record) {
  require_signature(record, directory_signature, "directory record");
  const std::string_view name = part(record, directory_size, read16(record, 28));
  const std::size_t size = read32(record, 24);
  if (read16(record, 10) != stored)
    throw InvalidInput(fmt::format("\"{}\" is compressed; only stored entries are read", name));

  const std::size_t local = read32(record, 42);
  const std::string_view local_record = part(file, local, local_size);
  require_signature(local_record, local_signature, "entry");
  const std::size_t extra = std::size_t{read16(local_record, 26)} + read16(local_record, 28);
  const std::string_view bytes = part(file, local + local_size + extra, size);
  if (crc32_of({bytes}) != read32(record, 16))
    throw InvalidInput(fmt::format("\"{}\" does not match its checksum", name));
  return {name, bytes};
}

std::size_t record_length(std::string_view record) {
  return directory_size + read16(record, 28) + read16(record, 30) + read16(record, 32);
}

}  // namespace

void StoredZipWriter::add(std::string_view name, std::string_view head, std::string_view body) {
  const std::uint64_t size = std::uint64_t{head.size()} + body.size();
  const std::uint64_t total = entries_.size() + local_size + name.size() + size +
                              directory_.size() + directory_size + name.size() + end_size;
  require(total <= limit_, "a zip file", fmt::format("at most {} bytes long", limit_),
          fmt::format("{} with \"{}\"", total, name));
  require(count_ < most_entries, "a zip file", fmt::format("of at most {} entries", most_entries),
          "one more");

  const std::size_t offset = entries_.size();
  const std::string fields = common_fields(name, crc32_of({head, body}), size);
  append32(entries_, local_signature);
  entries_.append(fields).append(name).append(head).append(body);

  append32(directory_, directory_signature);
  append16(directory_, version);  // of the program that made it
  directory_ += fields;
  append16(directory_, 0);  // length of the comment
  append16(directory_, 0);  // disk
  append16(directory_, 0);  // internal attributes
  append32(directory_, 0);  // external attributes
  append32(directory_, offset);
  directory_ += name;
  ++count_;
}

std::string StoredZipWriter::finish() {
  const std::size_t offset = entries_.size();
  std::string file = std::move(entries_);
  file += directory_;
  append32(file, end_signature);
  append16(file, 0);  // this disk
  append16(file, 0);  // disk of the directory
  append16(file, count_);
  append16(file, count_);
  append32(file, directory_.size());
  append32(file, offset);
  append16(file, 0);  // length of the comment
  return file;
}

std::vector<ZipEntry> read_stored_zip(std::string_view bytes) {
  if (bytes.size() < end_size) throw InvalidInput("too short for a zip file");
  const std::string_view end = bytes.substr(bytes.size() - end_size);
  require_signature(end, end_signature, "end record");
  const std::string_view before_end = bytes.substr(0, bytes.size() - end_size);
  std::string_view directory = part(before_end, read32(end, 16), read32(end, 12));

  std::vector<ZipEntry> entries;
  for (std::size_t left = read16(end, 10); left > 0; --left) {
    entries.push_back(read_entry(before_end, directory));
    directory.remove_prefix(part(directory, 0, record_length(directory)).size());
  }
  if (!directory.empty()) throw InvalidInput("more zip directory records than it counts");
  return entries;
}

}  // namespace sdescent
