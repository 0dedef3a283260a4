#include "solvers/batch_means_recorder.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sdescent {

BatchMeansRecorder::BatchMeansRecorder(std::string name, Observable observable, std::uint64_t paths,
                                       double burn_in)
    : ObservableRecorder(std::move(name), std::move(observable)),
      paths_(require_batch_mean_paths(paths)),
      burn_in_(burn_in) {
  require_non_negative(fmt::format("burn-in of recorder \"{}\"", this->name()), burn_in);
}

RecorderMemory BatchMeansRecorder::memory(const RecordingSize&) const {
  const double bytes = 8.0 * static_cast<double>(SeriesCut::pieces * width());
  return {bytes, bytes};
}

std::unique_ptr<Recorder> BatchMeansRecorder::fresh() const {
  auto copy = std::make_unique<BatchMeansRecorder>(name(), observable(),
                                                   static_cast<std::uint64_t>(paths_), burn_in_);
  copy->begin(times());
  return copy;
}

Index BatchMeansRecorder::rows_wanted(const Lockstep& blocks) const {
  // Paths are fewer than a tile's least rows: only the tile of path 0 has any.
  return blocks.path == 0 ? std::min(blocks.rows(), paths_) : 0;
}

void BatchMeansRecorder::clear() {
  const auto burnt =
      std::count_if(times().begin(), times().end(), [this](double t) { return t < burn_in_; });
  cut_ = SeriesCut(static_cast<Index>(times().size()), static_cast<Index>(burnt), paths_);
  seen_ = 0;
  sums_.setZero(SeriesCut::pieces, width());
}

void BatchMeansRecorder::add(std::size_t i, std::uint64_t, const ConstBlockRef& values) {
  seen_ = values.rows();
  const Index after = static_cast<Index>(i) - cut_.first;
  if (after < 0) return;
  const Index piece = after / cut_.length;
  for (Index r = 0; r < values.rows(); ++r)
    for (Index c = 0; c < values.cols(); ++c) sums_(r * cut_.per_path + piece, c) += values(r, c);
}

bool BatchMeansRecorder::same_settings(const Recorder& other) const {
  const auto& same = dynamic_cast<const BatchMeansRecorder&>(other);
  return same.paths_ == paths_ && same.burn_in_ == burn_in_;
}

void BatchMeansRecorder::merge_same(const Recorder& later) {
  const auto& other = dynamic_cast<const BatchMeansRecorder&>(later);
  seen_ += other.seen_;
  sums_ += other.sums_;
}

void BatchMeansRecorder::save_values(Archive& archive) const {
  const auto rows = static_cast<std::size_t>(sums_.rows()), k = static_cast<std::size_t>(width());
  std::vector<double> values(sums_.data(), sums_.data() + sums_.size());
  store(archive, "paths", {}, {static_cast<double>(seen_)});
  store(archive, "sums", {k, rows}, std::move(values));
}

void BatchMeansRecorder::load_values(const Archive& archive) {
  const auto rows = static_cast<std::size_t>(SeriesCut::pieces);
  seen_ = static_cast<Index>(stored(archive, "paths", {}).values.front());
  const NamedArray& sums = stored(archive, "sums", {static_cast<std::size_t>(width()), rows});
  sums_ = Eigen::Map<const Eigen::ArrayXXd>(sums.values.data(), SeriesCut::pieces, width());
}

BatchMeans BatchMeansRecorder::batch_means(double level) const {
  require_equal(fmt::format("paths seen by recorder \"{}\"", name()), seen_, paths_);
  return {sums_ / static_cast<double>(cut_.length), paths_, level};
}

}  // namespace sdescent
