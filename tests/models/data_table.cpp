#include "models/data_table.hpp"

#include "io/error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <utility>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

const std::filesystem::path breast_cancer =
    std::filesystem::path(SDESCENT_SOURCE_DIR) / "data" / "breast_cancer.csv";

DataTable read(const std::string& text, std::size_t skip_lines = 0) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "data.csv";
  std::ofstream(path, std::ios::binary) << text;
  return read_data_table(path, skip_lines);
}

/// What read_data_table() says about `text`, after the directory of the file; "" if it accepts it.
std::string complaint(const std::string& text, std::size_t skip_lines = 0) {
  try {
    read(text, skip_lines);
  } catch (const InvalidInput& error) {
    const std::string message = error.what();
    return message.substr(message.find("data.csv"));
  }
  return "";
}

DataTable with_features(const MatrixXd& features) {
  return {features, VectorXd::Zero(features.rows())};
}

TEST_CASE("the last column of a file is the target", "[models]") {
  const DataTable table = read("a,b,y\n1,2,0\n3,4.5,1\n");
  CHECK(table.features == MatrixXd{{1.0, 2.0}, {3.0, 4.5}});
  CHECK(table.target == VectorXd{{0.0, 1.0}});
}

TEST_CASE("the breast cancer data have their known shape, classes and first feature", "[models]") {
  const DataTable table = read_data_table(breast_cancer, 1);
  CHECK(table.features.rows() == 569);
  CHECK(table.features.cols() == 30);
  CHECK(table.target.size() == 569);
  CHECK((table.target.array() == 0).count() == 212);
  CHECK((table.target.array() == 1).count() == 357);
  CHECK(table.features.col(0).mean() == Approx(14.127291739894552).epsilon(1e-13));
  CHECK(table.features(0, 0) == 17.99);
  CHECK(table.features(568, 29) == 0.07039);
}

TEST_CASE("standardised features have mean 0 and standard deviation 1", "[models]") {
  DataTable table = read_data_table(breast_cancer, 1);
  const VectorXd target = table.target;
  standardise(table);
  for (Eigen::Index c = 0; c < 30; ++c) {
    INFO("feature " << c + 1);
    const auto column = table.features.col(c).array();
    CHECK(std::abs(column.mean()) < 1e-13);
    CHECK(column.square().mean() == Approx(1.0).epsilon(1e-13));
  }
  // 17.99 in units of the standard deviation 3.5209507607 (divisor 569) about the mean.
  CHECK(table.features(0, 0) == Approx(1.0970639814699839).epsilon(1e-13));
  CHECK(table.target == target);
}

TEST_CASE("a constant feature is refused, also where its mean is rounded", "[models]") {
  DataTable table = with_features(MatrixXd{{1.0, 5.0}, {2.0, 5.0}});
  CHECK_THROWS_MATCHES(standardise(table), InvalidInput,
                       Message("feature 2 must be not constant, got standard deviation 0"));

  // The computed mean of three 0.1 or of seven 14.1 is not quite their common value.
  for (const auto& [rows, value] : {std::pair{3, 0.1}, std::pair{7, 14.1}, std::pair{569, 1e6}}) {
    table = with_features(MatrixXd::Constant(rows, 1, value));
    CHECK_THROWS_AS(standardise(table), InvalidInput);
  }
  table = with_features(MatrixXd{{1e6}, {1e6 + 1e-9}});
  CHECK_NOTHROW(standardise(table));
}

TEST_CASE("NaN and a table without rows are not standardised", "[models]") {
  DataTable table = with_features(MatrixXd{{1.0}, {std::numeric_limits<double>::quiet_NaN()}});
  CHECK_THROWS_AS(standardise(table), InvalidInput);
  table = with_features(MatrixXd(0, 2));
  CHECK_THROWS_MATCHES(standardise(table), InvalidInput,
                       Message("number of data rows must be >= 1, got 0"));
}

TEST_CASE("a missing data file is an input/output error", "[models]") {
  const TemporaryDirectory directory;
  CHECK_THROWS_AS(read_data_table(directory.path() / "none.csv"), IoError);
}

TEST_CASE("a bad data file is refused with file and line", "[models]") {
  CHECK(complaint("1,2,0\n3,1\n") == "data.csv:2: expected 3 fields, got 2");
  CHECK(complaint("1,2,0\n3,nan,1\n") == "data.csv:2: expected a finite number, got \"nan\"");
  CHECK(complaint("skip\n1,2,0\n3,x,1\n", 1) == "data.csv:3: expected a finite number, got \"x\"");
  CHECK(complaint("0\n1\n") == "data.csv must be >= 2, got 1");

  // Unless its own first line is skipped, the data file is ragged.
  CHECK_THROWS_AS(read_data_table(breast_cancer), InvalidInput);
}

DataTable read_any(const std::string& text, const std::string& target = "last") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "data.csv";
  std::ofstream(path, std::ios::binary) << text;
  return read_any_table(path, target);
}

TEST_CASE("the target of a table is the last column, a name or a number", "[models]") {
  const std::string text = "a,b,c\n1,2,3\n4,5,6\n";
  CHECK(read_any(text).target == VectorXd{{3.0, 6.0}});
  CHECK(read_any(text, "b").target == VectorXd{{2.0, 5.0}});
  CHECK(read_any(text, "b").features == MatrixXd{{1.0, 3.0}, {4.0, 6.0}});
  CHECK(read_any(text, "1").target == VectorXd{{1.0, 4.0}});
  CHECK_THROWS_WITH(read_any(text, "d"), Catch::Contains("unknown column"));
  CHECK_THROWS_WITH(read_any(text, "4"), Catch::Contains("from 1 to 3, got 4"));
  CHECK_THROWS_WITH(read_any("1\n2\n"), Catch::Contains("number of columns"));
}

TEST_CASE("a title before the table is passed over", "[models]") {
  CHECK(read_any("2,malignant\n1,2,3\n4,5,6\n").features == MatrixXd{{1.0, 2.0}, {4.0, 5.0}});
  CHECK(read_any_table(breast_cancer).features.rows() == 569);
}

TEST_CASE("centred tables have columns and target of mean 0", "[models]") {
  DataTable table{MatrixXd{{1.0, 2.0}, {3.0, 6.0}}, VectorXd{{5.0, 1.0}}};
  centre(table);
  CHECK(table.features == MatrixXd{{-1.0, -2.0}, {1.0, 2.0}});
  CHECK(table.target == VectorXd{{2.0, -2.0}});
  table = with_features(MatrixXd(0, 2));
  CHECK_THROWS_AS(centre(table), InvalidInput);
}

}  // namespace
}  // namespace sdescent
