#pragma once
/// \file
/// A data set: features and one target column.

#include <Eigen/Core>

#include <filesystem>

namespace sdescent {

/// n rows of p features and a target.
struct DataTable {
  Eigen::MatrixXd features;  ///< n × p
  Eigen::VectorXd target;    ///< n
};

/// Reads a CSV file whose last column is the target, passing over `skip_lines` lines at its head.
/// Throws IoError for a missing file, InvalidInput ("file:line: …") for ragged rows, text and NaN.
DataTable read_data_table(const std::filesystem::path& path, std::size_t skip_lines = 0);

/// Shifts and scales every feature to mean 0 and standard deviation 1 (divisor n). Throws
/// InvalidInput for a constant feature, naming its column, and for an empty table.
void standardise(DataTable& table);

}  // namespace sdescent
