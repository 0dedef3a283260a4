#include "io/xz.hpp"

#include "io/error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <fstream>
#include <string>

namespace sdescent {
namespace {

/// "frogs, frogs, frogs\n" by xz 5.4 (--check=crc32).
constexpr std::array<unsigned char, 72> packed{
    0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x01, 0x69, 0x22, 0xde, 0x36, 0x02, 0x00, 0x21,
    0x01, 0x16, 0x00, 0x00, 0x00, 0x74, 0x2f, 0xe5, 0xa3, 0xe0, 0x00, 0x13, 0x00, 0x0e, 0x5d,
    0x00, 0x33, 0x1c, 0x8a, 0x21, 0xf9, 0x2e, 0x76, 0x1d, 0xc0, 0xa9, 0xba, 0x7a, 0xc0, 0x00,
    0x00, 0x00, 0x00, 0x0f, 0x8e, 0x2e, 0xb5, 0x00, 0x01, 0x26, 0x14, 0x72, 0xe2, 0x82, 0xf9,
    0x90, 0x42, 0x99, 0x0d, 0x01, 0x00, 0x00, 0x00, 0x00, 0x01, 0x59, 0x5a};

std::string read(const std::string& bytes, std::size_t most = SIZE_MAX) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "data.xz";
  std::ofstream(path, std::ios::binary) << bytes;
  return read_unpacked(path, most);
}

const std::string whole(packed.begin(), packed.end());

TEST_CASE("an xz file is unpacked, any other is read as it is", "[io]") {
  CHECK(read(whole) == "frogs, frogs, frogs\n");
  CHECK(read("plain") == "plain");
  CHECK(read("") == "");
}

TEST_CASE("no more is unpacked than was asked for", "[io]") {
  CHECK(read(whole, 5) == "frogs");
  CHECK(read("plain", 2) == "pl");
}

TEST_CASE("a damaged xz file and one that is cut off are errors of input", "[io]") {
  std::string damaged = whole;
  damaged[30] = static_cast<char>(damaged[30] ^ 1);
  CHECK_THROWS_AS(read(damaged), IoError);
  CHECK_THROWS_AS(read(whole.substr(0, whole.size() - 20)), IoError);
  const TemporaryDirectory directory;
  CHECK_THROWS_AS(read_unpacked(directory.path() / "none.xz"), IoError);
}

}  // namespace
}  // namespace sdescent
