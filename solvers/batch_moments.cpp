#include "solvers/batch_moments.hpp"

#include <algorithm>
#include <utility>

namespace sdescent {
namespace {

/// Calls f(pair number, p, q) for every second moment kept.
template <class F>
void for_each_pair(SecondMoments kind, Index k, F f) {
  Index pair = 0;
  for (Index p = 0; p < k; ++p) {
    const Index end = kind == SecondMoments::variances ? p + 1 : k;
    for (Index q = p; q < end; ++q) f(pair++, p, q);
  }
}

}  // namespace

Index second_moment_count(SecondMoments kind, Index k) {
  return kind == SecondMoments::variances ? k : k * (k + 1) / 2;
}

Index second_moment_column(SecondMoments kind, Index k, Index p, Index q) {
  if (kind == SecondMoments::variances) return p;
  return p * k - p * (p - 1) / 2 + (q - p);
}

BatchMoments::BatchMoments(SecondMoments kind, Index columns)
    : kind_(kind),
      count_(Eigen::ArrayXd::Zero(replicate_batches)),
      mean_(Block::Zero(replicate_batches, columns)),
      second_(Block::Zero(replicate_batches, second_moment_count(kind, columns))) {}

void BatchMoments::add(const ConstBlockRef& values) {
  const Index k = mean_.cols();
  // Deviations from the old and the new mean; fixed-size columns keep this free of allocation.
  using Lane = Eigen::Array<double, Eigen::Dynamic, 1, 0, replicate_batches, 1>;
  for (Index first = 0; first < values.rows(); first += replicate_batches) {
    const Index n = std::min(replicate_batches, values.rows() - first);
    count_.head(n) += 1.0;
    const Lane weight = count_.head(n).inverse();
    for_each_pair(kind_, k, [&](Index pair, Index p, Index q) {
      // Column q's mean is updated when its own pair (q, q) comes up, after every (p, q), p < q.
      const Lane before = values.col(q).segment(first, n) - mean_.col(q).head(n);
      if (p == q) {
        mean_.col(q).head(n) += before * weight;
        second_.col(pair).head(n) +=
            before * (values.col(q).segment(first, n) - mean_.col(q).head(n));
      } else {
        second_.col(pair).head(n) +=
            before * (values.col(p).segment(first, n) - mean_.col(p).head(n));
      }
    });
  }
}

void BatchMoments::merge(const BatchMoments& other) {
  using Lane = Eigen::Array<double, replicate_batches, 1>;
  const Lane n = count_ + other.count_;
  const Lane weight = (n > 0).select(other.count_ / n, 0.0);
  const Lane cross = count_ * weight;
  for_each_pair(kind_, mean_.cols(), [&](Index pair, Index p, Index q) {
    const Lane dp = other.mean_.col(p) - mean_.col(p), dq = other.mean_.col(q) - mean_.col(q);
    second_.col(pair) += other.second_.col(pair) + dp * dq * cross;
  });
  for (Index c = 0; c < mean_.cols(); ++c)
    mean_.col(c) += (other.mean_.col(c) - mean_.col(c)) * weight;
  count_ = n;
}

Moments BatchMoments::total(Index without) const {
  Moments all{0, Eigen::ArrayXd::Zero(mean_.cols()), Eigen::ArrayXd::Zero(second_.cols())};
  for (Index b = 0; b < replicate_batches; ++b) {
    if (b == without || count_(b) == 0) continue;
    const double n = all.count + count_(b);
    const double cross = all.count * count_(b) / n;
    const Eigen::ArrayXd delta = mean_.row(b).transpose() - all.mean;
    for_each_pair(kind_, mean_.cols(), [&](Index pair, Index p, Index q) {
      all.second(pair) += second_(b, pair) + delta(p) * delta(q) * cross;
    });
    all.mean += delta * (count_(b) / n);
    all.count = n;
  }
  all.second /= all.count - 1;
  return all;
}

void BatchMoments::restore(Eigen::ArrayXd count, Block mean, Block second) {
  count_ = std::move(count);
  mean_ = std::move(mean);
  second_ = std::move(second);
}

}  // namespace sdescent
