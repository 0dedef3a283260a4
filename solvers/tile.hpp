#pragma once
/// \file
/// Walking one tile of paths through a whole run.

#include "solvers/clock.hpp"
#include "solvers/noise.hpp"
#include "solvers/outcome.hpp"
#include "solvers/pace.hpp"
#include "solvers/process.hpp"
#include "solvers/recorder.hpp"

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
       const RecordTimes& times, const NoiseSource& noise);

  const std::vector<std::shared_ptr<const Process>>& processes;
  const NoiseSource& noise;
  Clock clock;
  std::vector<Pace> paces;
  std::vector<Event> events;
  Index columns = 0;  ///< state columns of all processes together
};

/// State and temporaries of one thread, reused from tile to tile.
class Tile {
 public:
  /// Room for `rows` paths.
  Tile(const Plan& plan, Index rows);

  /// Called after each event; returns true to stop.
  using AfterEvent = std::function<bool()>;

  /// Advances paths first … first + rows − 1 from start to end and shows them to the recorders.
  Outcome walk(std::uint64_t first, Index rows, const std::vector<Recorder*>& recorders,
               const AfterEvent& after_event);

 private:
  At at(std::size_t process, std::uint64_t step, double t, double dt);
  BlockRef state(std::size_t process) { return states_[process].topRows(rows_); }
  std::vector<ConstBlockMap> views(std::size_t count) const;
  void start(std::size_t process);
  void advance(std::size_t process, std::uint64_t from, std::uint64_t to, bool check_steps);
  std::optional<Outcome> non_finite(std::size_t process, std::uint64_t step) const;
  std::optional<Outcome> observe(const Event& event, const std::vector<Recorder*>& recorders);
  /// Walks the tile again, looking after every step, and says where it first went wrong.
  Outcome find_first_bad_step(std::uint64_t last_tick);

  const Plan& plan_;
  std::vector<Block> states_;
  std::vector<bool> started_;
  Scratch scratch_;
  std::uint64_t first_ = 0;
  Index rows_ = 0;
  std::optional<Outcome> found_;  // by a step-by-step walk
};

}  // namespace sdescent
