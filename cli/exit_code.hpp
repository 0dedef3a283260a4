#pragma once
/// \file
/// What the exit status of sdescent means.

namespace sdescent::cli {

enum ExitCode : int {
  expected = 0,           ///< every decided verdict is the expected one
  contradicted = 1,       ///< a verdict contradicts its expectation (--strict: or is undecided)
  usage = 2,              ///< usage or configuration
  numerical_failure = 3,  ///< NaN, overflow, a solver that stalled
  input_output = 4,       ///< a file or program could not be read, written or started
  interrupted = 130       ///< Ctrl-C
};

}  // namespace sdescent::cli
