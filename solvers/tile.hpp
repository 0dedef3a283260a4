#pragma once
/// \file
/// Walking one tile of paths through a whole run.

#include "solvers/clock.hpp"
#include "solvers/noise.hpp"
#include "solvers/outcome.hpp"
#include "solvers/pace.hpp"
#include "solvers/process.hpp"
#include "solvers/recorder.hpp"
#include "solvers/stopping_rule.hpp"

#include <atomic>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sdescent {

/// A tick at which something other than stepping happens.
struct Event {
  std::uint64_t tick = 0;
  std::vector<std::size_t> starts;       ///< processes that begin here
  std::optional<std::size_t> recording;  ///< number of the record time, if it is one
};

/// What a run does, worked out before any work is done.
struct Plan {
  /// Checks everything run() promises to check of processes, clock and times.
  Plan(const std::vector<std::shared_ptr<const Process>>& processes, const Clock& clock,
       const RecordTimes& times, const NoiseSource& noise,
       const std::optional<StoppingRule>& stopping);

  /// Whether paths are looked at at this tick to be stopped.
  bool looks_at(std::uint64_t tick, bool recording) const;
  /// The first tick in (tick, limit] at which they may be, or limit.
  std::uint64_t next_look(std::uint64_t tick, std::uint64_t limit) const;

  const std::vector<std::shared_ptr<const Process>>& processes;
  const NoiseSource& noise;
  const std::optional<StoppingRule>& stopping;
  Clock clock;
  std::vector<Pace> paces;
  std::vector<Event> events;
  Index columns = 0;             ///< state columns of all processes together
  std::uint64_t last_start = 0;  ///< tick from which on all processes have started
};

/// State and temporaries of one thread, reused from tile to tile.
class Tile {
 public:
  /// Room for `rows` paths. `stop` is polled before every step; null for never.
  Tile(const Plan& plan, Index rows, const std::atomic<bool>* stop);

  /// Called after each event.
  using AfterEvent = std::function<void()>;

  /// Advances paths first … first + rows − 1 from start to end and shows them to the recorders.
  Outcome walk(std::uint64_t first, Index rows, const std::vector<Recorder*>& recorders,
               const AfterEvent& after_event);

 private:
  /// How closely states are looked at for numbers that are not finite.
  enum class Watch { events, steps };

  At at(std::size_t process, std::uint64_t step, double t, double dt);
  BlockRef state(std::size_t process) { return states_[process].topRows(rows_); }
  /// The first `count` processes as they are now.
  Lockstep blocks(std::size_t count) const;
  void begin();
  std::optional<Outcome> go(const std::vector<Recorder*>& recorders, const AfterEvent& after_event,
                            Watch watch);
  std::optional<Outcome> advance_to(std::uint64_t tick, Watch watch);
  std::optional<Outcome> advance_all(std::uint64_t tick, Watch watch);
  std::optional<Outcome> advance(std::size_t process, std::uint64_t tick, Watch watch);
  std::optional<Outcome> start(const std::vector<std::size_t>& processes);
  std::optional<Outcome> stop_paths(bool recording);
  void freeze(Index row);
  void restore_stopped();
  std::optional<Outcome> observe(std::size_t recording, const std::vector<Recorder*>& recorders);
  std::optional<Outcome> non_finite(std::size_t process, std::uint64_t step) const;
  Outcome non_finite_value(const std::vector<std::string>& columns, const std::string& of,
                           const NotFinite& place) const;
  bool asked_to_stop() const { return stop_ && stop_->load(std::memory_order_relaxed); }
  Outcome stopped_outcome() const;
  double now_t() const { return plan_.clock.time(now_); }
  bool is_stopped(Index row) const {
    return stopped_ > 0 && std::isfinite(stopping_times_[static_cast<std::size_t>(row)]);
  }

  const Plan& plan_;
  const std::atomic<bool>* stop_;
  std::vector<Block> states_;
  std::vector<Block> frozen_;  // states of stopped paths; empty without a rule
  std::vector<double> stopping_times_;
  Index stopped_ = 0;  // paths
  std::vector<ConstBlockMap> views_;
  std::vector<bool> started_;
  Scratch scratch_;
  std::uint64_t first_ = 0;
  Index rows_ = 0;
  std::uint64_t now_ = 0;  // tick that all processes started have reached
};

}  // namespace sdescent
