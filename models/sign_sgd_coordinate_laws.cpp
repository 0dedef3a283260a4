#include "models/sign_sgd_coordinate_laws.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

constexpr double dropped_tail = 1e-30;

void check(const Problem& problem, double eta, const Eigen::VectorXd& x0,
           const std::vector<std::uint64_t>& steps) {
  require_positive("eta", eta);
  require_equal("dimension of the start of the coordinate laws", x0.size(), problem.dimension());
  require(problem.noise().has_independent_signs() && !problem.noise().has_atoms(),
          "gradient noise of the coordinate laws",
          "of known P(sign), independent between coordinates and without atoms",
          problem.noise().description());
  require(!steps.empty() && steps.back() <= 1'000'000 &&
              std::adjacent_find(steps.begin(), steps.end(), std::greater_equal<>()) == steps.end(),
          "steps of the coordinate laws", "increasing and <= 1000000",
          fmt::format("{} numbers up to {}", steps.size(), steps.empty() ? 0 : steps.back()));
}

/// One coordinate: points x_0 + η(j − K), j = 0 … 2K, of which x_k visits those with j − K + k
/// even.
class Chain {
 public:
  Chain(const Problem& problem, double eta, const Eigen::VectorXd& x0, Index coordinate, Index most)
      : points_(2 * most + 1), up_(2 * most + 1), lo_(most), hi_(most) {
    for (Index j = 0; j < points_.size(); ++j)
      points_(j) = x0(coordinate) + eta * static_cast<double>(j - most);
    Block x = x0.transpose().array().replicate(points_.size(), 1);
    x.col(coordinate) = points_;
    Block g(x.rows(), x.cols());
    Scratch scratch;
    problem.objective().gradient(x, g, 0, scratch);
    problem.noise().sign_mean(x, g, g, scratch);
    up_ = 0.5 - 0.5 * g.col(coordinate);
    probability_ = ArrayXd::Zero(points_.size());
    probability_(most) = 1.0;
  }

  /// Sites of one parity pass all they have to those of the other.
  void step() {
    --lo_, ++hi_;
    for (Index j = lo_; j <= hi_; j += 2) {
      const double from_below = j > lo_ ? probability_(j - 1) * up_(j - 1) : 0.0;
      const double from_above = j < hi_ ? probability_(j + 1) * (1.0 - up_(j + 1)) : 0.0;
      probability_(j) = from_below + from_above;
    }
    for (Index j = lo_ + 1; j < hi_; j += 2) probability_(j) = 0.0;
    for (; probability_(lo_) < dropped_tail; lo_ += 2) probability_(lo_) = 0.0;
    for (; probability_(hi_) < dropped_tail; hi_ -= 2) probability_(hi_) = 0.0;
  }

  double mean() const { return (support(probability_) * support(points_)).sum(); }
  double variance() const {
    return (support(probability_) * (support(points_) - mean()).square()).sum();
  }
  double positive() const {
    return (support(points_) > 0.0).select(support(probability_), 0.0).sum();
  }

 private:
  ArrayXd support(const ArrayXd& all) const { return all.segment(lo_, hi_ - lo_ + 1); }

  ArrayXd points_, up_, probability_;
  Index lo_, hi_;  // outermost sites with probability
};

}  // namespace

CoordinateMoments sign_sgd_coordinate_laws(const Problem& problem, double eta,
                                           const Eigen::VectorXd& x0,
                                           const std::vector<std::uint64_t>& steps) {
  check(problem, eta, x0, steps);
  const auto rows = static_cast<Index>(steps.size());
  const Block empty(rows, x0.size());
  CoordinateMoments moments{empty, empty, empty};
  for (Index i = 0; i < x0.size(); ++i) {
    Chain chain(problem, eta, x0, i, static_cast<Index>(steps.back()));
    std::uint64_t k = 0;
    for (Index row = 0; row < rows; ++row) {
      for (; k < steps[static_cast<std::size_t>(row)]; ++k) chain.step();
      moments.mean(row, i) = chain.mean();
      moments.variance(row, i) = chain.variance();
      moments.positive(row, i) = chain.positive();
    }
  }
  return moments;
}

}  // namespace sdescent
