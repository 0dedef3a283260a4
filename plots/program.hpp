#pragma once
/// \file
/// Programs run as child processes.

#include <filesystem>
#include <string>
#include <vector>

namespace sdescent::plots {

/// What a program that has ended left behind.
struct ProgramResult {
  int status = 0;           ///< Its exit status; 128 + n if signal n ended it, as shells count.
  std::string output = {};  ///< All of its standard output.
  std::string errors = {};  ///< All of its standard error.
};

/// Runs `arguments[0]`, looked up in PATH, with the other arguments as they are (no shell reads
/// them) in `directory`, and waits for its end. Standard input is empty. Of the environment it sees
/// PATH alone, and UTF-8, the C locale and UTC, so that no setting of the user changes what it
/// does.
///
/// IoError if it cannot be started: there is no such program, say.
ProgramResult run_program(const std::vector<std::string>& arguments,
                          const std::filesystem::path& directory);

}  // namespace sdescent::plots
