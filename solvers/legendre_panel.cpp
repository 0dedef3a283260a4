#include "solvers/legendre_panel.hpp"

#include "solvers/gauss_legendre.hpp"

#include <cmath>

namespace sdescent {
namespace {

/// P_0 … P_size at 2x − 1: one more than a panel has, for integrals.
Eigen::Matrix<double, LegendrePanel::size + 1, 1> legendre(double x) {
  Eigen::Matrix<double, LegendrePanel::size + 1, 1> p;
  const double y = 2.0 * x - 1.0;
  p(0) = 1.0;
  p(1) = y;
  for (Eigen::Index n = 1; n < LegendrePanel::size; ++n) {
    const auto m = static_cast<double>(n);
    p(n + 1) = ((2.0 * m + 1.0) * y * p(n) - m * p(n - 1)) / (m + 1.0);
  }
  return p;
}

}  // namespace

LegendrePanel::LegendrePanel() {
  const GaussLegendre rule(size, 0.0, 1.0);
  nodes_ = rule.nodes.matrix();
  Map primitives_at_nodes;
  for (Eigen::Index j = 0; j < size; ++j) {
    const Values p = polynomials(nodes_(j));
    primitives_at_nodes.row(j) = primitives(nodes_(j)).transpose();
    for (Eigen::Index n = 0; n < size; ++n)
      transform_(n, j) = static_cast<double>(2 * n + 1) * rule.weights(j) * p(n);
  }
  integrals_ = primitives_at_nodes * transform_;
}

double LegendrePanel::unresolved(const Values& series) {
  return std::abs(series(size - 1)) + std::abs(series(size - 2));
}

LegendrePanel::Values LegendrePanel::polynomials(double x) { return legendre(x).head<size>(); }

LegendrePanel::Values LegendrePanel::primitives(double x) {
  const auto p = legendre(x);
  Values result;
  result(0) = x;
  for (Eigen::Index n = 1; n < size; ++n)
    result(n) = 0.5 * (p(n + 1) - p(n - 1)) / static_cast<double>(2 * n + 1);
  return result;
}

}  // namespace sdescent
