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

std::optional<Index> first_bad_row(const ConstBlockRef& block) {
  if (block.allFinite()) return std::nullopt;
  for (Index r = 0; r < block.rows(); ++r)
    if (!block.row(r).allFinite()) return r;
  return std::nullopt;
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
           const RecordTimes& times, const NoiseSource& source)
    : processes(all), noise(source), clock(time_axis) {
  require(!processes.empty(), "number of processes", ">= 1", "0");
  std::set<std::string> names;
  std::map<std::uint64_t, Event> by_tick;
  for (std::size_t i = 0; i < processes.size(); ++i) {
    require(names.insert(processes[i]->name()).second, "process name", "used once in a run",
            processes[i]->name());
    paces.emplace_back(*processes[i], clock);
    columns += processes[i]->layout().size();
    by_tick[paces.back().start_tick()].starts.push_back(i);
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
}

Tile::Tile(const Plan& plan, Index rows) : plan_(plan) {
  for (const auto& process : plan.processes) states_.emplace_back(rows, process->layout().size());
}

At Tile::at(std::size_t process, std::uint64_t step, double t, double dt) {
  return {step, t, dt, first_, plan_.processes[process]->stream(), plan_.noise, scratch_};
}

std::vector<ConstBlockMap> Tile::views(std::size_t count) const {
  std::vector<ConstBlockMap> views;
  for (std::size_t i = 0; i < count; ++i)
    views.emplace_back(states_[i].data(), rows_, states_[i].cols(),
                       Eigen::OuterStride<>(states_[i].rows()));
  return views;
}

void Tile::start(std::size_t process) {
  const Pace& pace = plan_.paces[process];
  const double t = plan_.clock.time(pace.start_tick());
  const auto others = views(process);
  plan_.processes[process]->start(at(process, pace.step_at(pace.start_tick()), t, pace.dt()),
                                  {others, first_}, state(process));
  started_[process] = true;
}

void Tile::advance(std::size_t process, std::uint64_t from, std::uint64_t to, bool check_steps) {
  const Process& p = *plan_.processes[process];
  const Pace& pace = plan_.paces[process];
  if (pace.continuous()) {
    const double t = plan_.clock.time(from);
    p.advance(at(process, from, t, plan_.clock.time(to) - t), state(process));
    return;
  }
  const std::uint64_t begin = pace.step_at(from), end = pace.step_at(to);
  const Index strip = check_steps ? rows_ : strip_rows(p.layout().size());
  for (Index row = 0; row < rows_; row += strip) {
    BlockRef paths = state(process).middleRows(row, std::min(strip, rows_ - row));
    for (std::uint64_t step = begin; step < end; ++step) {
      At now = at(process, step, pace.time(step), pace.dt());
      now.path += static_cast<std::uint64_t>(row);
      p.advance(now, paths);
      if (check_steps && (found_ = non_finite(process, step + 1))) return;
    }
  }
}

std::optional<Outcome> Tile::non_finite(std::size_t process, std::uint64_t step) const {
  const auto row = first_bad_row(states_[process].topRows(rows_));
  if (!row) return std::nullopt;
  const Pace& pace = plan_.paces[process];
  const double t = pace.continuous() ? plan_.clock.time(step) : pace.time(step);
  return bad("state of " + plan_.processes[process]->name(), pace.continuous() ? "tick" : "step",
             step, t, first_ + static_cast<std::uint64_t>(*row));
}

std::optional<Outcome> Tile::observe(const Event& event, const std::vector<Recorder*>& recorders) {
  const auto blocks = views(states_.size());
  for (Recorder* recorder : recorders)
    if (const auto row = recorder->observe(*event.recording, {blocks, first_}, scratch_))
      return bad("an observed value", "tick", event.tick, plan_.clock.time(event.tick),
                 first_ + static_cast<std::uint64_t>(*row));
  return std::nullopt;
}

Outcome Tile::walk(std::uint64_t first, Index rows, const std::vector<Recorder*>& recorders,
                   const AfterEvent& after_event) {
  first_ = first;
  rows_ = rows;
  started_.assign(states_.size(), false);
  // A process that looks at one not started yet must not find the numbers of an earlier tile.
  for (Block& state : states_) state.setConstant(std::numeric_limits<double>::quiet_NaN());
  std::uint64_t now = 0;
  for (const Event& event : plan_.events) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (!started_[i]) continue;
      advance(i, now, event.tick, false);
      if (!states_[i].topRows(rows_).allFinite()) return find_first_bad_step(event.tick);
    }
    now = event.tick;
    for (const std::size_t i : event.starts) {
      start(i);
      if (const auto outcome = non_finite(i, plan_.paces[i].step_at(now))) return *outcome;
    }
    if (event.recording)
      if (auto outcome = observe(event, recorders)) return *outcome;
    if (after_event())
      return {Outcome::Kind::stopped, now, plan_.clock.time(now), first_, "stopped"};
  }
  return {};
}

Outcome Tile::find_first_bad_step(std::uint64_t last_tick) {
  found_.reset();
  started_.assign(states_.size(), false);
  std::uint64_t now = 0;
  for (const Event& event : plan_.events) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (!started_[i]) continue;
      advance(i, now, event.tick, true);
      if (!found_) found_ = non_finite(i, event.tick);
      if (found_) return *found_;
    }
    now = event.tick;
    if (now == last_tick) break;
    for (const std::size_t i : event.starts) start(i);
  }
  return bad("a state", "tick", last_tick, plan_.clock.time(last_tick), first_);
}

}  // namespace sdescent
