#pragma once
/// \file
/// NumPy's .npy files, read.

#include <Eigen/Core>

#include <filesystem>

namespace sdescent {

/// An array of one dimension as a column, of two as rows × columns. Format versions 1.0 and 2.0;
/// float32, float64, bool and whole numbers of 1 to 8 bytes, little-endian, in C order.
///
/// IoError if the file cannot be read or is shorter than its header says. InvalidInput, naming the
/// file, for anything else: another version or type (complex, object, text), big-endian numbers,
/// Fortran order, no or more than two dimensions, no elements.
Eigen::MatrixXd read_npy(const std::filesystem::path& path);

}  // namespace sdescent
