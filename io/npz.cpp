#include "io/npz.hpp"

#include "io/error.hpp"
#include "io/read_file.hpp"
#include "io/stored_zip.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <charconv>
#include <string_view>
#include <utility>

namespace sdescent {
namespace {

static_assert(std::endian::native == std::endian::little,
              "values are copied as they lie in memory");

// Format 1.0 of .npy: magic, version, two bytes with the length of a Python dict literal, the
// literal, the values. Blanks after the literal bring the values to a multiple of 64 bytes.
constexpr std::string_view magic("\x93NUMPY\x01\x00", 8);
constexpr std::size_t literal_offset = 10;
constexpr std::size_t alignment = 64;
constexpr std::string_view extension = ".npy";
constexpr std::string_view literal_start = "{'descr': '<f8', 'fortran_order': False, 'shape': (";

std::string literal_of(const std::vector<std::size_t>& shape) {
  const char* const comma = shape.size() == 1 ? "," : "";
  return fmt::format("{}{}{}), }}", literal_start, fmt::join(shape, ", "), comma);
}

std::string npy_header(const std::vector<std::size_t>& shape) {
  std::string literal = literal_of(shape);
  const std::size_t used = literal_offset + literal.size() + 1;
  literal.append(alignment - used % alignment, ' ');
  literal += '\n';
  std::string header(magic);
  header += static_cast<char>(literal.size() & 0xFF);
  header += static_cast<char>(literal.size() >> 8);
  return header + literal;
}

std::vector<std::size_t> shape_of(std::string_view literal) {
  literal = literal.substr(0, literal.find_last_not_of(" \n") + 1);
  std::vector<std::size_t> shape;
  std::size_t at = literal_start.size();
  while (at < literal.size() && literal[at] >= '0' && literal[at] <= '9') {
    const char* const end =
        std::from_chars(literal.data() + at, literal.data() + literal.size(), shape.emplace_back())
            .ptr;
    at = literal.find_first_not_of(", ", static_cast<std::size_t>(end - literal.data()));
  }
  // Writing the literal again checks all that was skipped and that no number was too large.
  if (literal_of(shape) != literal)
    throw InvalidInput(fmt::format("expected {}...), }}, got {}", literal_start, literal));
  return shape;
}

void set_from_npy(std::string_view name, std::string_view npy, Archive& archive) {
  if (!npy.starts_with(magic) || npy.size() < literal_offset)
    throw InvalidInput("no .npy header of format 1.0");
  const auto low = static_cast<unsigned char>(npy[8]);
  const auto high = static_cast<unsigned char>(npy[9]);
  const std::size_t literal_size = low + std::size_t{256} * high;
  if (literal_size > npy.size() - literal_offset) throw InvalidInput("the header is cut off");
  std::vector<std::size_t> shape = shape_of(npy.substr(literal_offset, literal_size));

  const std::string_view bytes = npy.substr(literal_offset + literal_size);
  if (bytes.size() % sizeof(double) != 0) throw InvalidInput("the last value is cut off");
  std::vector<double> values(bytes.size() / sizeof(double));
  bytes.copy(reinterpret_cast<char*>(values.data()), bytes.size());
  archive.set(std::string(name), std::move(shape), std::move(values));
}

}  // namespace

std::string to_npz(const Archive& archive) {
  StoredZipWriter zip;
  for (const NamedArray& array : archive) {
    const std::string_view values(reinterpret_cast<const char*>(array.values.data()),
                                  array.values.size() * sizeof(double));
    zip.add(array.name + std::string(extension), npy_header(array.shape), values);
  }
  return zip.finish();
}

Archive from_npz(std::string_view bytes) {
  Archive archive;
  for (const ZipEntry& file : read_stored_zip(bytes)) {
    try {
      if (!file.name.ends_with(extension)) throw InvalidInput("not a .npy");
      set_from_npy(file.name.substr(0, file.name.size() - extension.size()), file.bytes, archive);
    } catch (const InvalidInput& error) {
      throw InvalidInput(fmt::format("{} (entry \"{}\")", error.what(), file.name));
    }
  }
  return archive;
}

Archive read_npz(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  try {
    return from_npz(bytes);
  } catch (const InvalidInput& error) {
    throw IoError(fmt::format("cannot read \"{}\" as .npz: {}", path.string(), error.what()));
  }
}

}  // namespace sdescent
