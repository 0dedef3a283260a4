#pragma once
/// \file
/// The one loop of sdescent: all processes, one clock, one noise source, in lockstep.

#include "solvers/clock.hpp"
#include "solvers/noise.hpp"
#include "solvers/outcome.hpp"
#include "solvers/process.hpp"
#include "solvers/recorder.hpp"
#include "solvers/stopping_rule.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace sdescent {

/// How a run is carried out. Nothing here changes a result.
struct RunControl {
  unsigned threads = 1;
  Index tile = 0;                           ///< paths per tile, a multiple of 64; 0 chooses
  const std::atomic<bool>* stop = nullptr;  ///< polled before every step of every tile
  std::function<void(double fraction)> progress = {};  ///< called from any thread, one at a time;
                                                       ///< with 1 at the end of an ok run
  double memory = 1 << 30;  ///< bytes that recorders may hold, with all their copies
};

/// Advances every process over the clock's ticks and shows them to the recorders at the record
/// times.
///
/// Paths are cut into chunks, a function of their number only; a chunk is the unit of work of a
/// thread, and its recorders are merged in the order of chunks. Chunks are walked in tiles that
/// stay in cache. So the bits of a result depend on (processes, clock, times, paths, noise) alone.
///
/// A process takes time_per_step() / tick ticks per step, or tick / time_per_step() steps per tick;
/// whichever it is must be a whole number to 1e-9, and record and start times must fall on its
/// steps.
///
/// Throws InvalidInput, before any work, for: no process, two of one name, paths = 0, threads = 0,
/// a tile that is not a multiple of 64, steps that do not fit the clock, records before a start or
/// past the clock's end, looks of the stopping rule between steps, what Process::check_run()
/// refuses, recorders that need more memory than control.memory.
///
/// The run ends with its last record time or start: later ticks of the clock are not walked, and
/// what would fail there does not.
///
/// NaN and infinities end the run: the first 64 paths among which there are any are replayed step
/// by step to name the earliest bad step, its process, time and path. Values that are not finite in
/// a recorder or the stopping rule are named with their column.
Outcome run(const std::vector<std::shared_ptr<const Process>>& processes, const Clock& clock,
            const RecordTimes& times, std::uint64_t paths, const NoiseSource& noise,
            const std::vector<Recorder*>& recorders, const RunControl& control = {},
            const std::optional<StoppingRule>& stopping = {});

/// Paths in one chunk (a multiple of 64), given how many there are in all: about 32 chunks, more
/// where they would be larger than 4096.
std::uint64_t chunk_size(std::uint64_t paths);

}  // namespace sdescent
