#include "io/npy.hpp"

#include "io/error.hpp"
#include "io/read_file.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sdescent {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The header's dictionary and where the numbers begin.
struct Header {
  std::string_view text;
  std::size_t data;
};

class NpyFile {
 public:
  explicit NpyFile(const std::filesystem::path& path)
      : name_(path.string()), bytes_(read_file(path)) {}

  Header header() const {
    require(bytes_.starts_with("\x93NUMPY"), name_, "an .npy file", "other first bytes");
    need(10);
    const int major = bytes_[6];
    require(major == 1 || major == 2, name_, "of .npy version 1.0 or 2.0",
            fmt::format("{}.{}", major, static_cast<int>(bytes_[7])));
    const std::size_t start = major == 1 ? 10 : 12;
    need(start);
    std::size_t length = 0;
    for (std::size_t i = start; i-- > 8;)
      length = length * 256 + static_cast<unsigned char>(bytes_[i]);
    need(start + length);
    return {std::string_view(bytes_).substr(start, length), start + length};
  }

  /// What follows `'key':` in the header.
  std::string_view field(std::string_view key) const {
    const std::string_view text = header().text;
    const std::size_t at = text.find(fmt::format("'{}':", key));
    require(at != std::string_view::npos, fmt::format("header of {}", name_),
            fmt::format("with the key '{}'", key), "none");
    const std::string_view rest = text.substr(at + key.size() + 3);
    return rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
  }

  std::vector<Eigen::Index> shape() const {
    std::string_view rest = field("shape");
    rest = rest.substr(0, rest.find(')'));
    std::vector<Eigen::Index> sizes;
    while (!rest.empty()) {
      Eigen::Index size = 0;
      const char* end = rest.data() + rest.size();
      const auto parsed = std::from_chars(rest.data(), end, size);
      if (parsed.ec == std::errc{}) sizes.push_back(size);
      rest.remove_prefix(
          parsed.ec == std::errc{} ? static_cast<std::size_t>(parsed.ptr - rest.data()) : 1);
    }
    return sizes;
  }

  template <class Number>
  RowMajor values(Eigen::Index rows, Eigen::Index columns) const {
    const std::size_t start = header().data;
    const auto count = static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
    need(start + count * sizeof(Number));
    RowMajor result(rows, columns);
    for (std::size_t i = 0; i < count; ++i) {
      Number value;
      std::memcpy(&value, bytes_.data() + start + i * sizeof(Number), sizeof(Number));
      result.data()[i] = static_cast<double>(value);
    }
    return result;
  }

  const std::string& name() const { return name_; }

 private:
  void need(std::size_t bytes) const {
    if (bytes_.size() < bytes)
      throw IoError(
          fmt::format("cannot read {}: it ends after {} bytes of {}", name_, bytes_.size(), bytes));
  }

  std::string name_;
  std::string bytes_;
};

using Values = RowMajor (NpyFile::*)(Eigen::Index, Eigen::Index) const;

const std::map<std::string_view, Values>& readers() {
  static const std::map<std::string_view, Values> all{
      {"<f4", &NpyFile::values<float>},        {"<f8", &NpyFile::values<double>},
      {"|u1", &NpyFile::values<std::uint8_t>}, {"|i1", &NpyFile::values<std::int8_t>},
      {"|b1", &NpyFile::values<std::uint8_t>}, {"<u2", &NpyFile::values<std::uint16_t>},
      {"<i2", &NpyFile::values<std::int16_t>}, {"<u4", &NpyFile::values<std::uint32_t>},
      {"<i4", &NpyFile::values<std::int32_t>}, {"<u8", &NpyFile::values<std::uint64_t>},
      {"<i8", &NpyFile::values<std::int64_t>}};
  return all;
}

}  // namespace

Eigen::MatrixXd read_npy(const std::filesystem::path& path) {
  const NpyFile file(path);
  const std::string_view quoted = file.field("descr");
  const std::string_view type =
      quoted.starts_with('\'') ? quoted.substr(1, quoted.find('\'', 1) - 1) : quoted;
  const auto reader = readers().find(type);
  require(reader != readers().end(), fmt::format("element type of {}", file.name()),
          "little-endian float32, float64, bool or whole numbers", type);
  require(file.field("fortran_order").starts_with("False"), fmt::format("order of {}", file.name()),
          "C", "Fortran");
  const std::vector<Eigen::Index> shape = file.shape();
  require(shape.size() == 1 || shape.size() == 2,
          fmt::format("number of dimensions of {}", file.name()), "1 or 2",
          fmt::format("{}", shape.size()));
  const Eigen::Index columns = shape.size() == 2 ? shape[1] : 1;
  require_at_least(fmt::format("number of elements of {}", file.name()), shape[0] * columns, 1);
  return (file.*reader->second)(shape[0], columns);
}

}  // namespace sdescent
