#include "solvers/batch_sketch.hpp"

#include "io/require.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace sdescent {
namespace {

constexpr std::int64_t bits_of_one = std::bit_cast<std::int64_t>(1.0);
constexpr std::int64_t last_key =
    std::bit_cast<std::int64_t>(std::numeric_limits<double>::max()) - bits_of_one;

/// Number of the double y >= 1 counted from 1, of which neighbours differ by 1.
std::int64_t ordinal(double y) { return std::bit_cast<std::int64_t>(y) - bits_of_one; }
double at_ordinal(std::int64_t n) {
  return std::bit_cast<double>(std::min(n, last_key) + bits_of_one);
}

}  // namespace

BatchSketch::BatchSketch(SketchSize size) : size_(size) {
  require_positive("scale of a sketch", size.scale);
  require_at_least("number of buckets of a sketch", size.buckets, 64);
}

double BatchSketch::bytes(const SketchSize& size) {
  const auto buckets = static_cast<double>(size.buckets + 1);
  return BatchCounts::bytes(buckets) + buckets * sizeof(Bucket) + pending_bytes(most_pending);
}

// Negative x has the complement of the key of −x: an arithmetic shift then treats both signs alike.
std::int64_t BatchSketch::key(double x) const {
  const std::int64_t n = ordinal(1.0 + std::abs(x) / size_.scale);
  return (x < 0 ? ~n : n) >> level_;
}

double BatchSketch::lower_edge(std::int64_t key) const {
  const bool negative = key < 0;
  const std::int64_t n = negative ? ~key + 1 : key;
  const double y = n > (last_key >> level_) ? at_ordinal(last_key) : at_ordinal(n << level_);
  const double x = (y - 1.0) * size_.scale;
  return negative ? -x : x;
}

void BatchSketch::add(const ConstBlockRef& column) {
  pending_.insert(pending_.end(), column.data(), column.data() + column.rows());
  const std::size_t lane = replicate_batches;
  pending_.resize((pending_.size() + lane - 1) / lane * lane,
                  std::numeric_limits<double>::quiet_NaN());
}

void BatchSketch::settle() {
  std::vector<double> values = std::exchange(pending_, {});
  settle_from(values);
  values.clear();
  pending_ = std::move(values);  // keeps its memory
}

void BatchSketch::settle_from(const std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;  // what a lane is filled up with
    counts_.add(row_of(key(values[i])), static_cast<Index>(i) % replicate_batches);
    fit();
  }
}

void BatchSketch::merge(const BatchSketch& other) {
  // Many values at a time, for every settling brings this sketch's buckets into the cache.
  if (pending_.size() + other.pending_.size() > most_pending) settle();
  pending_.insert(pending_.end(), other.pending_.begin(), other.pending_.end());
  rise_to(other.level_);
  for (const Bucket& bucket : other.buckets_) {
    // This level may rise on the way.
    counts_.add_cell(row_of(bucket.key >> (level_ - other.level_)), other.counts_, bucket.row);
    fit();
  }
}

Index BatchSketch::row_of(std::int64_t key) {
  if (buckets_.empty()) {
    buckets_.reserve(static_cast<std::size_t>(size_.buckets + 1));
    counts_.reserve(size_.buckets + 1);
  }
  const auto place =
      std::lower_bound(buckets_.begin(), buckets_.end(), key,
                       [](const Bucket& bucket, std::int64_t k) { return bucket.key < k; });
  if (place != buckets_.end() && place->key == key) return place->row;
  const Index row = counts_.cells();
  counts_.resize(row + 1);
  buckets_.insert(place, {key, row});
  return row;
}

/// Rises to the lowest level at which there are no more buckets than allowed.
void BatchSketch::fit() {
  if (buckets() <= size_.buckets) return;
  int level = level_;
  Index distinct = buckets();
  while (distinct > size_.buckets) {
    ++level;
    distinct = 1;
    for (std::size_t i = 1; i < buckets_.size(); ++i)
      distinct +=
          (buckets_[i].key >> (level - level_)) != (buckets_[i - 1].key >> (level - level_));
  }
  rise_to(level);
}

void BatchSketch::rise_to(int level) {
  if (level <= level_) return;
  BatchSketch risen(size_);
  risen.level_ = level;
  for (const Bucket& bucket : buckets_)
    risen.counts_.add_cell(risen.row_of(bucket.key >> (level - level_)), counts_, bucket.row);
  risen.pending_ = std::move(pending_);
  *this = std::move(risen);
}

double BatchSketch::count(Index without) const {
  double sum = 0;
  for (const Bucket& bucket : buckets_) sum += counts_.count(bucket.row, without);
  return sum;
}

double BatchSketch::quantile(double p, Index without) const {
  const double wanted = p * count(without);
  double below = 0;
  for (const Bucket& bucket : buckets_) {
    const double here = counts_.count(bucket.row, without);
    if (here > 0 && below + here >= wanted) {
      const double lower = lower_edge(bucket.key);
      return lower + (wanted - below) / here * (lower_edge(bucket.key + 1) - lower);
    }
    below += here;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

double BatchSketch::accuracy() const {
  constexpr int mantissa = 52;
  if (level_ <= mantissa) return std::ldexp(1.0, level_ - mantissa);
  return std::exp2(std::ldexp(1.0, level_ - mantissa)) - 1.0;  // a bucket of several octaves
}

std::vector<double> BatchSketch::edges() const {
  std::vector<double> edges;
  for (const Bucket& bucket : buckets_) {
    const bool negative = bucket.key < 0;
    const double y = at_ordinal((negative ? ~bucket.key : bucket.key) << level_);
    edges.push_back(negative ? -y : y);
  }
  return edges;
}

std::vector<double> BatchSketch::counts() const {
  BatchCounts sorted(buckets());
  for (Index i = 0; i < buckets(); ++i)
    sorted.add_cell(i, counts_, buckets_[static_cast<std::size_t>(i)].row);
  return sorted.values();
}

void BatchSketch::restore(int level, const std::vector<double>& edges,
                          std::vector<double>::const_iterator counts) {
  level_ = level;
  buckets_.clear();
  for (const double edge : edges) {
    require(std::abs(edge) >= 1, "a saved bucket edge", ">= 1 in magnitude", std::to_string(edge));
    const std::int64_t n = ordinal(std::abs(edge)) >> level;
    buckets_.push_back({edge < 0 ? ~n : n, buckets()});
  }
  counts_.restore(counts, buckets());
}

}  // namespace sdescent
