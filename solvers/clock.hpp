#pragma once
/// \file
/// The common time axis of a run: a grid whose times come from the index and are never summed, and
/// the times at which recorders look, which are separate from the times at which processes step.

#include <cstdint>
#include <vector>

namespace sdescent {

/// Ticks k = 0 … ticks() at times k · tick(). A clock refined m-fold has the same times, to the
/// bit, at every m-th tick.
class Clock {
 public:
  /// `tick` > 0 in units of the model's time (t = kη, or t = k/d), `ticks` >= 1; else InvalidInput.
  Clock(double tick, std::uint64_t ticks);

  double tick() const { return coarse_tick_ / static_cast<double>(refinement_); }
  std::uint64_t ticks() const { return ticks_; }
  double time(std::uint64_t k) const;
  double end() const { return time(ticks_); }

  /// The clock with m ticks for each of this one (m >= 1).
  Clock refined(std::uint64_t m) const;

 private:
  double coarse_tick_;
  std::uint64_t refinement_ = 1;
  std::uint64_t ticks_;
};

/// Increasing tick numbers at which recorders observe.
class RecordTimes {
 public:
  /// Ticks 0, stride, 2·stride, … up to the clock's end, which is always included.
  static RecordTimes every(const Clock& clock, std::uint64_t stride);
  /// Tick `first` and `count` further ticks, as evenly spaced as whole ticks allow, the last at the
  /// end.
  static RecordTimes evenly(const Clock& clock, std::uint64_t count, std::uint64_t first = 0);
  /// Exactly these ticks (strictly increasing, none past the end; else InvalidInput).
  static RecordTimes at(const Clock& clock, std::vector<std::uint64_t> ticks);

  const std::vector<std::uint64_t>& ticks() const { return ticks_; }
  std::size_t size() const { return ticks_.size(); }

 private:
  explicit RecordTimes(std::vector<std::uint64_t> ticks) : ticks_(std::move(ticks)) {}
  std::vector<std::uint64_t> ticks_;
};

}  // namespace sdescent
