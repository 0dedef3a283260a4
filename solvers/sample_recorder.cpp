#include "solvers/sample_recorder.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sdescent {

SampleRecorder::SampleRecorder(std::string name, Observable observable, std::uint64_t paths)
    : ObservableRecorder(std::move(name), std::move(observable)), paths_(paths) {
  require(paths >= 1, fmt::format("paths kept by recorder \"{}\"", this->name()), ">= 1", "0");
}

RecorderMemory SampleRecorder::memory(const RecordingSize& size) const {
  // A vector that grows takes up to twice what it holds.
  const double a_path = 2.0 * 8.0 * static_cast<double>(width()) * static_cast<double>(size.times);
  return {a_path * static_cast<double>(std::min(paths_, size.chunk)),
          a_path * static_cast<double>(std::min(paths_, size.paths))};
}

std::unique_ptr<Recorder> SampleRecorder::fresh() const {
  auto copy = std::make_unique<SampleRecorder>(name(), observable(), paths_);
  copy->begin(times());
  return copy;
}

Index SampleRecorder::rows_wanted(const Lockstep& blocks) const {
  if (blocks.path >= paths_) return 0;
  const auto rows = static_cast<std::uint64_t>(blocks.rows());
  return static_cast<Index>(std::min(rows, paths_ - blocks.path));
}

void SampleRecorder::clear() { rows_.assign(times().size(), {}); }

void SampleRecorder::add(std::size_t i, std::uint64_t, const ConstBlockRef& values) {
  for (Index r = 0; r < values.rows(); ++r)
    for (Index c = 0; c < values.cols(); ++c) rows_[i].push_back(values(r, c));
}

bool SampleRecorder::same_settings(const Recorder& other) const {
  return dynamic_cast<const SampleRecorder&>(other).paths_ == paths_;
}

void SampleRecorder::merge_same(const Recorder& later) {
  const auto& other = dynamic_cast<const SampleRecorder&>(later);
  for (std::size_t i = 0; i < rows_.size(); ++i)
    rows_[i].insert(rows_[i].end(), other.rows_[i].begin(), other.rows_[i].end());
}

void SampleRecorder::save_values(Archive& archive) const {
  const auto k = static_cast<std::size_t>(width());
  const std::size_t kept = rows_.empty() ? 0 : rows_.front().size() / k;
  std::vector<double> values;
  for (const auto& rows : rows_) values.insert(values.end(), rows.begin(), rows.end());
  store(archive, "values", {times().size(), kept, k}, std::move(values));
}

void SampleRecorder::load_values(const Archive& archive) {
  const auto k = static_cast<std::size_t>(width());
  const NamedArray& array = stored(archive, "values", {times().size(), any_extent, k});
  const std::size_t each = array.shape[1] * k;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto first = array.values.begin() + static_cast<std::ptrdiff_t>(i * each);
    rows_[i].assign(first, first + static_cast<std::ptrdiff_t>(each));
  }
}

Block SampleRecorder::at(std::size_t i) const {
  using RowMajor = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto& rows = rows_.at(i);
  return Eigen::Map<const RowMajor>(rows.data(), static_cast<Index>(rows.size()) / width(),
                                    width());
}

}  // namespace sdescent
