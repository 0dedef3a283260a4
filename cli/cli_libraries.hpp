#pragma once
/// \file
/// Versions of the libraries that only the command line uses.

#include <string>
#include <utility>
#include <vector>

namespace sdescent::cli {

std::vector<std::pair<std::string, std::string>> cli_libraries();

}  // namespace sdescent::cli
