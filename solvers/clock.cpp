#include "solvers/clock.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {

Clock::Clock(double tick, std::uint64_t ticks) : coarse_tick_(tick), ticks_(ticks) {
  require_positive("clock tick", tick);
  require(ticks >= 1, "number of clock ticks", ">= 1", fmt::format("{}", ticks));
}

double Clock::time(std::uint64_t k) const {
  if (refinement_ == 1) return static_cast<double>(k) * coarse_tick_;
  const double whole = static_cast<double>(k / refinement_);
  const double part = static_cast<double>(k % refinement_) / static_cast<double>(refinement_);
  return (whole + part) * coarse_tick_;
}

Clock Clock::refined(std::uint64_t m) const {
  require(m >= 1, "clock refinement", ">= 1", fmt::format("{}", m));
  Clock fine = *this;
  fine.refinement_ = refinement_ * m;
  fine.ticks_ = ticks_ * m;
  return fine;
}

RecordTimes RecordTimes::every(const Clock& clock, std::uint64_t stride) {
  require(stride >= 1, "record stride", ">= 1", fmt::format("{}", stride));
  std::vector<std::uint64_t> ticks;
  for (std::uint64_t k = 0; k < clock.ticks(); k += stride) ticks.push_back(k);
  ticks.push_back(clock.ticks());
  return RecordTimes(std::move(ticks));
}

RecordTimes RecordTimes::evenly(const Clock& clock, std::uint64_t count, std::uint64_t first) {
  require(first < clock.ticks(), "first record tick",
          fmt::format("before the end of the clock, {}", clock.ticks()), fmt::format("{}", first));
  const std::uint64_t span = clock.ticks() - first;
  require(count >= 1 && count <= span, "number of record times",
          first == 0 ? fmt::format("between 1 and the {} ticks of the clock", span)
                     : fmt::format("between 1 and the {} ticks after the first", span),
          fmt::format("{}", count));
  std::vector<std::uint64_t> ticks;
  for (std::uint64_t i = 0; i <= count; ++i) ticks.push_back(first + i * span / count);
  return RecordTimes(std::move(ticks));
}

RecordTimes RecordTimes::at(const Clock& clock, std::vector<std::uint64_t> ticks) {
  require(!ticks.empty(), "record times", "at least one tick", "none");
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    require(ticks[i] <= clock.ticks(), "record tick", fmt::format("<= {}", clock.ticks()),
            fmt::format("{}", ticks[i]));
    require(i == 0 || ticks[i - 1] < ticks[i], "record ticks", "strictly increasing",
            fmt::format("{} after {}", ticks[i], i == 0 ? 0 : ticks[i - 1]));
  }
  return RecordTimes(std::move(ticks));
}

}  // namespace sdescent
