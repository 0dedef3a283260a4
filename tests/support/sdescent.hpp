#pragma once
/// \file
/// The built program sdescent, as the tests of the command line run it.

#include "io/atomic_file.hpp"
#include "tests/support/run_program.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace sdescent {

inline std::vector<std::string> sdescent_command(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), SDESCENT_EXECUTABLE);
  return arguments;
}

inline ProgramResult run_sdescent(std::vector<std::string> arguments) {
  return run_program(sdescent_command(std::move(arguments)));
}

/// A short run of fig2-moments into `out`.
inline std::vector<std::string> short_run(const std::filesystem::path& out,
                                          std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"run",      "adaptive/fig2-moments",
                                     "--effort", "quick",
                                     "--set",    "paths=200",
                                     "--set",    "steps=60",
                                     "--out",    out.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// A configuration for `simulate`: a quadratic in two coordinates, `problem` and `rest` given.
inline std::string configuration(const std::string& head, const std::string& problem,
                                 const std::string& rest) {
  return head + "\n[problem]\n" + problem + "\n" + rest + "\n";
}

/// Refused: exit code 2, every text in the message, nothing written below `out`.
inline void check_refused(const std::vector<std::string>& arguments, TemporaryDirectory& out,
                          const std::vector<std::string>& texts, int code = 2) {
  std::vector<std::string> all = arguments;
  all.insert(all.end(), {"--out", (out.path() / "runs").string()});
  const auto before = out.entry_count();
  const ProgramResult result = run_sdescent(all);
  CAPTURE(arguments, result.err);
  CHECK(result.code == code);
  CHECK(result.out.empty());
  for (const std::string& text : texts) CHECK_THAT(result.err, Catch::Contains(text));
  CHECK(out.entry_count() == before);
}

}  // namespace sdescent
