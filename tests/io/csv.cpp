#include "io/csv.hpp"

#include "io/error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;
using Names = std::vector<std::string>;

CsvTable read(const std::string& text, std::size_t skip_lines = 0) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "table.csv";
  std::ofstream(path, std::ios::binary) << text;
  return read_csv(path, skip_lines);
}

/// What read_csv() says about `text`, after the directory of the file; "" if it accepts it.
std::string complaint(const std::string& text, std::size_t skip_lines = 0) {
  try {
    read(text, skip_lines);
  } catch (const InvalidInput& error) {
    const std::string message = error.what();
    return message.substr(message.find("table.csv"));
  }
  return "";
}

Eigen::MatrixXd matrix(Eigen::Index rows, Eigen::Index columns, const std::vector<double>& values) {
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const RowMajor>(values.data(), rows, columns);
}

TEST_CASE("a table has the names of its first line if it is not numbers", "[io]") {
  const CsvTable named = read("t,loss\n0,1.5\n1,-2e-3\n2,+4\n");
  CHECK(named.names == Names{"t", "loss"});
  CHECK(named.values == matrix(3, 2, {0, 1.5, 1, -2e-3, 2, 4}));

  const CsvTable plain = read("0,1.5\n1,2");
  CHECK(plain.names.empty());
  CHECK(plain.values == matrix(2, 2, {0, 1.5, 1, 2}));

  CHECK(read("1,b\n3,4\n").names == Names{"1", "b"});
  CHECK(read("+1,2\n3,4\n").values.rows() == 2);
}

TEST_CASE("a table may have CRLF, quotes, blanks, a byte order mark and blank lines at its end",
          "[io]") {
  const CsvTable table =
      read("\xEF\xBB\xBF\"a, \"\"b\"\"\" ,\tc d \r\n \"1\", 2 \r\n3,4\r\n\r\n \n");
  CHECK(table.names == Names{"a, \"b\"", "c d"});
  CHECK(table.values == matrix(2, 2, {1, 2, 3, 4}));
  CHECK(read("\xEF\xBB\xBF"
             "1,2\n")
            .names.empty());
}

TEST_CASE("skipped lines may hold anything", "[io]") {
  const CsvTable table = read("569,30,\"malignant\n\nx,y\n1,2\n", 2);
  CHECK(table.names == Names{"x", "y"});
  CHECK(table.values == matrix(1, 2, {1, 2}));
}

TEST_CASE("a bad table is refused with file, line, what was expected and what was found", "[io]") {
  CHECK(complaint("1,2\n3\n") == "table.csv:2: expected 2 fields, got 1");
  CHECK(complaint("1,2\n3,4,5\n") == "table.csv:2: expected 2 fields, got 3");
  CHECK(complaint("1,2\n3,4,\n") == "table.csv:2: expected 2 fields, got 3");
  CHECK(complaint("a\n1,2\n") == "table.csv:2: expected 1 fields, got 2");
  CHECK(complaint("1,2\n\n3,4\n") == "table.csv:2: expected 2 fields, got 1");
  CHECK(complaint("x,y\n1,2\n3,4x\n") == "table.csv:3: expected a finite number, got \"4x\"");
  CHECK(complaint("1,2\n3,\n") == "table.csv:2: expected a finite number, got \"\"");
  CHECK(complaint("1,2\n3,+-4\n") == "table.csv:2: expected a finite number, got \"+-4\"");
  CHECK(complaint("skip\nx\n1\nz\n", 1) == "table.csv:4: expected a finite number, got \"z\"");
  CHECK(complaint("1\n\"2\n") == "table.csv:2: expected a closing quote, got \"2");
  CHECK(complaint("1\n\"2\"3\n") == "table.csv:2: expected a comma after a quoted field, got 3");
}

TEST_CASE("numbers that are not finite are refused, in the first line too", "[io]") {
  for (const std::string bad : {"nan", "NaN", "-inf", "Infinity", "1e999", "-1e999"}) {
    const std::string said = "expected a finite number, got \"" + bad + "\"";
    CHECK(complaint("1\n" + bad + "\n") == "table.csv:2: " + said);
    CHECK(complaint(bad + "\n1\n") == "table.csv:1: " + said);
  }
}

TEST_CASE("a table without rows is refused", "[io]") {
  const std::string said = "expected a row of numbers, got the end of the file";
  CHECK(complaint("") == "table.csv:1: " + said);
  CHECK(complaint("\n\n") == "table.csv:1: " + said);
  CHECK(complaint("a,b\n") == "table.csv:2: " + said);
  CHECK(complaint("1,2\n", 1) == "table.csv:2: " + said);
  CHECK(complaint("1,2\n", 3) == "table.csv:2: expected a line to skip, got the end of the file");
}

TEST_CASE("a missing table is an input/output error", "[io]") {
  const TemporaryDirectory directory;
  CHECK_THROWS_AS(read_csv(directory.path() / "none.csv"), IoError);
}

TEST_CASE("a table is written with the shortest decimals", "[io]") {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Eigen::MatrixXd values = matrix(3, 2, {1, 0.1, -0.0, 1e300, infinity, nan});
  CHECK(to_csv(Names{"t", "x y"}, values) == "t,x y\n1,0.1\n-0,1e+300\ninf,nan\n");
  CHECK(to_csv(Names{"t"}, matrix(2, 1, {-nan, -infinity})) == "t\nnan\n-inf\n");
  CHECK(to_csv(Names{"t", "x"}, Eigen::MatrixXd(0, 2)) == "t,x\n");
  CHECK(to_csv(Names{""}, matrix(1, 1, {2})) == "\"\"\n2\n");
}

TEST_CASE("a table written is read back the same", "[io]") {
  const Names names = {"a,b", "say \"x\"", " blank ", "", "plain"};
  const std::vector<double> values = {0.1 + 0.2, 1.0 / 3, std::numeric_limits<double>::denorm_min(),
                                      std::numeric_limits<double>::max(), -123456789.123456789};
  const Eigen::MatrixXd row = matrix(1, 5, values);
  const CsvTable table = read(to_csv(names, row));
  CHECK(table.names == names);
  CHECK(table.values == row);
}

TEST_CASE("names that do not fit the columns are refused", "[io]") {
  CHECK_THROWS_MATCHES(to_csv(Names{"t"}, Eigen::MatrixXd::Zero(1, 2)), InvalidInput,
                       Message("the number of column names must be 2, got 1"));
  CHECK_THROWS_AS(to_csv(Names{"a\nb"}, Eigen::MatrixXd::Zero(1, 1)), InvalidInput);
}

}  // namespace
}  // namespace sdescent
