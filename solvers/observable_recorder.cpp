#include "solvers/observable_recorder.hpp"

#include "io/require.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

namespace sdescent {

ObservableRecorder::ObservableRecorder(std::string name, Observable observable)
    : name_(std::move(name)), observable_(std::move(observable)) {
  require_at_least(fmt::format("number of columns of recorder \"{}\"", name_), width(), 1);
}

void ObservableRecorder::begin(const std::vector<double>& times) {
  times_ = times;
  clear();
}

std::optional<NotFinite> ObservableRecorder::observe(std::size_t i, const Lockstep& blocks,
                                                     Scratch& scratch) {
  const Index rows = rows_wanted(blocks);
  if (rows == 0) return std::nullopt;
  Scratch::Frame frame(scratch);
  BlockMap values = frame.block(blocks.rows(), width());
  observable_.evaluate(blocks, values, scratch);
  if (const auto bad = first_not_finite(values.topRows(rows))) return bad;
  add(i, blocks.path, values.topRows(rows));
  return std::nullopt;
}

void ObservableRecorder::merge(const Recorder& later) {
  const auto& other = dynamic_cast<const ObservableRecorder&>(later);
  require(same_settings(later) && other.times_ == times_ && other.columns() == columns(),
          fmt::format("recorder merged into \"{}\"", name_),
          "one of the same times, columns and settings", fmt::format("\"{}\"", other.name_));
  merge_same(later);
}

void ObservableRecorder::save(Archive& archive) const {
  store(archive, "t", {times_.size()}, times_);
  save_values(archive);
}

void ObservableRecorder::load(const Archive& archive) {
  begin(stored(archive, "t", {any_extent}).values);
  load_values(archive);
}

void ObservableRecorder::store(Archive& archive, std::string_view part,
                               std::vector<std::size_t> shape, std::vector<double> values) const {
  archive.set(fmt::format("{}.{}", name_, part), std::move(shape), std::move(values));
}

const NamedArray& ObservableRecorder::stored(const Archive& archive, std::string_view part,
                                             std::vector<std::size_t> shape) const {
  const NamedArray& array = archive.get(fmt::format("{}.{}", name_, part));
  if (shape.size() == array.shape.size())
    for (std::size_t k = 0; k < shape.size(); ++k)
      if (shape[k] == any_extent) shape[k] = array.shape[k];
  require(array.shape == shape, fmt::format("saved array \"{}\"", array.name),
          fmt::format("of shape ({})", fmt::join(shape, ", ")),
          fmt::format("({})", fmt::join(array.shape, ", ")));
  return array;
}

}  // namespace sdescent
