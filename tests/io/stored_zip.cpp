#include "io/stored_zip.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>

namespace sdescent {
namespace {

using namespace std::string_literals;

std::string hello_zip() {
  StoredZipWriter writer;
  writer.add("hi.txt", "hel", "lo\n");
  return writer.finish();
}

// Made by hand from the format; CRC-32 of "hello\n" is 363a3020.
const std::string hello_bytes =
    "PK\3\4\x14\0\0\x08\0\0\0\0\x21\0\x20\x30\x3a\x36\6\0\0\0\6\0\0\0\6\0\0\0hi.txthello\n"
    "PK\1\2\x14\0\x14\0\0\x08\0\0\0\0\x21\0\x20\x30\x3a\x36\6\0\0\0\6\0\0\0\6\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0hi.txt"
    "PK\5\6\0\0\0\0\1\0\1\0\x34\0\0\0\x2a\0\0\0\0\0"s;

TEST_CASE("a stored zip is written byte for byte as the format has it", "[io]") {
  CHECK(hello_zip() == hello_bytes);
  CHECK(StoredZipWriter().finish() == "PK\5\6"s + std::string(18, '\0'));
}

TEST_CASE("a stored zip is read back", "[io]") {
  StoredZipWriter writer;
  writer.add("a", "12", "3");
  writer.add("empty", {}, {});
  writer.add("head only", "xy", {});
  const std::string bytes = writer.finish();
  const auto entries = read_stored_zip(bytes);
  REQUIRE(entries.size() == 3);
  CHECK((entries[0].name == "a" && entries[0].bytes == "123"));
  CHECK((entries[1].name == "empty" && entries[1].bytes.empty()));
  CHECK((entries[2].name == "head only" && entries[2].bytes == "xy"));
}

TEST_CASE("a stored zip keeps to its size limit exactly", "[io]") {
  const std::size_t size = hello_bytes.size();
  StoredZipWriter just_fits(size);
  just_fits.add("hi.txt", "hel", "lo\n");
  CHECK(just_fits.finish() == hello_bytes);
  StoredZipWriter too_small(size - 1);
  CHECK_THROWS_WITH(too_small.add("hi.txt", "hel", "lo\n"),
                    "a zip file must be at most " + std::to_string(size - 1) + " bytes long, got " +
                        std::to_string(size) + " with \"hi.txt\"");
  CHECK_THROWS_AS(too_small.add("hi.txt", "hel", "lo\n"), InvalidInput);
}

TEST_CASE("a stored zip holds no more entries than its counter", "[io]") {
  StoredZipWriter writer;
  for (int i = 0; i < 65534; ++i) writer.add("x", {}, {});
  CHECK_THROWS_AS(writer.add("x", {}, {}), InvalidInput);
  CHECK(read_stored_zip(writer.finish()).size() == 65534);
}

TEST_CASE("a stored zip cut anywhere is refused", "[io]") {
  for (std::size_t size = 0; size < hello_bytes.size(); ++size) {
    INFO(size);
    CHECK_THROWS_AS(read_stored_zip(hello_bytes.substr(0, size)), InvalidInput);
  }
}

TEST_CASE("a stored zip whose directory ends anywhere but at its end is refused", "[io]") {
  const char directory_size = 0x34;
  const std::size_t size_field = hello_bytes.rfind(directory_size);
  for (char size = 0; size < directory_size; ++size) {
    std::string damaged = hello_bytes;
    damaged[size_field] = size;
    INFO(static_cast<int>(size));
    CHECK_THROWS_AS(read_stored_zip(damaged), InvalidInput);
    // The same with nothing behind the directory but the end record.
    damaged.erase(size_field - 12 - static_cast<std::size_t>(directory_size - size),
                  static_cast<std::size_t>(directory_size - size));
    CHECK_THROWS_AS(read_stored_zip(damaged), InvalidInput);
  }
}

TEST_CASE("any damage to a stored zip is refused or harmless", "[io]") {
  for (std::size_t at = 0; at < hello_bytes.size(); ++at)
    for (const char mask : {'\1', '\x40', '\xFF'}) {
      std::string damaged = hello_bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ mask);
      INFO("byte " << at << ", mask " << static_cast<int>(mask));
      try {
        const auto entries = read_stored_zip(damaged);
        // Dates, versions and the like may differ, the content and the count may not.
        REQUIRE(entries.size() == 1);
        CHECK(entries[0].bytes == "hello\n");
      } catch (const InvalidInput& error) {
        SUCCEED(error.what());
      }
    }
}

TEST_CASE("wrong content and compressed entries are named", "[io]") {
  std::string damaged = hello_bytes;
  damaged[damaged.find("hello")] = 'j';
  CHECK_THROWS_WITH(read_stored_zip(damaged), "\"hi.txt\" does not match its checksum");
  std::string compressed = hello_bytes;
  compressed[compressed.find("PK\1\2") + 10] = 8;
  CHECK_THROWS_WITH(read_stored_zip(compressed),
                    "\"hi.txt\" is compressed; only stored entries are read");
}

}  // namespace
}  // namespace sdescent
