#include "validation/cell_file.hpp"

#include "io/npz.hpp"
#include "tests/validation/synthetic.hpp"

#include <catch2/catch.hpp>

namespace sdescent {
namespace {

using namespace std::string_literals;

const std::string stamp = "inputs\n\0 and \xFF build"s, key = "v(eta=0.1)";

std::string example_file() { return to_cell_file(stamp, key, synthetic::awkward_archive()); }

TEST_CASE("a cell comes back from its file with the same names, shapes and bits", "[validation]") {
  const auto read = from_cell_file(example_file(), stamp, key);
  REQUIRE(read);
  CHECK(to_npz(*read) == to_npz(synthetic::awkward_archive()));
  CHECK(from_cell_file(to_cell_file("", "", {}), "", "")->size() == 0);
}

TEST_CASE("a cell of another stamp or key is none", "[validation]") {
  const std::string file = example_file();
  CHECK_FALSE(from_cell_file(file, stamp + "2", key));
  CHECK_FALSE(from_cell_file(file, stamp.substr(1), key));
  CHECK_FALSE(from_cell_file(file, stamp, "v(eta=0.2)"));
  // The same bytes in a row, cut at another place.
  CHECK_FALSE(from_cell_file(to_cell_file("ab", "c", {}), "a", "bc"));
}

TEST_CASE("a cell cut off anywhere is none", "[validation]") {
  const std::string file = example_file();
  for (std::size_t size = 0; size < file.size(); ++size)
    if (from_cell_file(file.substr(0, size), stamp, key)) FAIL("cut at " << size);
  CHECK_FALSE(from_cell_file(file + '\0', stamp, key));
}

TEST_CASE("a cell with any byte changed is none", "[validation]") {
  std::string file = example_file();
  for (std::size_t i = 0; i < file.size(); ++i)
    for (const int flip : {1, 0x20, 0x80}) {
      file[i] = static_cast<char>(file[i] ^ flip);
      if (from_cell_file(file, stamp, key)) FAIL("byte " << i);
      file[i] = static_cast<char>(file[i] ^ flip);
    }
  CHECK(from_cell_file(file, stamp, key));
}

}  // namespace
}  // namespace sdescent
