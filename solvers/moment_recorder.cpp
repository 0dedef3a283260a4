#include "solvers/moment_recorder.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <utility>

namespace sdescent {
namespace {

constexpr double max_bytes = 1 << 30;

std::vector<double> row_major(const Block& block) {
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(block.size()));
  for (Index r = 0; r < block.rows(); ++r)
    for (Index c = 0; c < block.cols(); ++c) values.push_back(block(r, c));
  return values;
}

/// Block number i of a stack of rows × cols blocks stored one after the other, rows first.
Block unstack(const std::vector<double>& values, std::size_t i, Index rows, Index cols) {
  const auto offset = static_cast<std::ptrdiff_t>(i) * rows * cols;
  using RowMajor = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const RowMajor>(values.data() + offset, rows, cols);
}

}  // namespace

MomentRecorder::MomentRecorder(std::string name, Observable observable, SecondMoments kind)
    : name_(std::move(name)), observable_(std::move(observable)), kind_(kind) {}

void MomentRecorder::begin(const std::vector<double>& times) {
  const Index width = observable_.width() + second_moment_count(kind_, observable_.width());
  const double bytes =
      8.0 * replicate_batches * static_cast<double>(width) * static_cast<double>(times.size());
  require(bytes <= max_bytes, fmt::format("memory of recorder \"{}\"", name_),
          "at most 1 GiB a chunk (observe fewer columns, variances only, or fewer times)",
          fmt::format("{:.1f} GiB", bytes / max_bytes));
  times_ = times;
  at_time_.assign(times.size(), BatchMoments(kind_, observable_.width()));
}

std::unique_ptr<Recorder> MomentRecorder::fresh() const {
  auto copy = std::make_unique<MomentRecorder>(name_, observable_, kind_);
  copy->begin(times_);
  return copy;
}

std::optional<Index> MomentRecorder::observe(std::size_t i, const Lockstep& blocks,
                                             Scratch& scratch) {
  Scratch::Frame frame(scratch);
  BlockMap values = frame.block(blocks.rows(), observable_.width());
  observable_.evaluate(blocks, values, scratch);
  if (!values.allFinite())
    for (Index r = 0; r < values.rows(); ++r)
      if (!values.row(r).allFinite()) return r;
  at_time_[i].add(values);
  return std::nullopt;
}

void MomentRecorder::merge(const Recorder& later) {
  const auto& other = dynamic_cast<const MomentRecorder&>(later);
  require(other.times_ == times_ && other.columns() == columns() && other.kind_ == kind_,
          fmt::format("recorder merged into \"{}\"", name_), "one of the same times and columns",
          fmt::format("\"{}\"", other.name_));
  for (std::size_t i = 0; i < at_time_.size(); ++i) at_time_[i].merge(other.at_time_[i]);
}

void MomentRecorder::save(Archive& archive) const {
  const std::size_t n = times_.size();
  const auto k = static_cast<std::size_t>(observable_.width());
  const auto pairs = static_cast<std::size_t>(second_moment_count(kind_, observable_.width()));
  std::vector<double> count, mean, second;
  const auto append = [](std::vector<double>& to, const std::vector<double>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  for (const BatchMoments& moments : at_time_) {
    append(count, row_major(moments.count()));
    append(mean, row_major(moments.mean()));
    append(second, row_major(moments.second()));
  }
  archive.set(name_ + ".t", {n}, times_);
  archive.set(name_ + ".count", {n, replicate_batches}, std::move(count));
  archive.set(name_ + ".mean", {n, replicate_batches, k}, std::move(mean));
  archive.set(name_ + ".second", {n, replicate_batches, pairs}, std::move(second));
}

void MomentRecorder::load(const Archive& archive) {
  begin(archive.get(name_ + ".t").values);
  const Index k = observable_.width();
  const Index pairs = second_moment_count(kind_, k);
  const auto& count = archive.get(name_ + ".count").values;
  const auto& mean = archive.get(name_ + ".mean").values;
  const auto& second = archive.get(name_ + ".second").values;
  const auto stacked = [&](const std::vector<double>& values, Index cols) {
    return static_cast<Index>(values.size()) ==
           static_cast<Index>(times_.size()) * replicate_batches * cols;
  };
  require(stacked(count, 1) && stacked(mean, k) && stacked(second, pairs),
          fmt::format("saved arrays of recorder \"{}\"", name_),
          fmt::format("of {} times × {} batches × {} columns", times_.size(), replicate_batches, k),
          "another shape");
  for (std::size_t i = 0; i < times_.size(); ++i)
    at_time_[i].restore(unstack(count, i, replicate_batches, 1),
                        unstack(mean, i, replicate_batches, k),
                        unstack(second, i, replicate_batches, pairs));
}

Index MomentRecorder::batches_used() const {
  return at_time_.empty() ? 0 : (at_time_.front().count() > 0).count();
}

MomentCurves MomentRecorder::curves(Index without) const {
  const auto n = static_cast<Index>(times_.size());
  const Index k = observable_.width();
  MomentCurves curves{0, Eigen::ArrayXXd(n, k), Eigen::ArrayXXd(n, second_moment_count(kind_, k))};
  for (Index i = 0; i < n; ++i) {
    const Moments moments = at_time_[static_cast<std::size_t>(i)].total(without);
    curves.count = moments.count;
    curves.mean.row(i) = moments.mean.transpose();
    curves.second.row(i) = moments.second.transpose();
  }
  return curves;
}

}  // namespace sdescent
