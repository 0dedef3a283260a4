#pragma once
/// \file
/// The seam through which a run's results leave it.

#include "io/archive.hpp"
#include "solvers/lockstep.hpp"
#include "solvers/scratch.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sdescent {

/// Number of replicate batches every statistical recorder keeps: path p belongs to batch p mod 64,
/// so batches are independent, equally large to within one path, and the same for any tile size.
inline constexpr Index replicate_batches = 64;

/// A number of record times and of paths that a recorder is to see.
struct RecordingSize {
  std::size_t times = 0;
  std::uint64_t chunk = 0;  ///< paths in one chunk
  std::uint64_t paths = 0;  ///< paths in all
};

/// Bytes that recording takes, at most.
struct RecorderMemory {
  double chunk = 0;  ///< of a recorder that saw one chunk
  double whole = 0;  ///< of the one into which all are merged
};

/// Place of an observed value that is not finite.
struct NotFinite {
  Index row = 0;
  Index column = 0;
};

/// Accumulates what is seen of a run. Each chunk of paths gets its own fresh() copy; copies are
/// merged in the order of the chunks, so results do not depend on threads.
class Recorder {
 public:
  virtual ~Recorder() = default;

  /// Prefixes its arrays in an archive, and names failures.
  virtual const std::string& name() const = 0;

  /// What it observes, one name per value.
  virtual const std::vector<std::string>& columns() const = 0;

  /// Memory it will need; run() refuses more than its limit before any work.
  virtual RecorderMemory memory(const RecordingSize& size) const = 0;

  /// Called once before a run with the record times; drops anything recorded earlier.
  virtual void begin(const std::vector<double>& times) = 0;

  /// An empty recorder of the same kind and times.
  virtual std::unique_ptr<Recorder> fresh() const = 0;

  /// Sees all processes at record time i. A tile is shown at all record times in their order before
  /// the next one; its first path is a multiple of replicate_batches, and only the last tile of a
  /// run has a number of rows that is not. Returns the first observed value that is not finite, by
  /// row and then by column, if there is any.
  virtual std::optional<NotFinite> observe(std::size_t i, const Lockstep& blocks,
                                           Scratch& scratch) = 0;

  /// Adds what a recorder of the same kind saw of later paths.
  virtual void merge(const Recorder& later) = 0;

  /// Stores everything needed to go on merging or to analyse later; load() restores it exactly.
  virtual void save(Archive& archive) const = 0;
  virtual void load(const Archive& archive) = 0;
};

}  // namespace sdescent
