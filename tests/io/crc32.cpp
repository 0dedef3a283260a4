#include "io/crc32.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace sdescent {
namespace {

TEST_CASE("a checksum is the CRC-32 of zip", "[io]") {
  CHECK(crc32_of({"123456789"}) == 0xCBF43926);  // the check value of the published algorithm
  CHECK(crc32_of({}) == 0);
}

TEST_CASE("a checksum is that of the parts in a row", "[io]") {
  CHECK(crc32_of({"1234", {}, "56789"}) == 0xCBF43926);
  CHECK(crc32_of({{}, "123456789"}) == 0xCBF43926);
  CHECK(crc32_of({"56789", "1234"}) != 0xCBF43926);
}

}  // namespace
}  // namespace sdescent
