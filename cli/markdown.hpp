#pragma once
/// \file
/// Markdown tables.

#include <string>

namespace sdescent::cli {

/// Text inside a cell.
std::string cell(std::string text);

}  // namespace sdescent::cli
