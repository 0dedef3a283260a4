#pragma once
/// \file
/// The subcommands, each with the options it takes. Results go to stdout, narration to stderr. They
/// return an exit code and throw the errors of io/error.hpp.

#include "cli/exit_code.hpp"
#include "validation/parameters.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sdescent::cli {

/// Options shared by `run` and `simulate`.
struct CommonOptions {
  std::uint64_t seed = 1;
  bool seed_given = false;
  unsigned threads = 1;
  std::filesystem::path out = "runs";
  bool json = false;
};

struct RunOptions {
  CommonOptions common;
  std::vector<std::string> patterns;
  std::vector<std::string> settings;
  Effort effort = Effort::standard;
  std::string control;
  bool strict = false;
  bool resume = false;
};

ExitCode list(bool json);
ExitCode show(const std::string& id);
ExitCode run(const RunOptions& options);
ExitCode simulate(const std::filesystem::path& config, const CommonOptions& options);
ExitCode table(const std::string& paper, const std::filesystem::path& directory);
ExitCode info(bool json);

/// Parses the command line and runs it; turns every error into a message and its exit code.
int main(int argc, const char* const* argv);

}  // namespace sdescent::cli
