#pragma once
/// \file
/// The seam through which a run's results leave it.

#include "io/archive.hpp"
#include "solvers/lockstep.hpp"
#include "solvers/scratch.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace sdescent {

/// Number of replicate batches every statistical recorder keeps: path p belongs to batch p mod 64,
/// so batches are independent, equally large to within one path, and the same for any tile size.
inline constexpr Index replicate_batches = 64;

/// Accumulates what is seen of a run. Each chunk of paths gets its own fresh() copy; copies are
/// merged in the order of the chunks, so results do not depend on threads.
class Recorder {
 public:
  virtual ~Recorder() = default;

  /// Called once before a run with the record times; drops anything recorded earlier. Throws
  /// InvalidInput when the recorder cannot serve the run (too much memory, say).
  virtual void begin(const std::vector<double>& times) = 0;

  /// An empty recorder of the same kind and times.
  virtual std::unique_ptr<Recorder> fresh() const = 0;

  /// Sees all processes at record time i. The tile's first path is a multiple of
  /// replicate_batches. Returns the first row whose observed value is not finite, if any.
  virtual std::optional<Index> observe(std::size_t i, const Lockstep& blocks, Scratch& scratch) = 0;

  /// Adds what a recorder of the same kind saw of later paths.
  virtual void merge(const Recorder& later) = 0;

  /// Stores everything needed to go on merging or to analyse later; load() restores it exactly.
  virtual void save(Archive& archive) const = 0;
  virtual void load(const Archive& archive) = 0;
};

}  // namespace sdescent
