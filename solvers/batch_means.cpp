#include "solvers/batch_means.hpp"

#include "io/require.hpp"

#include <fmt/format.h>
#include <gsl/gsl_cdf.h>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;

/// Means of `count` rows each.
ArrayXXd means_of(const ArrayXXd& rows, Index count) {
  ArrayXXd means(rows.rows() / count, rows.cols());
  for (Index i = 0; i < means.rows(); ++i)
    means.row(i) = rows.middleRows(i * count, count).colwise().mean();
  return means;
}

/// Rows first … first + count − 1 of every path.
ArrayXd part(const ArrayXd& column, Index paths, Index first, Index count) {
  const Index each = column.size() / paths;
  ArrayXd all(paths * count);
  for (Index p = 0; p < paths; ++p)
    all.segment(p * count, count) = column.segment(p * each + first, count);
  return all;
}

/// Geweke's t: first tenth against last half. 0 for differences that are rounding.
double drift(const ArrayXd& pieces, const ArrayXd& batches, Index paths) {
  const Index per_path = pieces.size() / paths, half = batches.size() / paths / 2;
  const ArrayXd early = part(pieces, paths, 0, (per_path + 9) / 10);
  const ArrayXd late = part(batches, paths, half, half);
  const double difference = early.mean() - late.mean();
  if (std::abs(difference) <= 0x1p-40 * std::abs(late.mean())) return 0.0;
  const auto n_early = static_cast<double>(early.size()), n_late = static_cast<double>(late.size());
  const double variance = (late - late.mean()).square().sum() / (n_late - 1.0);
  const auto per_batch = static_cast<double>(SeriesCut::pieces_of_batch);
  return difference / std::sqrt(variance * (per_batch / n_early + 1.0 / n_late));
}

/// Lag-1 autocorrelation within paths, less its mean under independence, in standard deviations.
double memory(const ArrayXd& pieces, Index paths) {
  const Index each = pieces.size() / paths;
  const ArrayXd d = pieces - pieces.mean();
  const double scale = d.abs().maxCoeff();
  if (!(scale > 0x1p-40 * std::abs(pieces.mean()))) return 0.0;
  const ArrayXd earlier = part(d / scale, paths, 0, each - 1),
                later = part(d / scale, paths, 1, each - 1);
  const auto n = static_cast<double>(d.size()), pairs = static_cast<double>(later.size());
  const double r = (earlier * later).sum() / (d / scale).square().sum();
  return (r + pairs / (n * (n - 1.0))) * n / std::sqrt(pairs);
}

std::string why_unfit(const ArrayXXd& pieces, const ArrayXXd& batches, Index paths, double level) {
  const double tail = level / (2.0 * static_cast<double>(pieces.cols()));
  const double most_drift = gsl_cdf_tdist_Qinv(tail, replicate_batches / 2 - 1.0);
  const double most_memory = gsl_cdf_ugaussian_Qinv(tail);
  for (Index c = 0; c < pieces.cols(); ++c) {
    const double t = drift(pieces.col(c), batches.col(c), paths);
    if (std::abs(t) > most_drift)
      return fmt::format(
          "burn-in too short: functional {} begins {:.1f} standard errors off its last half", c + 1,
          t);
    const double z = memory(pieces.col(c), paths);
    if (std::abs(z) > most_memory)
      return fmt::format(
          "batches too short: quarters of them of functional {} have lag-1 autocorrelation {:.1f} "
          "standard deviations from 0",
          c + 1, z);
  }
  return {};
}

}  // namespace

Index require_batch_mean_paths(std::uint64_t paths) {
  constexpr auto most = static_cast<std::uint64_t>(replicate_batches / 2);
  require(paths >= 1 && most % paths == 0, "paths of batch means",
          fmt::format("a divisor of {}", most), fmt::format("{}", paths));
  return static_cast<Index>(paths);
}

SeriesCut::SeriesCut(Index times, Index burn_in, Index paths) {
  require_batch_mean_paths(static_cast<std::uint64_t>(paths));
  require_at_least("burn-in of batch means", burn_in, 0);
  per_path = pieces / paths;
  require_at_least("times of batch means after the burn-in", times - burn_in, per_path);
  length = (times - burn_in) / per_path;
  first = times - length * per_path;
}

BatchMeans::BatchMeans(const ArrayXXd& piece_means, Index paths, double level) {
  require_equal("pieces of batch means", piece_means.rows(), SeriesCut::pieces);
  require_at_least("columns of batch means", piece_means.cols(), 1);
  require_batch_mean_paths(static_cast<std::uint64_t>(paths));
  require(level > 0 && level < 1, "level of batch means", "between 0 and 1",
          fmt::format("{}", level));
  means_ = means_of(piece_means, SeriesCut::pieces_of_batch);
  unfit_ = why_unfit(piece_means, means_, paths, level);
}

BatchMeans batch_means(const std::vector<ArrayXXd>& series, Index burn_in, double level) {
  require(!series.empty(), "series of batch means", "at least one", "none");
  const Index times = series.front().rows(), columns = series.front().cols();
  const SeriesCut cut(times, burn_in, static_cast<Index>(series.size()));
  ArrayXXd pieces(SeriesCut::pieces, columns);
  for (std::size_t p = 0; p < series.size(); ++p) {
    require_equal("times of a series of batch means", series[p].rows(), times);
    require_equal("columns of a series of batch means", series[p].cols(), columns);
    pieces.middleRows(static_cast<Index>(p) * cut.per_path, cut.per_path) =
        means_of(series[p].bottomRows(times - cut.first), cut.length);
  }
  return {pieces, static_cast<Index>(series.size()), level};
}

}  // namespace sdescent
