#include "solvers/run.hpp"

#include "io/require.hpp"
#include "solvers/tile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <limits>
#include <map>
#include <mutex>
#include <thread>

namespace sdescent {
namespace {

/// Rows of a tile whose states stay in a core's cache: about 128 KiB of state.
Index tile_rows(Index columns) {
  constexpr Index cache_doubles = 1 << 14;
  const Index rows =
      cache_doubles / std::max<Index>(columns, 1) / replicate_batches * replicate_batches;
  return std::clamp<Index>(rows, replicate_batches, 8 * replicate_batches);
}

/// No larger than the ensemble: the columns of few paths then lie one behind the other.
Index tile_of(Index rows, std::uint64_t paths) {
  return static_cast<Index>(std::min(static_cast<std::uint64_t>(rows), paths));
}

using Recorders = std::vector<std::unique_ptr<Recorder>>;

/// Chunks that are walked or wait to be merged, at most: the copies of a recorder.
std::uint64_t chunks_in_flight(const RunControl& control) {
  return std::uint64_t{2} * control.threads;
}

void require_memory(const std::vector<Recorder*>& recorders, const RecordingSize& size,
                    const RunControl& control) {
  const std::uint64_t chunks = (size.paths + size.chunk - 1) / size.chunk;
  const auto copies = static_cast<double>(std::min(chunks, chunks_in_flight(control)));
  constexpr double mebibyte = 1 << 20;
  double all = 0, largest = 0;
  std::string name;
  for (const Recorder* recorder : recorders) {
    const RecorderMemory memory = recorder->memory(size);
    const double bytes = memory.whole + copies * memory.chunk;
    all += bytes;
    if (bytes > largest) name = recorder->name();
    largest = std::max(largest, bytes);
  }
  if (!(all <= control.memory))
    require(false, "memory of the recorders",
            fmt::format("<= {:.1f} MiB (observe fewer columns or times: \"{}\" takes most)",
                        control.memory / mebibyte, name),
            fmt::format("{:.1f} MiB for {} times and {} chunks at once", all / mebibyte, size.times,
                        copies));
}

/// Chunks handed to threads and their recorders merged back in order.
class Ensemble {
 public:
  Ensemble(const Plan& plan, std::uint64_t paths, const std::vector<Recorder*>& recorders,
           const RunControl& control)
      : plan_(plan),
        paths_(paths),
        chunk_(chunk_size(paths)),
        chunks_((paths + chunk_ - 1) / chunk_),
        recorders_(recorders),
        control_(control),
        rows_(tile_of(control.tile == 0 ? tile_rows(plan.columns) : control.tile, paths)) {}

  Outcome run() {
    {
      std::vector<std::jthread> pool;
      const auto threads = std::min<std::uint64_t>(control_.threads, chunks_);
      for (std::uint64_t i = 1; i < threads; ++i) pool.emplace_back([this] { work(); });
      work();
    }
    if (error_) std::rethrow_exception(error_);
    if (outcome_.ok() && control_.progress) control_.progress(1.0);
    return outcome_;
  }

 private:
  void work() {
    try {
      Tile tile(plan_, rows_, control_.stop);
      while (const auto chunk = take()) finish(*chunk, walk(tile, *chunk));
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = std::current_exception();
      limit_ = 0;
      merged_changed_.notify_all();
    }
  }

  /// The next chunk, once there is room for its recorders; none when all are taken or one failed.
  std::optional<std::uint64_t> take() {
    std::unique_lock lock(mutex_);
    if (next_ >= std::min(chunks_, limit_)) return std::nullopt;
    const std::uint64_t chunk = next_++;
    merged_changed_.wait(
        lock, [&] { return chunk < merged_ + chunks_in_flight(control_) || chunk >= limit_; });
    if (chunk >= limit_) return std::nullopt;
    return chunk;
  }

  struct Walked {
    Outcome outcome;
    Recorders recorders;
  };

  Walked walk(Tile& tile, std::uint64_t chunk) {
    Walked walked;
    std::vector<Recorder*> own;
    for (const Recorder* recorder : recorders_) {
      walked.recorders.push_back(recorder->fresh());
      own.push_back(walked.recorders.back().get());
    }
    const std::uint64_t end = std::min(paths_, (chunk + 1) * chunk_);
    for (std::uint64_t first = chunk * chunk_; first < end && walked.outcome.ok();) {
      const auto rows =
          static_cast<Index>(std::min(end - first, static_cast<std::uint64_t>(rows_)));
      walked.outcome = tile.walk(first, rows, own, [&] { tell_progress(rows); });
      if (walked.outcome.kind == Outcome::Kind::non_finite)
        walked.outcome = locate(tile, first, rows, own, std::move(walked.outcome));
      first += static_cast<std::uint64_t>(rows);
    }
    return walked;
  }

