#pragma once
/// \file
/// Tables of numbers as comma-separated text, one row a line.

#include <Eigen/Core>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace sdescent {

/// One name for each column, or none at all.
struct CsvTable {
  std::vector<std::string> names;
  Eigen::MatrixXd values;
};

/// Reads a table after `skip_lines` lines, which may hold anything. The line then following names
/// the columns if any of its fields is not a number; otherwise it is the first row. Fields may be
/// quoted ("a, ""b"""), have blanks around them and end in CRLF; blank lines may end the file.
///
/// IoError if the file cannot be read. InvalidInput, as `<file>:<line>: expected ..., got ...`, for
/// a row of another length than the first, a field that is not a finite number, an unfinished quote
/// (a quoted field ends on its line), or no rows.
CsvTable read_csv(const std::filesystem::path& path, std::size_t skip_lines = 0);

/// A line of names, then a line for each row with the shortest decimals that read back to the same
/// doubles (nan, inf and -inf for what read_csv() refuses). Names with a comma or a quote are
/// quoted; if all are numbers, read_csv() takes them for a row. InvalidInput unless there is one
/// name for each column, none with a line break.
std::string to_csv(std::span<const std::string> names, Eigen::Ref<const Eigen::MatrixXd> values);

}  // namespace sdescent
