#include "solvers/histogram_recorder.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sdescent {

double Bins::edge(Index j) const {
  const double f = static_cast<double>(j) / static_cast<double>(count);
  return lo * (1.0 - f) + hi * f;  // exactly lo and hi at the ends
}

Eigen::ArrayXd Bins::centres() const {
  Eigen::ArrayXd centres(count);
  for (Index j = 0; j < count; ++j) centres(j) = 0.5 * (edge(j) + edge(j + 1));
  return centres;
}

Index Bins::cell(double x) const {
  if (x < lo) return 0;
  if (x >= hi) return count + 1;
  auto j = std::min(count - 1, static_cast<Index>((x - lo) / width()));
  // The quotient may be rounded across an edge.
  if (x < edge(j)) --j;
  if (x >= edge(j + 1)) ++j;
  return 1 + j;
}

HistogramRecorder::HistogramRecorder(std::string name, Observable observable, Bins bins)
    : ObservableRecorder(std::move(name), std::move(observable)), bins_(bins) {
  const std::string of = fmt::format("of recorder \"{}\"", this->name());
  require_finite("lower end of the bins " + of, bins.lo);
  require_finite("upper end of the bins " + of, bins.hi);
  require(bins.lo < bins.hi, "upper end of the bins " + of, fmt::format("> {}", bins.lo),
          fmt::format("{}", bins.hi));
  require_at_least("number of bins " + of, bins.count, 1);
}

RecorderMemory HistogramRecorder::memory(const RecordingSize& size) const {
  const double bytes =
      BatchCounts::bytes(static_cast<double>(size.times) * static_cast<double>(width() * cells()));
  return {bytes, bytes};
}

std::unique_ptr<Recorder> HistogramRecorder::fresh() const {
  auto copy = std::make_unique<HistogramRecorder>(name(), observable(), bins_);
  copy->begin(times());
  return copy;
}

void HistogramRecorder::clear() { counts_ = BatchCounts(first_cell(times().size(), 0)); }

void HistogramRecorder::add(std::size_t i, std::uint64_t, const ConstBlockRef& values) {
  for (Index c = 0; c < width(); ++c)
    for (Index r = 0; r < values.rows(); ++r)
      counts_.add(first_cell(i, c) + bins_.cell(values(r, c)), r % replicate_batches);
}

bool HistogramRecorder::same_settings(const Recorder& other) const {
  const Bins& bins = dynamic_cast<const HistogramRecorder&>(other).bins_;
  return bins.lo == bins_.lo && bins.hi == bins_.hi && bins.count == bins_.count;
}

void HistogramRecorder::merge_same(const Recorder& later) {
  counts_.merge(dynamic_cast<const HistogramRecorder&>(later).counts_);
}

Estimate HistogramRecorder::density(std::size_t i, Index column) const {
  const Index first = first_cell(i, column);
  const auto paths = [&](Index without) {
    double sum = 0;
    for (Index cell = 0; cell < cells(); ++cell) sum += counts_.count(first + cell, without);
    return sum;
  };
  return jackknife(paths(-1), [&](Index without) {
    Eigen::ArrayXd density(bins_.count);
    for (Index j = 0; j < bins_.count; ++j) density(j) = counts_.count(first + 1 + j, without);
    return Eigen::ArrayXd(density / (paths(without) * bins_.width()));
  });
}

void HistogramRecorder::save_values(Archive& archive) const {
  store(archive, "bins", {2}, {bins_.lo, bins_.hi});
  store(archive, "count",
        {times().size(), columns().size(), static_cast<std::size_t>(cells()), replicate_batches},
        counts_.values());
}

void HistogramRecorder::load_values(const Archive& archive) {
  const auto& ends = stored(archive, "bins", {2}).values;
  require(ends[0] == bins_.lo && ends[1] == bins_.hi,
          fmt::format("ends of the saved bins of recorder \"{}\"", name()),
          fmt::format("{} and {}", bins_.lo, bins_.hi), fmt::format("{} and {}", ends[0], ends[1]));
  const auto& counts = stored(
      archive, "count",
      {times().size(), columns().size(), static_cast<std::size_t>(cells()), replicate_batches});
  counts_.restore(counts.values.begin(), first_cell(times().size(), 0));
}

}  // namespace sdescent
