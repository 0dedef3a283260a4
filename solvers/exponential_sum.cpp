#include "solvers/exponential_sum.hpp"

#include "io/require.hpp"
#include "solvers/gauss_legendre.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent {

ExponentialSum::ExponentialSum(Eigen::ArrayXd lambda, Eigen::ArrayXd weights)
    : lambda_(std::move(lambda)), weights_(std::move(weights)) {
  require_at_least("number of decay rates", lambda_.size(), 1);
  require_equal("number of weights of exponentials", weights_.size(), lambda_.size());
  for (Eigen::Index i = 0; i < lambda_.size(); ++i) {
    require_non_negative(fmt::format("decay rate {}", i + 1), lambda_(i));
    require_finite(fmt::format("weight {} of an exponential", i + 1), weights_(i));
  }
  const double largest = lambda_.maxCoeff();
  shortest_ = largest > 0.0 ? 1.0 / largest : 1.0;
}

void ExponentialSum::reach(double u) {
  const auto k = [this](double at) { return (weights_ * (-at * lambda_).exp()).sum(); };
  while (panels_.empty() || panels_.back().right() < u) {
    const double left = panels_.empty() ? 0.0 : panels_.back().right();
    panels_.emplace_back(k, left, left > 0.0 ? 2.0 * left : shortest_);
  }
}

LegendrePanel::Map ExponentialSum::convolution(const LegendrePanel& panel, double h) {
  reach(h);
  // Exact: the product of two polynomials has degree 31.
  const GaussLegendre rule(LegendrePanel::size, 0.0, 1.0);
  LegendrePanel::Map of_series = LegendrePanel::Map::Zero();
  for (Eigen::Index j = 0; j < LegendrePanel::size; ++j) {
    const double end = h * panel.nodes()(j);
    for (const ChebyshevPanel& k : panels_) {
      if (k.left() >= end) break;
      const double length = std::min(k.right(), end) - k.left();
      for (Eigen::Index g = 0; g < rule.nodes.size(); ++g) {
        const double u = k.left() + length * rule.nodes(g);
        of_series.row(j) +=
            length * rule.weights(g) * k(u) * LegendrePanel::polynomials((end - u) / h).transpose();
      }
    }
  }
  return of_series * panel.to_series();
}

}  // namespace sdescent
