#include "solvers/energy_distance.hpp"

#include "io/require.hpp"

namespace sdescent {
namespace {

using Eigen::ArrayXd;

/// ‖a_j − b‖ of the rows j >= first of a.
ArrayXd distances(const ConstBlockRef& a, Index first, const ConstBlockRef& b, Index row) {
  ArrayXd squares = ArrayXd::Zero(a.rows() - first);
  for (Index c = 0; c < a.cols(); ++c)
    squares += (a.col(c).tail(squares.size()) - b(row, c)).square();
  return squares.sqrt();
}

/// Sums over pairs of paths in which a path, or two of one batch, take part.
struct PairSums {
  explicit PairSums(Index paths) : of_path(ArrayXd::Zero(paths)) {}
  ArrayXd of_path;
  ArrayXd within_batch = ArrayXd::Zero(replicate_batches);
};

PairSums pair_sums(const ConstBlockRef& x, const ConstBlockRef& y) {
  PairSums sums(x.rows());
  for (Index i = 0; i + 1 < x.rows(); ++i) {
    const ArrayXd h = distances(y, i + 1, x, i) + distances(x, i + 1, y, i) -
                      distances(x, i + 1, x, i) - distances(y, i + 1, y, i);
    sums.of_path(i) += h.sum();
    sums.of_path.tail(h.size()) += h;
    for (Index j = replicate_batches - 1; j < h.size(); j += replicate_batches)
      sums.within_batch(i % replicate_batches) += h(j);
  }
  return sums;
}

}  // namespace

Estimate energy_distance(const ConstBlockRef& x, const ConstBlockRef& y) {
  require_equal("paths of the second sample", y.rows(), x.rows());
  require_equal("coordinates of the second sample", y.cols(), x.cols());
  require_at_least("coordinates of a sample", x.cols(), 1);
  require_at_least("paths of a sample", x.rows(), 3);
  const PairSums sums = pair_sums(x, y);
  const double total = 0.5 * sums.of_path.sum();
  const auto mean = [](double sum, double paths) { return sum / (0.5 * paths * (paths - 1.0)); };
  const auto paths = static_cast<double>(x.rows());
  return jackknife(paths, [&](Index batch) -> ArrayXd {
    if (batch < 0) return ArrayXd::Constant(1, mean(total, paths));
    double without = total + sums.within_batch(batch), left = paths;
    for (Index p = batch; p < x.rows(); p += replicate_batches) {
      without -= sums.of_path(p);
      left -= 1.0;
    }
    return ArrayXd::Constant(1, mean(without, left));
  });
}

}  // namespace sdescent
