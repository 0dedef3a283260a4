#include "models/data_table.hpp"

#include "io/csv.hpp"
#include "io/nearest.hpp"
#include "io/npy.hpp"
#include "io/read_file.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace sdescent {
namespace {

/// Whether the first line has another number of commas than the second.
bool has_title(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  const std::string_view all = text;
  const std::size_t first = all.find('\n');
  if (first == std::string_view::npos) return false;
  const std::size_t second = std::min(all.find('\n', first + 1), all.size());
  const auto commas = [&](std::size_t begin, std::size_t end) {
    return std::count(text.begin() + static_cast<std::ptrdiff_t>(begin),
                      text.begin() + static_cast<std::ptrdiff_t>(end), ',');
  };
  return commas(0, first) != commas(first, second);
}

CsvTable read_columns(const std::filesystem::path& path) {
  if (path.extension() == ".npy") return {{}, read_npy(path)};
  return read_csv(path, has_title(path) ? 1 : 0);
}

Eigen::Index number_of_column(const std::filesystem::path& path, const CsvTable& table,
                              const std::string& target) {
  const Eigen::Index columns = table.values.cols();
  if (target == "last") return columns - 1;
  const auto named = std::find(table.names.begin(), table.names.end(), target);
  if (named != table.names.end()) return named - table.names.begin();
  Eigen::Index number = 0;
  const char* end = target.data() + target.size();
  const auto parsed = std::from_chars(target.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end)
    throw_unknown(fmt::format("column of {}", path.string()), target, table.names);
  require(number >= 1 && number <= columns, fmt::format("target column of {}", path.string()),
          fmt::format("from 1 to {}", columns), target);
  return number - 1;
}

/// The table less one of its columns.
Eigen::MatrixXd without_column(const Eigen::MatrixXd& table, Eigen::Index column) {
  Eigen::MatrixXd result(table.rows(), table.cols() - 1);
  result << table.leftCols(column), table.rightCols(table.cols() - 1 - column);
  return result;
}

}  // namespace

DataTable read_any_table(const std::filesystem::path& path, const std::string& target) {
  CsvTable table = read_columns(path);
  const std::filesystem::path beside = path.parent_path() / target;
  if (beside.extension() == ".npy") {
    const Eigen::MatrixXd column = read_npy(beside);
    require_equal(fmt::format("number of columns of {}", beside.string()), column.cols(), 1);
    require_equal(fmt::format("number of rows of {}", beside.string()), column.rows(),
                  table.values.rows());
    return {std::move(table.values), column};
  }
  require_at_least(fmt::format("number of columns of {}", path.string()), table.values.cols(), 2);
  const Eigen::Index column = number_of_column(path, table, target);
  return {without_column(table.values, column), table.values.col(column)};
}

void centre(DataTable& table) {
  require_at_least("number of data rows", table.features.rows(), 1);
  table.features.rowwise() -= table.features.colwise().mean().eval();
  table.target.array() -= table.target.mean();
}

DataTable read_data_table(const std::filesystem::path& path, std::size_t skip_lines) {
  const CsvTable csv = read_csv(path, skip_lines);
  const Eigen::Index features = csv.values.cols() - 1;
  require_at_least(fmt::format("number of columns of {}", path.string()), csv.values.cols(), 2);
  return {csv.values.leftCols(features), csv.values.col(features)};
}

void standardise(DataTable& table) {
  require_at_least("number of data rows", table.features.rows(), 1);
  for (Eigen::Index c = 0; c < table.features.cols(); ++c) {
    auto column = table.features.col(c);
    // Asked of the data: the computed deviation of equal numbers is often rounding, not 0.
    const bool varies = (column.array() != column(0)).any();
    column.array() -= column.mean();
    const double deviation = std::sqrt(column.squaredNorm() / static_cast<double>(column.size()));
    require(varies && deviation > 0, fmt::format("feature {}", c + 1), "not constant",
            "standard deviation 0");
    column /= deviation;
  }
}

}  // namespace sdescent
