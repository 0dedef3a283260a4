#include "io/npz.hpp"

#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "io/stored_zip.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace sdescent {
namespace {

using namespace std::string_literals;
using Catch::Contains;

Archive example() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double payload = std::bit_cast<double>(std::uint64_t{0xFFF8'0000'DEAD'BEEF});
  Archive archive;
  archive.set("risk", {2, 3}, {1, -0.0, 5e-324, infinity, -infinity, payload});
  archive.set("eta", {}, {0.1});
  archive.set("none", {3, 0, 2}, {});
  archive.set("row", {4}, {1, 2, 3, 4});
  archive.set("K̄", {1, 1}, {7});
  return archive;
}

Archive read(const std::string& bytes) {
  const TemporaryDirectory directory;
  write_atomically(directory.path() / "a.npz", bytes);
  return read_npz(directory.path() / "a.npz");
}

/// An .npz with one entry "x.npy" that holds `npy`.
std::string npz_of(const std::string& npy) {
  StoredZipWriter zip;
  zip.add("x.npy", npy, {});
  return zip.finish();
}

std::string npy_of(const std::string& literal, const std::string& values) {
  return "\x93NUMPY\1\0"s + static_cast<char>(literal.size()) + '\0' + literal + values;
}

TEST_CASE("an archive comes back from .npz with the same names, shapes and bits", "[io]") {
  const Archive archive = example();
  const Archive copy = read(to_npz(archive));
  REQUIRE(copy.size() == archive.size());
  const auto same_bits = [](double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  };
  for (auto a = archive.begin(), b = copy.begin(); a != archive.end(); ++a, ++b) {
    CHECK(a->name == b->name);
    CHECK(a->shape == b->shape);
    CHECK(std::equal(a->values.begin(), a->values.end(), b->values.begin(), b->values.end(),
                     same_bits));
  }
  CHECK(read(to_npz(Archive())).size() == 0);
}

TEST_CASE("an .npz entry is the .npy that NumPy defines", "[io]") {
  const std::string bytes = to_npz(example());
  const auto entries = read_stored_zip(bytes);
  const auto header = [](const std::string& shape) {
    const std::string literal =
        "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
    return "\x93NUMPY\1\0\x76\0"s + literal + std::string(117 - literal.size(), ' ') + '\n';
  };
  const std::string tenth = "\x9a\x99\x99\x99\x99\x99\xb9\x3f";
  CHECK(entries[1].name == "eta.npy");
  CHECK(entries[1].bytes == header("()") + tenth);
  CHECK(entries[2].bytes == header("(3, 0, 2)"));
  CHECK(entries[3].bytes.substr(0, 128) == header("(4,)"));
  CHECK(entries[0].bytes.substr(0, 128) == header("(2, 3)"));
}

TEST_CASE("the values of an .npy begin at a multiple of 64 bytes whatever the shape", "[io]") {
  for (std::size_t rank = 0; rank <= 32; ++rank) {
    Archive archive;
    archive.set("x", std::vector<std::size_t>(rank, 1), {1});
    const std::string bytes = to_npz(archive);
    CHECK((read_stored_zip(bytes)[0].bytes.size() - sizeof(double)) % 64 == 0);
    CHECK(read(bytes).get("x").shape.size() == rank);
  }
}

TEST_CASE("equal archives give equal bytes", "[io]") {
  CHECK(to_npz(example()) == to_npz(example()));
}

TEST_CASE("a damaged .npz is an input/output error with path and reason", "[io]") {
  const std::string bytes = to_npz(example());
  for (std::size_t size = 0; size < bytes.size(); size += 7)
    CHECK_THROWS_AS(read(bytes.substr(0, size)), IoError);

  std::string damaged = bytes;
  damaged[damaged.find("{'descr'") + 120] ^= 1;
  CHECK_THROWS_WITH(read(damaged), Contains("/a.npz\" as .npz: ") &&
                                       Contains("\"risk.npy\" does not match its checksum"));
  const TemporaryDirectory directory;
  CHECK_THROWS_AS(read_npz(directory.path() / "missing.npz"), IoError);
}

TEST_CASE("an .npz of other contents is an input/output error", "[io]") {
  const std::string start = "{'descr': '<f8', 'fortran_order': False, 'shape': ";
  const std::string two(16, '\0');
  REQUIRE(read(npz_of(npy_of(start + "(2,), }  \n", two))).get("x").values.size() == 2);

  std::vector<std::string> bad = {
      "",
      "\x93NUMPY\1\0\x76"s,
      "\x93NUMPY\1\0\x76\0{'descr'"s,
      "\x93NUMPY\2\0"s + npy_of(start + "(2,), }\n", two).substr(8),
      npy_of("", two),
      npy_of("{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }\n", two),
      npy_of("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }\n", two),
      npy_of("{'descr': '<f8', 'fortran_order': True, 'shape': (2,), }\n", two),
      npy_of(start + "(2), }\n", two),
      npy_of(start + "(2,,), }\n", two),
      npy_of(start + "(02,), }\n", two),
      npy_of(start + "(-2,), }\n", two),
      npy_of(start + "(2", two),
      npy_of(start + "(2,), }; \n", two),
      npy_of(start + "(3,), }\n", two),
      npy_of(start + "(2,), }\n", two + "1234567"),
      npy_of(start + "(99999999999999999999,), }\n", two),
      npy_of(start + "(4294967296, 4294967296, 2), }\n", ""),
  };
  std::string longer_header = npy_of(start + "(0,), }\n", "");
  ++longer_header[8];
  bad.push_back(longer_header);
  for (const std::string& npy : bad) {
    INFO(npy);
    CHECK_THROWS_AS(read(npz_of(npy)), IoError);
  }
}

TEST_CASE("an .npz entry that is no .npy or comes twice is named", "[io]") {
  const std::string npy = npy_of("{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }", "");
  StoredZipWriter text;
  text.add("readme.txt", "x", {});
  CHECK_THROWS_WITH(read(text.finish()), Contains("not a .npy (entry \"readme.txt\")"));
  StoredZipWriter twice;
  twice.add("x.npy", npy, {});
  twice.add("x.npy", npy, {});
  CHECK_THROWS_WITH(read(twice.finish()), Contains("array \"x\" is set twice"));
}

}  // namespace
}  // namespace sdescent
