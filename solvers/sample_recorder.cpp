#include "solvers/sample_recorder.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <utility>

namespace sdescent {

SampleRecorder::SampleRecorder(std::string name, Observable observable, std::uint64_t paths)
    : name_(std::move(name)), observable_(std::move(observable)), paths_(paths) {
  require(paths >= 1, fmt::format("paths kept by recorder \"{}\"", name_), ">= 1", "0");
}

void SampleRecorder::begin(const std::vector<double>& times) {
  times_ = times;
  rows_.assign(times.size(), {});
}

std::unique_ptr<Recorder> SampleRecorder::fresh() const {
  auto copy = std::make_unique<SampleRecorder>(name_, observable_, paths_);
  copy->begin(times_);
  return copy;
}

std::optional<Index> SampleRecorder::observe(std::size_t i, const Lockstep& blocks,
                                             Scratch& scratch) {
  if (blocks.path >= paths_) return std::nullopt;
  Scratch::Frame frame(scratch);
  BlockMap values = frame.block(blocks.rows(), observable_.width());
  observable_.evaluate(blocks, values, scratch);
  for (Index r = 0; r < values.rows() && blocks.path + static_cast<std::uint64_t>(r) < paths_;
       ++r) {
    if (!values.row(r).allFinite()) return r;
    for (Index c = 0; c < values.cols(); ++c) rows_[i].push_back(values(r, c));
  }
  return std::nullopt;
}

void SampleRecorder::merge(const Recorder& later) {
  const auto& other = dynamic_cast<const SampleRecorder&>(later);
  require(other.times_ == times_ && other.columns() == columns(),
          fmt::format("recorder merged into \"{}\"", name_), "one of the same times and columns",
          fmt::format("\"{}\"", other.name_));
  for (std::size_t i = 0; i < rows_.size(); ++i)
    rows_[i].insert(rows_[i].end(), other.rows_[i].begin(), other.rows_[i].end());
}

void SampleRecorder::save(Archive& archive) const {
  const auto k = static_cast<std::size_t>(observable_.width());
  const std::size_t kept = rows_.empty() ? 0 : rows_.front().size() / k;
  std::vector<double> values;
  for (const auto& rows : rows_) values.insert(values.end(), rows.begin(), rows.end());
  archive.set(name_ + ".t", {times_.size()}, times_);
  archive.set(name_ + ".values", {times_.size(), kept, k}, std::move(values));
}

void SampleRecorder::load(const Archive& archive) {
  begin(archive.get(name_ + ".t").values);
  const auto& [name, shape, values] = archive.get(name_ + ".values");
  const auto k = static_cast<std::size_t>(observable_.width());
  require(shape.size() == 3 && shape[0] == times_.size() && shape[2] == k,
          fmt::format("saved arrays of recorder \"{}\"", name_),
          fmt::format("of {} times and {} columns", times_.size(), k), "another shape");
  const std::size_t each = shape[1] * k;
  for (std::size_t i = 0; i < times_.size(); ++i) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(i * each);
    rows_[i].assign(first, first + static_cast<std::ptrdiff_t>(each));
  }
}

Block SampleRecorder::at(std::size_t i) const {
  using RowMajor = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Index k = observable_.width();
  const auto& rows = rows_.at(i);
  return Eigen::Map<const RowMajor>(rows.data(), static_cast<Index>(rows.size()) / k, k);
}

}  // namespace sdescent
