#include "solvers/tile.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace sdescent {
namespace {

Outcome bad(const std::string& what, const std::string& unit, std::uint64_t step, double t,
            std::uint64_t path) {
  return {Outcome::Kind::non_finite, step, t, path,
          fmt::format("{} is not finite after {} {} (t = {}, path {}); a smaller step (eta, or a "
                      "finer grid for an SDE) usually cures this",
                      what, unit, step, t, path)};
}

/// Rows that are taken through all steps up to the next event before the others: with many columns
/// a tile's state and temporaries are larger than the cache next to the core. 32 rows are what a
/// vector kernel takes at a time.
Index strip_rows(Index columns) {
  constexpr Index cache_doubles = 1 << 14, vector_rows = 32;
  return std::max(cache_doubles / std::max(columns, Index{1}) / vector_rows, Index{1}) *
         vector_rows;
}

}  // namespace

Plan::Plan(const std::vector<std::shared_ptr<const Process>>& all, const Clock& time_axis,
           const RecordTimes& times, const NoiseSource& source,
           const std::optional<StoppingRule>& rule)
    : processes(all), noise(source), stopping(rule), clock(time_axis) {
  require(!processes.empty(), "number of processes", ">= 1", "0");
  std::set<std::string> names;
  std::map<std::uint64_t, Event> by_tick;
  for (std::size_t i = 0; i < processes.size(); ++i) {
    require(names.insert(processes[i]->name()).second, "process name", "used once in a run",
            processes[i]->name());
    paces.emplace_back(*processes[i], clock);
    columns += processes[i]->layout().size();
    by_tick[paces.back().start_tick()].starts.push_back(i);
    last_start = std::max(last_start, paces.back().start_tick());
  }
  require(times.ticks().back() <= clock.ticks(), "last record tick",
          fmt::format("<= {}, the end of the clock", clock.ticks()),
          fmt::format("{}", times.ticks().back()));
  for (std::size_t i = 0; i < times.size(); ++i) by_tick[times.ticks()[i]].recording = i;
  for (auto& [tick, event] : by_tick) {
    event.tick = tick;
    for (const Pace& pace : paces) {
      pace.require_step_at(tick, "record or start tick");
      require(!event.recording || tick >= pace.start_tick(), "first record tick",
              fmt::format(">= {}, where every process has started", pace.start_tick()),
              fmt::format("{}", tick));
    }
    events.push_back(event);
  }
  if (!stopping) return;
  require_at_least("number of columns of the stopping rule", stopping->observable.width(), 1);
  require_finite("level of the stopping rule", stopping->crossing.level);
  for (const Pace& pace : paces) pace.require_step_at(stopping->every, "stopping rule's ticks");
}

bool Plan::looks_at(std::uint64_t tick, bool recording) const {
  if (!stopping || tick < last_start) return false;
  return stopping->every == 0 ? recording : tick % stopping->every == 0;
}

std::uint64_t Plan::next_look(std::uint64_t tick, std::uint64_t limit) const {
  if (!stopping || stopping->every == 0) return limit;
  return std::min(limit, (tick / stopping->every + 1) * stopping->every);
}

Tile::Tile(const Plan& plan, Index rows, const std::atomic<bool>* stop) : plan_(plan), stop_(stop) {
  for (const auto& process : plan.processes) states_.emplace_back(rows, process->layout().size());
  if (plan.stopping) frozen_ = states_;
}

At Tile::at(std::size_t process, std::uint64_t step, double t, double dt) {
  return {step, t, dt, first_, plan_.processes[process]->stream(), plan_.noise, scratch_};
}

Lockstep Tile::blocks(std::size_t count) const {
  return {std::span(views_).first(count), first_, now_t(), stopping_times_};
}

Outcome Tile::walk(std::uint64_t first, Index rows, const std::vector<Recorder*>& recorders,
                   const AfterEvent& after_event) {
  first_ = first;
  rows_ = rows;
  return go(recorders, after_event, Watch::events).value_or(Outcome{});
}

void Tile::begin() {
  now_ = 0;
  stopped_ = 0;
  started_.assign(states_.size(), false);
  views_.clear();
  for (Block& state : states_) {
    // A process that looks at one not started yet must not find the numbers of an earlier tile.
    state.setConstant(std::numeric_limits<double>::quiet_NaN());
    views_.emplace_back(state.data(), rows_, state.cols(), Eigen::OuterStride<>(state.rows()));
  }
  if (plan_.stopping)
    stopping_times_.assign(static_cast<std::size_t>(rows_),
                           std::numeric_limits<double>::infinity());
}

std::optional<Outcome> Tile::go(const std::vector<Recorder*>& recorders,
                                const AfterEvent& after_event, Watch watch) {
  begin();
  for (const Event& event : plan_.events) {
    if (auto ended = advance_to(event.tick, watch)) return ended;
    if (auto ended = start(event.starts)) return ended;
    if (auto ended = stop_paths(event.recording.has_value())) return ended;
    if (event.recording)
      if (auto ended = observe(*event.recording, recorders)) return ended;
    after_event();
  }
  return std::nullopt;
}

/// From look to look of the stopping rule.
std::optional<Outcome> Tile::advance_to(std::uint64_t tick, Watch watch) {
  if (asked_to_stop()) return stopped_outcome();
  while (now_ < tick) {
    const std::uint64_t next = plan_.next_look(now_, tick);
    if (auto ended = advance_all(next, watch)) return ended;
    now_ = next;
    if (now_ < tick)
      if (auto ended = stop_paths(false)) return ended;
  }
  return std::nullopt;
}

