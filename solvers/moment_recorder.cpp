#include "solvers/moment_recorder.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <utility>

namespace sdescent {
namespace {

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
    : ObservableRecorder(std::move(name), std::move(observable)), kind_(kind) {
  require(kind == SecondMoments::variances || width() <= most_covariance_columns,
          fmt::format("columns of recorder \"{}\" with covariances", this->name()),
          fmt::format("<= {} (64 batches of all pairs are 1 GB a record time; observe variances, "
                      "or the covariances of a few projections)",
                      most_covariance_columns),
          fmt::format("{}", width()));
}

RecorderMemory MomentRecorder::memory(const RecordingSize& size) const {
  const Index numbers = 1 + width() + second_moment_count(kind_, width());
  const double bytes =
      8.0 * replicate_batches * static_cast<double>(numbers) * static_cast<double>(size.times);
  return {bytes, bytes};
}

std::unique_ptr<Recorder> MomentRecorder::fresh() const {
  auto copy = std::make_unique<MomentRecorder>(name(), observable(), kind_);
  copy->begin(times());
  return copy;
}

void MomentRecorder::clear() { at_time_.assign(times().size(), BatchMoments(kind_, width())); }

void MomentRecorder::add(std::size_t i, std::uint64_t, const ConstBlockRef& values) {
  at_time_[i].add(values);
}

bool MomentRecorder::same_settings(const Recorder& other) const {
  return dynamic_cast<const MomentRecorder&>(other).kind_ == kind_;
}

void MomentRecorder::merge_same(const Recorder& later) {
  const auto& other = dynamic_cast<const MomentRecorder&>(later);
  for (std::size_t i = 0; i < at_time_.size(); ++i) at_time_[i].merge(other.at_time_[i]);
}

void MomentRecorder::save_values(Archive& archive) const {
  const std::size_t n = times().size();
  const auto k = static_cast<std::size_t>(width());
  const auto pairs = static_cast<std::size_t>(second_moment_count(kind_, width()));
  std::vector<double> count, mean, second;
  const auto append = [](std::vector<double>& to, const std::vector<double>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  for (const BatchMoments& moments : at_time_) {
    append(count, row_major(moments.count()));
    append(mean, row_major(moments.mean()));
    append(second, row_major(moments.second()));
  }
  store(archive, "count", {n, replicate_batches}, std::move(count));
  store(archive, "mean", {n, replicate_batches, k}, std::move(mean));
  store(archive, "second", {n, replicate_batches, pairs}, std::move(second));
}

void MomentRecorder::load_values(const Archive& archive) {
  const std::size_t n = times().size();
  const Index k = width(), pairs = second_moment_count(kind_, k);
  const auto& count = stored(archive, "count", {n, replicate_batches}).values;
  const auto& mean =
      stored(archive, "mean", {n, replicate_batches, static_cast<std::size_t>(k)}).values;
  const auto& second =
      stored(archive, "second", {n, replicate_batches, static_cast<std::size_t>(pairs)}).values;
  for (std::size_t i = 0; i < n; ++i)
    at_time_[i].restore(unstack(count, i, replicate_batches, 1),
                        unstack(mean, i, replicate_batches, k),
                        unstack(second, i, replicate_batches, pairs));
}

Index MomentRecorder::batches_used() const {
  return at_time_.empty() ? 0 : (at_time_.front().count() > 0).count();
}

MomentCurves MomentRecorder::curves(Index without) const {
  const auto n = static_cast<Index>(times().size());
  const Index k = width();
  MomentCurves curves{0, Eigen::ArrayXXd(n, k), Eigen::ArrayXXd(n, second_moment_count(kind_, k))};
  for (Index i = 0; i < n; ++i) {
    const Moments moments = at_time_[static_cast<std::size_t>(i)].total(without);
    curves.count = moments.count;
    curves.mean.row(i) = moments.mean.transpose();
    curves.second.row(i) = moments.second.transpose();
  }
  return curves;
}

Estimate MomentRecorder::mean(Index column) const {
  return jackknife(*this,
                   [&](const MomentCurves& m) -> Eigen::ArrayXd { return m.mean.col(column); });
}

Estimate MomentRecorder::covariance(Index p, Index q) const {
  require(p == q || kind_ == SecondMoments::covariances,
          fmt::format("second moments of recorder \"{}\"", name()), "covariances",
          "variances only");
  return jackknife(*this, [&](const MomentCurves& m) -> Eigen::ArrayXd {
    return m.second.col(covariance_column(p, q));
  });
}

}  // namespace sdescent
