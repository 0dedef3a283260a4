#include "cli/cli_libraries.hpp"

#include <CLI/Version.hpp>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace sdescent::cli {

std::vector<std::pair<std::string, std::string>> cli_libraries() {
  return {{"cli11", CLI11_VERSION},
          {"toml++", fmt::format("{}.{}.{}", TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH)}};
}

}  // namespace sdescent::cli
