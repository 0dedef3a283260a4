#include "io/npy.hpp"

#include "io/error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace sdescent {
namespace {

/// A file of format version `major` with this header dictionary and these numbers.
template <class Number>
std::string npy(const std::string& header, const std::vector<Number>& numbers, char major = 1) {
  std::string bytes = std::string("\x93NUMPY") + major + '\0';
  for (int i = 0; i < (major == 1 ? 2 : 4); ++i)
    bytes += static_cast<char>(header.size() >> (8 * i));
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number));
  return bytes;
}

std::string header(const std::string& type, const std::string& shape,
                   const std::string& fortran = "False") {
  return "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
}

Eigen::MatrixXd read(const std::string& bytes) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "data.npy";
  std::ofstream(path, std::ios::binary) << bytes;
  return read_npy(path);
}

TEST_CASE("an array of two dimensions is read in C order", "[io]") {
  const std::vector<double> numbers{1, 2, 3, 4, 5, 6.5};
  const Eigen::MatrixXd expected{{1, 2, 3}, {4, 5, 6.5}};
  CHECK(read(npy(header("<f8", "(2, 3)"), numbers)) == expected);
  CHECK(read(npy(header("<f8", "(2, 3)"), numbers, 2)) == expected);
}

TEST_CASE("an array of one dimension is a column", "[io]") {
  CHECK(read(npy<float>(header("<f4", "(3,)"), {0.5F, -1.0F, 2.0F})) ==
        Eigen::MatrixXd{{0.5}, {-1.0}, {2.0}});
}

TEST_CASE("whole numbers of all sizes are read", "[io]") {
  const Eigen::MatrixXd expected{{7.0}, {100.0}};
  CHECK(read(npy<std::uint8_t>(header("|u1", "(2,)"), {7, 100})) == expected);
  CHECK(read(npy<std::int8_t>(header("|i1", "(2,)"), {-7, 100}))(0, 0) == -7);
  CHECK(read(npy<std::uint16_t>(header("<u2", "(2,)"), {7, 100})) == expected);
  CHECK(read(npy<std::int16_t>(header("<i2", "(2,)"), {7, 100})) == expected);
  CHECK(read(npy<std::uint32_t>(header("<u4", "(2,)"), {7, 100})) == expected);
  CHECK(read(npy<std::int32_t>(header("<i4", "(2,)"), {-7, 100}))(0, 0) == -7);
  CHECK(read(npy<std::uint64_t>(header("<u8", "(2,)"), {7, 100})) == expected);
  CHECK(read(npy<std::int64_t>(header("<i8", "(2,)"), {-7, 100}))(0, 0) == -7);
  CHECK(read(npy<std::uint8_t>(header("|b1", "(2,)"), {0, 1}))(1, 0) == 1);
}

TEST_CASE("what is not read is refused by name", "[io]") {
  using Catch::Contains;
  const std::vector<double> two{1, 2};
  CHECK_THROWS_WITH(read(npy(header(">f8", "(2,)"), two)),
                    Contains("element type") && Contains(">f8"));
  CHECK_THROWS_WITH(read(npy(header("<c16", "(1,)"), two)), Contains("<c16"));
  CHECK_THROWS_WITH(read(npy(header("<f8", "(1, 2)", "True"), two)), Contains("must be C"));
  CHECK_THROWS_WITH(read(npy(header("<f8", "(1, 1, 2)"), two)), Contains("1 or 2, got 3"));
  CHECK_THROWS_WITH(read(npy(header("<f8", "()"), two)), Contains("1 or 2, got 0"));
  CHECK_THROWS_WITH(read(npy(header("<f8", "(0, 2)"), two)), Contains("number of elements"));
  CHECK_THROWS_WITH(read(npy("{'descr': '<f8'}", two)), Contains("'fortran_order'"));
  CHECK_THROWS_WITH(read(npy(header("<f8", "(2,)"), two, 3)), Contains("version 1.0 or 2.0"));
  CHECK_THROWS_AS(read("a,b\n1,2\n"), InvalidInput);
}

TEST_CASE("a missing file and one that is cut off are errors of input", "[io]") {
  const TemporaryDirectory directory;
  CHECK_THROWS_AS(read_npy(directory.path() / "none.npy"), IoError);
  CHECK_THROWS_AS(read(npy(header("<f8", "(3,)"), std::vector<double>{1, 2})), IoError);
  CHECK_THROWS_AS(read("\x93NUMPY"), IoError);
}

}  // namespace
}  // namespace sdescent