std::optional<Outcome> Tile::advance_all(std::uint64_t tick, Watch watch) {
  if (stopped_ == rows_) return std::nullopt;
  std::optional<Outcome> earliest;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (!started_[i]) continue;
    auto ended = advance(i, tick, watch);
    if (ended && ended->kind == Outcome::Kind::stopped) return ended;
    if (ended && (!earliest || ended->t < earliest->t)) earliest = std::move(ended);
  }
  if (!earliest) {
    restore_stopped();
    return std::nullopt;
  }
  if (watch == Watch::steps) return earliest;
  // Once more, looking after every step: what is first seen here may not have come first.
  const auto first = go(
      {}, [] {}, Watch::steps);
  return first ? first : earliest;
}

std::optional<Outcome> Tile::advance(std::size_t process, std::uint64_t tick, Watch watch) {
  const Process& p = *plan_.processes[process];
  const Pace& pace = plan_.paces[process];
  if (pace.continuous()) {
    const double t = now_t();
    p.advance(at(process, now_, t, plan_.clock.time(tick) - t), state(process));
    return non_finite(process, tick);
  }
  const std::uint64_t begin = pace.step_at(now_), end = pace.step_at(tick);
  const Index strip = watch == Watch::steps ? rows_ : strip_rows(p.layout().size());
  for (Index row = 0; row < rows_; row += strip) {
    BlockRef paths = state(process).middleRows(row, std::min(strip, rows_ - row));
    for (std::uint64_t step = begin; step < end; ++step) {
      if (asked_to_stop()) return stopped_outcome();
      At now = at(process, step, pace.time(step), pace.dt());
      now.path += static_cast<std::uint64_t>(row);
      p.advance(now, paths);
      if (watch == Watch::steps)
        if (auto bad = non_finite(process, step + 1)) return bad;
    }
  }
  return non_finite(process, end);
}

std::optional<Outcome> Tile::start(const std::vector<std::size_t>& processes) {
  for (const std::size_t i : processes) {
    const Pace& pace = plan_.paces[i];
    const std::uint64_t step = pace.step_at(now_);
    plan_.processes[i]->start(at(i, step, now_t(), pace.dt()), blocks(i), state(i));
    started_[i] = true;
    if (auto bad = non_finite(i, step)) return bad;
  }
  return std::nullopt;
}

std::optional<Outcome> Tile::stop_paths(bool recording) {
  if (!plan_.looks_at(now_, recording) || stopped_ == rows_) return std::nullopt;
  const auto& [observable, crossing, every] = *plan_.stopping;
  Scratch::Frame frame(scratch_);
  BlockMap values = frame.block(rows_, observable.width());
  observable.evaluate(blocks(states_.size()), values, scratch_);
  if (const auto bad = first_not_finite(values))
    return non_finite_value(observable.columns, "the stopping rule", *bad);
  for (Index r = 0; r < rows_; ++r)
    for (Index c = 0; c < values.cols(); ++c)
      if (!is_stopped(r) && crossing.reached(values(r, c))) freeze(r);
  return std::nullopt;
}

void Tile::freeze(Index row) {
  stopping_times_[static_cast<std::size_t>(row)] = now_t();
  ++stopped_;
  for (std::size_t i = 0; i < states_.size(); ++i) frozen_[i].row(row) = states_[i].row(row);
}

/// Stopped paths were advanced with the rest of their tile; this undoes it.
void Tile::restore_stopped() {
  if (stopped_ == 0) return;
  for (std::size_t i = 0; i < states_.size(); ++i)
    for (Index c = 0; c < states_[i].cols(); ++c)
      for (Index r = 0; r < rows_; ++r)
        if (is_stopped(r)) states_[i](r, c) = frozen_[i](r, c);
}

std::optional<Outcome> Tile::observe(std::size_t recording,
                                     const std::vector<Recorder*>& recorders) {
  for (Recorder* recorder : recorders)
    if (const auto bad = recorder->observe(recording, blocks(states_.size()), scratch_))
      return non_finite_value(recorder->columns(), fmt::format("recorder \"{}\"", recorder->name()),
                              *bad);
  return std::nullopt;
}

std::optional<Outcome> Tile::non_finite(std::size_t process, std::uint64_t step) const {
  const auto values = states_[process].topRows(rows_);
  if (values.allFinite()) return std::nullopt;
  for (Index r = 0; r < rows_; ++r) {
    if (is_stopped(r) || values.row(r).allFinite()) continue;
    const Pace& pace = plan_.paces[process];
    const double t = pace.continuous() ? plan_.clock.time(step) : pace.time(step);
    return bad("state of " + plan_.processes[process]->name(), pace.continuous() ? "tick" : "step",
               step, t, first_ + static_cast<std::uint64_t>(r));
  }
  return std::nullopt;
}

Outcome Tile::non_finite_value(const std::vector<std::string>& columns, const std::string& of,
                               const NotFinite& place) const {
  return bad(fmt::format("{} of {}", columns[static_cast<std::size_t>(place.column)], of), "tick",
             now_, now_t(), first_ + static_cast<std::uint64_t>(place.row));
}

Outcome Tile::stopped_outcome() const {
  return {Outcome::Kind::stopped, now_, now_t(), first_, "stopped"};
}

}  // namespace sdescent
