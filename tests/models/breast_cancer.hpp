#pragma once
/// \file
/// The breast cancer data as the tests use them: 569 rows, 30 standardised features.

#include "models/data_table.hpp"

#include <filesystem>

namespace sdescent {

inline DataTable breast_cancer() {
  DataTable table =
      read_data_table(std::filesystem::path(SDESCENT_SOURCE_DIR) / "data" / "breast_cancer.csv", 1);
  standardise(table);
  return table;
}

}  // namespace sdescent
