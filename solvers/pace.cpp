#include "solvers/pace.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace sdescent {
namespace {

/// The whole number within 1e-9 (relative) of a ratio >= 1, if there is one below 2^53.
std::optional<std::uint64_t> whole(double ratio) {
  const double nearest = std::round(ratio);
  if (!(nearest >= 1 && nearest < 0x1p53)) return std::nullopt;
  if (std::abs(ratio - nearest) > 1e-9 * nearest) return std::nullopt;
  return static_cast<std::uint64_t>(nearest);
}

}  // namespace

Pace::Pace(const Process& process, const Clock& clock)
    : name_(process.name()),
      grid_(clock),
      dt_(process.time_per_step()),
      continuous_(process.time_per_step() == 0) {
  require_non_negative("time per step of process " + name_, dt_);
  if (!continuous_) {
    const auto steps = whole(clock.tick() / dt_);
    const auto ticks = whole(dt_ / clock.tick());
    require(steps || ticks, "time per step of process " + name_,
            fmt::format("a whole multiple or fraction of the clock's tick {}", clock.tick()),
            fmt::format("{}", dt_));
    if (steps)
      steps_per_tick_ = *steps;
    else
      ticks_per_step_ = *ticks;
    grid_ = clock.refined(steps_per_tick_);
  }
  const double start = process.start_time() / clock.tick();
  const bool at_zero = start == 0;
  const auto at_tick = whole(start);
  require(at_zero || at_tick, "start time of process " + name_,
          fmt::format("a whole multiple of the clock's tick {}", clock.tick()),
          fmt::format("{}", process.start_time()));
  start_tick_ = at_zero ? 0 : *at_tick;
  require(start_tick_ <= clock.ticks(), "start time of process " + name_,
          fmt::format("<= {}, the end of the clock", clock.end()),
          fmt::format("{}", process.start_time()));
  require_step_at(start_tick_, "start tick");
}

void Pace::require_step_at(std::uint64_t tick, const char* what) const {
  require(tick % ticks_per_step_ == 0, fmt::format("{} of process {}", what, name_),
          fmt::format("a multiple of the {} ticks its step takes", ticks_per_step_),
          fmt::format("{}", tick));
}

}  // namespace sdescent
