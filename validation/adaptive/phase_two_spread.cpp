#include "validation/adaptive/phase_two_spread.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {

using Eigen::ArrayXd;
using Eigen::Index;

Spread::Spread(const SampleRecorder& x, Dynamics process, const DiagonalSetting& setting,
               const PhaseWindows& window)
    : setting_(setting) {
  const auto n = static_cast<Index>(x.times().size()) - 1;
  const Index d = setting.lambda.size();
  times_ = Eigen::Map<const ArrayXd>(x.times().data(), n + 1).tail(n);
  spread_ = times_.unaryExpr([&](double t) { return window.spread(t); });
  for (Index i = 0; i < n; ++i)
    x_.emplace_back(
        x.at(static_cast<std::size_t>(i) + 1).middleCols(static_cast<Index>(process) * d, d));
}

Spread::Summary Spread::summary(Index time, Intercept q, bool one_of_d, double some_level,
                                Index without) const {
  const Block& x = x_[static_cast<std::size_t>(time)];
  const auto kept = [&](Index r) { return r % replicate_batches != without; };
  const ArrayXd centre = x.colwise().mean().transpose();
  ArrayXd sum = ArrayXd::Zero(x.cols());
  double paths = 0, squares = 0, tail = 0, some = 0;
  for (Index r = 0; r < x.rows(); ++r) {
    if (!kept(r)) continue;
    const ArrayXd apart = x.row(r).transpose() - centre;
    const double square = apart.square().sum();
    sum += apart;
    squares += square;
    tail += square > spread_(time) ? 1.0 : 0.0;
    some += apart.square().maxCoeff() > some_level ? 1.0 : 0.0;
    ++paths;
  }
  const double variance = (squares - sum.square().sum() / paths) / (paths - 1.0);
  const ArrayXd to_ratio = setting_.lambda / (std::numbers::sqrt2 * setting_.sigma);
  double lines = 0;
  for (Index i = 0; i < x.cols(); ++i) {
    const ArrayXd squared = line(to_ratio(i) * x.col(i), q).square();
    for (Index r = 0; r < x.rows(); ++r) lines += kept(r) ? squared(r) : 0.0;
  }
  const double d = one_of_d ? 1.0 : static_cast<double>(x.cols());
  return {variance, tail / paths, some / paths, d - lines / paths};
}

template <class Sides>
Estimate Spread::by_time(Sides sides) const {
  const Index n = times_.size();
  return jackknife(static_cast<double>(x_.front().rows()), [&](Index without) {
    ArrayXd both(2 * n);
    for (Index i = 0; i < n; ++i) {
      const auto [smaller, larger] = sides(i, without);
      both(i) = smaller;
      both(n + i) = larger;
    }
    return both;
  });
}

Estimate Spread::variance_sides(Intercept q, bool one_of_d) const {
  return by_time([&](Index i, Index without) {
    const Summary s = summary(i, q, one_of_d, 0.0, without);
    return std::pair(s.variance, setting_.eta * times_(i) * s.injected);
  });
}

Estimate Spread::tail_sides(Intercept q, Factor factor, bool one_of_d) const {
  return by_time([&](Index i, Index without) {
    const Summary s = summary(i, q, one_of_d, 0.0, without);
    const double tau = factor == Factor::one ? 1.0 : times_(i);
    return std::pair(s.tail, setting_.eta * tau * s.injected / spread_(i));
  });
}

Estimate Spread::union_sides(bool share) const {
  const Index last = times_.size() - 1;
  const double d = share ? static_cast<double>(x_.front().cols()) : 1.0;
  return jackknife(static_cast<double>(x_.front().rows()), [&](Index without) {
    const Summary s = summary(last, Intercept::below, false, spread_(last) / d, without);
    return ArrayXd(Eigen::Array2d(s.tail, s.some));
  });
}

}  // namespace sdescent::adaptive
