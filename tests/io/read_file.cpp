#include "io/read_file.hpp"

#include "io/error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>

namespace sdescent {
namespace {

using Catch::Message;

TEST_CASE("a file is read byte for byte", "[io]") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "file";
  std::string bytes(200'001, 'x');
  bytes.replace(0, 5, std::string("\0\r\n\xFF\x1A", 5));
  bytes.back() = '\n';
  std::ofstream(path, std::ios::binary) << bytes;
  CHECK(read_file(path) == bytes);

  std::ofstream(path, std::ios::trunc).flush();
  CHECK(read_file(path).empty());
}

TEST_CASE("an unreadable file is named with the reason", "[io]") {
  const TemporaryDirectory directory;
  const std::string missing = directory.path() / "missing";
  CHECK_THROWS_MATCHES(read_file(missing), IoError,
                       Message("cannot read \"" + missing + "\": No such file or directory"));
  CHECK_THROWS_MATCHES(
      read_file(directory.path()), IoError,
      Message("cannot read \"" + directory.path().string() + "\": Is a directory"));
}

}  // namespace
}  // namespace sdescent
