#pragma once
/// \file
/// How a run ended.

#include <cstdint>
#include <string>

namespace sdescent {

struct Outcome {
  enum class Kind {
    ok,          ///< all paths reached the end
    non_finite,  ///< a state or an observed value is NaN or infinite; the fields say where
    stopped      ///< the caller asked to stop; recorders hold nothing to rely on, and the fields
                 ///< name the last record or start tick that all processes had passed
  };
  Kind kind = Kind::ok;
  std::uint64_t step =
      0;  ///< steps the process named below has taken by then; ticks if it has none
  double t = 0;
  std::uint64_t path = 0;
  std::string message;  ///< process, step, time, path and advice

  bool ok() const { return kind == Kind::ok; }
};

/// Returns when ok; otherwise throws NumericalFailure or Interrupted with the outcome's message.
void require_ok(const Outcome& outcome);

}  // namespace sdescent
