#include "models/data_table.hpp"

#include "io/csv.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

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