  /// The failure found in these rows, as the smallest tiles see it: in a larger one another path
  /// may fail first. The chunk's recorders are lost already.
  Outcome locate(Tile& tile, std::uint64_t first, Index rows, const std::vector<Recorder*>& own,
                 Outcome found) {
    for (Index r = 0; rows > replicate_batches && r < rows; r += replicate_batches) {
      Outcome outcome = tile.walk(first + static_cast<std::uint64_t>(r),
                                  std::min(replicate_batches, rows - r), own, [] {});
      if (!outcome.ok()) return outcome;
    }
    return found;
  }

  void tell_progress(Index rows) {
    if (!control_.progress) return;
    done_ += static_cast<std::uint64_t>(rows);
    const std::unique_lock lock(progress_mutex_, std::try_to_lock);
    if (lock)  // read under the lock, so that the fractions told never fall
      control_.progress(static_cast<double>(done_) / static_cast<double>(paths_) /
                        static_cast<double>(plan_.events.size()));
  }

  void finish(std::uint64_t chunk, Walked walked) {
    const std::lock_guard lock(mutex_);
    if (!walked.outcome.ok()) {
      // Chunks before this one go on: the failure reported is always that of the lowest path.
      if (chunk < limit_) {
        limit_ = chunk;
        outcome_ = std::move(walked.outcome);
      }
    } else {
      finished_.emplace(chunk, std::move(walked.recorders));
      merge_finished();
    }
    merged_changed_.notify_all();
  }

  void merge_finished() {
    for (auto first = finished_.find(merged_); first != finished_.end();
         first = finished_.find(merged_)) {
      for (std::size_t i = 0; i < recorders_.size(); ++i) recorders_[i]->merge(*first->second[i]);
      finished_.erase(first);
      ++merged_;
    }
  }

  const Plan& plan_;
  const std::uint64_t paths_, chunk_, chunks_;
  const std::vector<Recorder*>& recorders_;
  const RunControl& control_;
  const Index rows_;

  std::mutex mutex_;
  std::condition_variable merged_changed_;
  std::uint64_t next_ = 0;
  std::uint64_t merged_ = 0;
  std::uint64_t limit_ = std::numeric_limits<std::uint64_t>::max();  // first chunk not wanted
  std::map<std::uint64_t, Recorders> finished_;
  Outcome outcome_;
  std::exception_ptr error_;

  std::mutex progress_mutex_;
  std::atomic<std::uint64_t> done_ = 0;
};

}  // namespace

std::uint64_t chunk_size(std::uint64_t paths) {
  constexpr std::uint64_t lane = replicate_batches;
  const std::uint64_t rounded = (paths / 32 + lane - 1) / lane * lane;
  return std::clamp<std::uint64_t>(rounded, lane, 64 * lane);
}

Outcome run(const std::vector<std::shared_ptr<const Process>>& processes, const Clock& clock,
            const RecordTimes& times, std::uint64_t paths, const NoiseSource& noise,
            const std::vector<Recorder*>& recorders, const RunControl& control,
            const std::optional<StoppingRule>& stopping) {
  require(paths >= 1, "paths", ">= 1", fmt::format("{}", paths));
  require(control.threads >= 1, "threads", ">= 1", fmt::format("{}", control.threads));
  require(control.tile >= 0 && control.tile % replicate_batches == 0, "tile",
          fmt::format("a multiple of {}", replicate_batches), fmt::format("{}", control.tile));
  const Plan plan(processes, clock, times, noise, stopping);
  for (std::size_t i = 0; i < processes.size(); ++i)
    processes[i]->check_run(std::span(processes).first(i), paths);
  require_memory(recorders, {times.size(), chunk_size(paths), paths}, control);
  std::vector<double> record_times;
  for (const std::uint64_t tick : times.ticks()) record_times.push_back(clock.time(tick));
  for (Recorder* recorder : recorders) recorder->begin(record_times);
  return Ensemble(plan, paths, recorders, control).run();
}

}  // namespace sdescent
