#include "solvers/first_passage_recorder.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <utility>

namespace sdescent {

FirstPassageRecorder::FirstPassageRecorder(std::string name, Observable observable,
                                           Crossing crossing)
    : ObservableRecorder(std::move(name), std::move(observable)), crossing_(crossing) {
  require_finite(fmt::format("level of recorder \"{}\"", this->name()), crossing.level);
}

RecorderMemory FirstPassageRecorder::memory(const RecordingSize& size) const {
  const double bytes =
      BatchCounts::bytes(static_cast<double>(size.times + 1) * static_cast<double>(width())) +
      static_cast<double>(size.chunk) * static_cast<double>(width());
  return {bytes, bytes};
}

std::unique_ptr<Recorder> FirstPassageRecorder::fresh() const {
  auto copy = std::make_unique<FirstPassageRecorder>(name(), observable(), crossing_);
  copy->begin(times());
  return copy;
}

void FirstPassageRecorder::clear() { counts_ = BatchCounts(cells() * width()); }

void FirstPassageRecorder::add(std::size_t i, std::uint64_t, const ConstBlockRef& values) {
  if (i == 0) reached_.assign(static_cast<std::size_t>(values.size()), 0);
  std::size_t place = 0;
  for (Index c = 0; c < width(); ++c)
    for (Index r = 0; r < values.rows(); ++r, ++place) {
      const auto at = static_cast<Index>(i);
      if (reached_[place] != 0) continue;
      if (crossing_.reached(values(r, c))) {
        reached_[place] = 1;
        counts_.add(cell(at, c), r % replicate_batches);
      } else if (i + 1 == times().size()) {
        counts_.add(cell(at + 1, c), r % replicate_batches);
      }
    }
}

bool FirstPassageRecorder::same_settings(const Recorder& other) const {
  return dynamic_cast<const FirstPassageRecorder&>(other).crossing_ == crossing_;
}

void FirstPassageRecorder::merge_same(const Recorder& later) {
  counts_.merge(dynamic_cast<const FirstPassageRecorder&>(later).counts_);
}

Estimate FirstPassageRecorder::distribution(Index column) const {
  const auto by_cell = [&](Index without) {
    Eigen::ArrayXd sums(cells());
    double sum = 0;
    for (Index i = 0; i < cells(); ++i) sums(i) = sum += counts_.count(cell(i, column), without);
    return sums;
  };
  return jackknife(by_cell(-1)(cells() - 1), [&](Index without) {
    const Eigen::ArrayXd sums = by_cell(without);
    return Eigen::ArrayXd(sums.head(cells() - 1) / sums(cells() - 1));
  });
}

void FirstPassageRecorder::save_values(Archive& archive) const {
  const double above = crossing_.side == Crossing::Side::above ? 1.0 : 0.0;
  store(archive, "crossing", {2}, {crossing_.level, above});
  store(archive, "count", {columns().size(), static_cast<std::size_t>(cells()), replicate_batches},
        counts_.values());
}

void FirstPassageRecorder::load_values(const Archive& archive) {
  const auto& saved = stored(archive, "crossing", {2}).values;
  const Crossing crossing = saved[1] == 0.0 ? at_or_below(saved[0]) : at_or_above(saved[0]);
  require(crossing == crossing_, fmt::format("saved level of recorder \"{}\"", name()),
          fmt::format("{}, from the same side", crossing_.level),
          fmt::format("{}", crossing.level));
  const auto& counts = stored(
      archive, "count", {columns().size(), static_cast<std::size_t>(cells()), replicate_batches});
  counts_.restore(counts.values.begin(), cells() * width());
}

}  // namespace sdescent
