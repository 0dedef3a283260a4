#include "io/archive.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;

TEST_CASE("an archive gives arrays by name and in the order they were set", "[io]") {
  Archive archive;
  archive.set("risk", {2, 3}, {1, 2, 3, 4, 5, 6});
  archive.set("eta", {}, {0.5});
  archive.set("none", {0, 4}, {});
  const std::vector<double>& values = archive.get("risk").values;
  for (int i = 0; i < 1000; ++i) archive.set("more" + std::to_string(i), {1}, {0});

  CHECK(archive.size() == 1003);
  CHECK(archive.contains("eta"));
  CHECK_FALSE(archive.contains("et"));
  CHECK(archive.get("eta").shape.empty());
  CHECK(archive.get("risk").shape == std::vector<std::size_t>{2, 3});
  CHECK(&archive.get("risk").values == &values);
  std::vector<std::string> names;
  for (const NamedArray& array : archive) names.push_back(array.name);
  names.resize(3);
  CHECK(names == std::vector<std::string>{"risk", "eta", "none"});
}

TEST_CASE("a missing array is answered with the nearest", "[io]") {
  Archive archive;
  archive.set("loss", {}, {1});
  archive.set("covariance", {}, {1});
  CHECK_THROWS_MATCHES(archive.get("covarience"), InvalidInput,
                       Message("unknown array \"covarience\", did you mean \"covariance\"?"));
}

TEST_CASE("an archive refuses a name twice, empty or endless", "[io]") {
  Archive archive;
  archive.set("loss", {}, {1});
  CHECK_THROWS_MATCHES(archive.set("loss", {}, {2}), InvalidInput,
                       Message("array \"loss\" is set twice"));
  CHECK(archive.get("loss").values == std::vector<double>{1});
  CHECK_THROWS_AS(archive.set("", {}, {2}), InvalidInput);
  CHECK_THROWS_AS(archive.set(std::string(65001, 'x'), {}, {2}), InvalidInput);
  CHECK_NOTHROW(archive.set(std::string(65000, 'x'), {}, {2}));
}

TEST_CASE("an archive refuses values that do not fill the shape", "[io]") {
  Archive archive;
  CHECK_THROWS_MATCHES(archive.set("x", {2, 3}, {1, 2, 3, 4, 5}), InvalidInput,
                       Message("array \"x\" must be 6 values for shape (2, 3), got 5"));
  CHECK_THROWS_AS(archive.set("x", {}, {}), InvalidInput);
  CHECK_THROWS_AS(archive.set("x", {0}, {1}), InvalidInput);
  // 2^32 * 2^32 is zero in 64 bits.
  const std::size_t half = std::size_t{1} << std::numeric_limits<std::size_t>::digits / 2;
  CHECK_THROWS_AS(archive.set("x", {half, half}, {}), InvalidInput);
  CHECK_NOTHROW(archive.set("x", {half, half, 0}, {}));
}

TEST_CASE("an archive refuses more dimensions than NumPy has", "[io]") {
  Archive archive;
  CHECK_THROWS_AS(archive.set("x", std::vector<std::size_t>(33, 1), {1}), InvalidInput);
  CHECK_NOTHROW(archive.set("x", std::vector<std::size_t>(32, 1), {1}));
}

}  // namespace
}  // namespace sdescent
