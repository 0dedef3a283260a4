#include "cli/config_reader.hpp"

#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <functional>

namespace sdescent::cli {
namespace {

using Catch::Contains;
using Texts = std::vector<std::string>;

/// A file of this text, read.
struct Config {
  explicit Config(const std::string& text) : table(read(text)) {}

  ConfigTable read(const std::string& text) const {
    write_atomically(directory.path() / "a.toml", text);
    return ConfigTable::read(directory.path() / "a.toml");
  }

  TemporaryDirectory directory;
  ConfigTable table;
};

/// What is said of the file after its name, ":<line>: …".
std::string refusal(const std::string& text,
                    const std::function<void(const ConfigTable&)>& question) {
  try {
    const Config config(text);
    question(config.table);
  } catch (const InvalidInput& error) {
    const std::string what = error.what(), file = "a.toml";
    return what.substr(what.find(file) + file.size());
  }
  return "not refused";
}

TEST_CASE("values are read by their type", "[cli]") {
  const Config config(R"(
real = 1.5
whole = -3
count = 7
flag = true
text = "é"
vector = [1, 2.5]
matrix = [[1, 2], [3, 4.5], [5, 6]]
texts = ["a", "b"]
[table]
x = 1
[[list]]
x = 2
[[list]]
x = 3
)");
  const ConfigTable& t = config.table;
  CHECK(t.real("real") == 1.5);
  CHECK(t.real("whole") == -3.0);
  CHECK(t.count("count") == 7);
  CHECK(t.flag("flag"));
  CHECK(t.text("text") == "é");
  CHECK(t.vector("vector") == Eigen::Vector2d(1, 2.5));
  CHECK(t.vector("real") == Eigen::VectorXd::Constant(1, 1.5));
  REQUIRE(t.is_matrix("matrix"));
  CHECK_FALSE(t.is_matrix("vector"));
  CHECK_FALSE(t.is_matrix("real"));
  const Eigen::MatrixXd matrix = t.matrix("matrix");
  REQUIRE(matrix.rows() == 3);
  REQUIRE(matrix.cols() == 2);
  CHECK(matrix(1, 1) == 4.5);
  CHECK(t.texts("texts") == Texts{"a", "b"});
  CHECK(t.table("table").real("x") == 1.0);
  const auto list = t.tables("list");
  REQUIRE(list.size() == 2);
  CHECK(list[1].count("x") == 3);
}

TEST_CASE("what is absent has a default, what is present of another type has not", "[cli]") {
  const Config config("a = 1\nb = \"x\"");
  CHECK(config.table.has("a"));
  CHECK_FALSE(config.table.has("c"));
  CHECK(config.table.real_or("a", 5) == 1.0);
  CHECK(config.table.real_or("c", 5) == 5.0);
  CHECK(config.table.count_or("c", 5) == 5);
  CHECK(config.table.text_or("c", "y") == "y");
  CHECK(config.table.text_or("b", "y") == "x");
  CHECK_THROWS_AS(config.table.real_or("b", 5), InvalidInput);
  CHECK_THROWS_AS(config.table.count_or("b", 5), InvalidInput);
  CHECK_THROWS_AS(config.table.text_or("a", "y"), InvalidInput);
}

TEST_CASE("a value of another type is refused with its line", "[cli]") {
  const std::string text = R"(# comment
s = "x"
b = false
n = 2
f = 2.5
e = ""
l = [1, "x"]
empty = []
)";
  const auto of = [&](auto question) { return refusal(text, question); };
  using T = ConfigTable;
  CHECK(of([](const T& t) { t.real("s"); }) == ":2: s must be a number");
  CHECK(of([](const T& t) { t.real("b"); }) == ":3: b must be a number");
  CHECK(of([](const T& t) { t.count("f"); }) == ":5: f must be a whole number >= 0");
  CHECK(of([](const T& t) { t.count("s"); }) == ":2: s must be a whole number >= 0");
  CHECK(of([](const T& t) { t.flag("n"); }) == ":4: n must be true or false");
  CHECK(of([](const T& t) { t.text("n"); }) == ":4: n must be text in quotes");
  CHECK(of([](const T& t) { t.text("e"); }) == ":6: e must be text in quotes");
  CHECK(of([](const T& t) { t.vector("l"); }) == ":7: l must be a number");
  CHECK(of([](const T& t) { t.vector("s"); }) == ":2: s must be a number");
  CHECK(of([](const T& t) { t.vector("empty"); }) ==
        ":8: empty must be a list of numbers, not empty");
  CHECK(of([](const T& t) { t.texts("l"); }) == ":7: l must be a list of texts in quotes");
  CHECK(of([](const T& t) { t.texts("empty"); }) ==
        ":8: empty must be a list of texts in quotes, not empty");
  CHECK(of([](const T& t) { t.texts("s"); }) ==
        ":2: s must be a list of texts in quotes, not empty");
  CHECK(of([](const T& t) { t.table("n"); }) == ":4: n must be a table");
  CHECK(of([](const T& t) { t.tables("n"); }) ==
        ":4: n must be a list of tables, each headed [[n]]");
  CHECK(of([](const T& t) { t.tables("empty"); }) ==
        ":8: empty must be a list of tables, each headed [[empty]]");
}

TEST_CASE("counts and numbers have their range", "[cli]") {
  CHECK(refusal("a = -1", [](const ConfigTable& t) { t.count("a"); }) ==
        ":1: a must be a whole number >= 0");
  CHECK(refusal("\n\na = nan", [](const ConfigTable& t) { t.real("a"); }) ==
        ":3: a must be finite");
  CHECK(refusal("a = [1,\n -inf]", [](const ConfigTable& t) { t.vector("a"); }) ==
        ":2: a must be finite");
  CHECK_THAT(refusal("a = 9223372036854775808", [](const ConfigTable& t) { t.count("a"); }),
             Contains(":1:") && Contains("not representable"));
}

TEST_CASE("a matrix has rows of equal length", "[cli]") {
  const auto matrix = [](const ConfigTable& t) { t.matrix("m"); };
  CHECK(refusal("m = [[1, 2],\n [3]]", matrix) == ":2: m must be rows of 2 numbers");
  CHECK(refusal("m = [[1, 2], 3]", matrix) == ":1: m must be rows of 2 numbers");
  CHECK(refusal("m = [[1, 2],\n [3, \"x\"]]", matrix) == ":2: m must be a number");
  CHECK(refusal("m = [1, 2]", matrix) == ":1: m must be a list of rows [[…], […]]");
  CHECK(refusal("m = 3", matrix) == ":1: m must be a list of rows [[…], […]]");
}

TEST_CASE("a missing key is reported at its table", "[cli]") {
  const std::string text = "a = 1\n\n[t]\nx = 1\n[[l]]\nx = 1\n[[l]]\nx = 1\n";
  CHECK(refusal(text, [](const ConfigTable& t) { t.real("b"); }) == ":1: b is missing");
  CHECK(refusal(text, [](const ConfigTable& t) { t.table("t").real("y"); }) == ":3: y is missing");
  CHECK(refusal(text, [](const ConfigTable& t) { t.tables("l")[1].real("y"); }) ==
        ":7: y is missing");
}

TEST_CASE("a key nobody asked for is refused with its line and the nearest", "[cli]") {
  const std::string text = "eta = 1\nstpes = 3\n[t]\nsgima = 1\n";
  const auto root = [](const ConfigTable& t) {
    t.real("eta");
    t.has("steps");
    t.has("t");
    t.refuse_unknown_keys();
  };
  CHECK(refusal(text, root) == ":2: unknown key \"stpes\", did you mean \"steps\"?");
  const auto inner = [](const ConfigTable& t) {
    const ConfigTable table = t.table("t");
    table.has("sigma");
    table.refuse_unknown_keys();
  };
  CHECK(refusal(text, inner) == ":4: unknown key \"sgima\", did you mean \"sigma\"?");
  CHECK(refusal(text, [](const ConfigTable& t) { t.refuse_unknown_keys(); }) ==
        ":1: unknown key \"eta\", there is none");
  const Config config("eta = 1");
  config.table.real_or("eta", 2);
  CHECK_NOTHROW(config.table.refuse_unknown_keys());
}

TEST_CASE("places are those of keys, or of the table without them", "[cli]") {
  const Config config("a = 1\n[t]\nx = 1\n");
  const auto file = (config.directory.path() / "a.toml").string();
  CHECK(config.table.where() == file + ":1");
  CHECK(config.table.table("t").where() == file + ":2");
  CHECK(config.table.table("t").where("x") == file + ":3");
  CHECK(config.table.table("t").where("y") == file + ":2");
}

TEST_CASE("what is not TOML is refused with line and column", "[cli]") {
  const auto nothing = [](const ConfigTable&) {};
  CHECK_THAT(refusal("a = 1\nb = = 2", nothing), Catch::StartsWith(":2:5: "));
  CHECK_THAT(refusal("a = 1\na = 2", nothing), Catch::StartsWith(":2:"));
  CHECK_THAT(refusal("[t\n", nothing), Catch::StartsWith(":1:"));
  CHECK(refusal("", nothing) == "not refused");
  CHECK_THROWS_AS(ConfigTable::read("/no/such.toml"), IoError);
  CHECK_THROWS_AS(ConfigTable::read("/"), IoError);
}

}  // namespace
}  // namespace sdescent::cli
