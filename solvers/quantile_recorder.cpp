#include "solvers/quantile_recorder.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sdescent {

QuantileRecorder::QuantileRecorder(std::string name, Observable observable, SketchSize size)
    : ObservableRecorder(std::move(name), std::move(observable)), size_(size) {
  const BatchSketch refuses_bad_sizes(size);
}

RecorderMemory QuantileRecorder::memory(const RecordingSize& size) const {
  const double sketches = static_cast<double>(size.times) * static_cast<double>(width());
  const auto chunk = static_cast<double>(size.chunk);
  return {sketches * BatchSketch::pending_bytes(chunk), sketches * BatchSketch::bytes(size_)};
}

std::unique_ptr<Recorder> QuantileRecorder::fresh() const {
  auto copy = std::make_unique<QuantileRecorder>(name(), observable(), size_);
  copy->begin(times());
  return copy;
}

void QuantileRecorder::clear() {
  sketches_.assign(times().size() * columns().size(), BatchSketch(size_));
}

void QuantileRecorder::add(std::size_t i, std::uint64_t, const ConstBlockRef& values) {
  for (Index c = 0; c < width(); ++c) sketches_[place(i, c)].add(values.middleCols(c, 1));
}

bool QuantileRecorder::same_settings(const Recorder& other) const {
  const SketchSize& size = dynamic_cast<const QuantileRecorder&>(other).size_;
  return size.scale == size_.scale && size.buckets == size_.buckets;
}

void QuantileRecorder::merge_same(const Recorder& later) {
  const auto& other = dynamic_cast<const QuantileRecorder&>(later);
  for (std::size_t i = 0; i < sketches_.size(); ++i) sketches_[i].merge(other.sketches_[i]);
}

std::vector<BatchSketch> QuantileRecorder::settled(Index column) const {
  std::vector<BatchSketch> sketches;
  for (std::size_t i = 0; i < times().size(); ++i) {
    sketches.push_back(sketches_[place(i, column)]);
    sketches.back().settle();
  }
  return sketches;
}

Estimate QuantileRecorder::quantile(double p, Index column) const {
  require(p > 0 && p < 1, "order of a quantile", "between 0 and 1", fmt::format("{}", p));
  const std::vector<BatchSketch> sketches = settled(column);
  return jackknife(sketches.front().count(), [&](Index without) {
    Eigen::ArrayXd curve(static_cast<Index>(sketches.size()));
    for (Index i = 0; i < curve.size(); ++i)
      curve(i) = sketches[static_cast<std::size_t>(i)].quantile(p, without);
    return curve;
  });
}

double QuantileRecorder::accuracy(Index column) const {
  double worst = 0;
  for (const BatchSketch& sketch : settled(column)) worst = std::max(worst, sketch.accuracy());
  return worst;
}

void QuantileRecorder::save_values(Archive& archive) const {
  std::vector<double> levels, buckets, edges, counts;
  for (BatchSketch sketch : sketches_) {
    sketch.settle();
    const std::vector<double> e = sketch.edges(), c = sketch.counts();
    levels.push_back(sketch.level());
    buckets.push_back(static_cast<double>(e.size()));
    edges.insert(edges.end(), e.begin(), e.end());
    counts.insert(counts.end(), c.begin(), c.end());
  }
  const std::size_t n = times().size(), k = columns().size(), all = edges.size();
  store(archive, "size", {2}, {size_.scale, static_cast<double>(size_.buckets)});
  store(archive, "level", {n, k}, std::move(levels));
  store(archive, "buckets", {n, k}, std::move(buckets));
  store(archive, "edge", {all}, std::move(edges));
  store(archive, "count", {all, replicate_batches}, std::move(counts));
}

void QuantileRecorder::load_values(const Archive& archive) {
  const std::size_t n = times().size(), k = columns().size();
  const auto& size = stored(archive, "size", {2}).values;
  require(size[0] == size_.scale && size[1] == static_cast<double>(size_.buckets),
          fmt::format("size of the saved sketches of recorder \"{}\"", name()),
          fmt::format("scale {} and {} buckets", size_.scale, size_.buckets),
          fmt::format("scale {} and {} buckets", size[0], size[1]));
  const auto& levels = stored(archive, "level", {n, k}).values;
  const auto& buckets = stored(archive, "buckets", {n, k}).values;
  const auto& edges = stored(archive, "edge", {any_extent}).values;
  const auto& counts = stored(archive, "count", {edges.size(), replicate_batches}).values;
  double all = 0;
  for (const double b : buckets) all += b;
  require(all == static_cast<double>(edges.size()),
          fmt::format("buckets of the saved sketches of recorder \"{}\"", name()),
          fmt::format("{} in all", edges.size()), fmt::format("{}", all));
  auto edge = edges.begin();
  auto count = counts.begin();
  for (std::size_t i = 0; i < sketches_.size(); ++i) {
    const auto here = static_cast<std::ptrdiff_t>(buckets[i]);
    sketches_[i].restore(static_cast<int>(levels[i]), {edge, edge + here}, count);
    edge += here;
    count += here * replicate_batches;
  }
}

}  // namespace sdescent
