#pragma once
/// \file
/// A distribution kept in bounded memory, in replicate batches, whatever the order of its values.

#include "solvers/batch_counts.hpp"
#include "solvers/block.hpp"

#include <cstdint>
#include <vector>

namespace sdescent {

/// How much of a distribution is kept.
struct SketchSize {
  /// Magnitude of values that matter, > 0: the error grows with |x| above it and no longer shrinks
  /// below it.
  double scale = 1.0;
  /// Most buckets, >= 64; each takes 280 bytes.
  Index buckets = 512;
};

/// Counts of values in buckets that split the numbers by the bits of y = 1 + |x|/scale and by sign:
/// at level l, values whose y agree but for the last l of their 52 bits share a bucket. So buckets
/// are logarithmic above the scale, even below it, and narrower than 2^(l−52) (scale + |x|) (of
/// DDSketch, Masson, Rim, Lee, VLDB 2019).
///
/// The level is the lowest at which the values seen fill no more than the buckets allowed. It and
/// the counts are functions of the set of values alone: a part of them never needs a higher level
/// than all do, and a bucket of level l + 1 is the union of two of level l. So no order of adding
/// and merging leaves a trace. Few values, or many on a lattice, are kept exactly (level 0).
class BatchSketch {
 public:
  /// Throws InvalidInput unless scale > 0 and buckets >= 64.
  explicit BatchSketch(SketchSize size);

  /// Bytes of a sketch that n values were added to and none merged into, and of any.
  static double pending_bytes(double n) { return 2.0 * sizeof(double) * n; }
  static double bytes(const SketchSize& size);

  /// Adds finite values: number r goes to batch r mod 64.
  void add(const ConstBlockRef& column);

  /// Puts values added into buckets (add() only stores them). Until then they are not counted.
  void settle();

  /// Adds, batch by batch, all that another sketch of the same size saw.
  void merge(const BatchSketch& other);

  /// Values settled, of all batches or of all but one.
  double count(Index without = -1) const;

  /// The p-quantile, 0 < p < 1, interpolated linearly within its bucket. It lies in the bucket of
  /// the sample quantile x₍⌈pn⌉₎, so it is within accuracy() · (scale + |x|) of it; NaN for none.
  double quantile(double p, Index without = -1) const;
  double accuracy() const;

  int level() const { return level_; }
  Index buckets() const { return static_cast<Index>(buckets_.size()); }

  /// Lower bucket edges as numbers y with the sign of x (−y for x < 0), in increasing order of x,
  /// and counts by bucket and batch: with the level, all there is to store.
  std::vector<double> edges() const;
  std::vector<double> counts() const;
  void restore(int level, const std::vector<double>& edges,
               std::vector<double>::const_iterator counts);

 private:
  struct Bucket {
    std::int64_t key;
    Index row;  ///< its place in counts_
  };

  /// Values of other sketches are settled at the latest when there are this many.
  static constexpr std::size_t most_pending = 4096;

  std::int64_t key(double x) const;
  double lower_edge(std::int64_t key) const;
  Index row_of(std::int64_t key);
  void rise_to(int level);
  void fit();
  void settle_from(const std::vector<double>& values);

  SketchSize size_;
  int level_ = 0;
  std::vector<Bucket> buckets_;  // by key
  BatchCounts counts_;
  std::vector<double> pending_;  // in lanes of 64, the last filled up with NaN
};

}  // namespace sdescent
