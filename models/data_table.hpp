#pragma once
/// \file
/// A data set: features and one target column.

#include <Eigen/Core>

#include <filesystem>
#include <string>

namespace sdescent {

/// n rows of p features and a target.
struct DataTable {
  Eigen::MatrixXd features;  ///< n × p
  Eigen::VectorXd target;    ///< n
};

/// Reads a CSV file whose last column is the target, passing over `skip_lines` lines at its head.
/// Throws IoError for a missing file, InvalidInput ("file:line: …") for ragged rows, text and NaN.
DataTable read_data_table(const std::filesystem::path& path, std::size_t skip_lines = 0);

/// Reads a table of the user's own. A file whose name ends in .npy is NumPy's (io/npy.hpp),
/// anything else CSV, whose first line is passed over where it has another number of fields than
/// the second (a title; a line of names is found by itself).
///
/// `target` says what is to be predicted: "last", the name of a column, the number of a column from
/// 1, or the name of an .npy file beside the table, of one number for each row. IoError for a
/// missing file, InvalidInput, naming the file, for a column that is not there and what the readers
/// refuse.
DataTable read_any_table(const std::filesystem::path& path, const std::string& target = "last");

/// Shifts every feature, and the target, to mean 0. Throws InvalidInput for an empty table.
void centre(DataTable& table);

/// Shifts and scales every feature to mean 0 and standard deviation 1 (divisor n). Throws
/// InvalidInput for a constant feature, naming its column, and for an empty table.
void standardise(DataTable& table);

}  // namespace sdescent
