#pragma once
/// \file
/// Sums of many decaying exponentials, at the cost of one function.

#include "solvers/chebyshev_panel.hpp"
#include "solvers/legendre_panel.hpp"

#include <Eigen/Core>

#include <vector>

namespace sdescent {

/// k(u) = Σ_i c_i e^{−λ_i u}, u >= 0, λ_i >= 0: tabulated on [0, ℓ], [ℓ, 2ℓ], [2ℓ, 4ℓ], …, ℓ =
/// 1/max λ, by polynomials of degree 16, as far as it is asked for. With z = λu at the left end of
/// a panel, e^{−λu} is wrong there by 2(z/4)^17/17! e^{−3z/2} < 2e-14 at most, whatever λ:
/// stiffness costs a panel for each doubling and nothing more.
class ExponentialSum {
 public:
  /// Throws InvalidInput unless there is a λ, as many c and all are finite, λ >= 0.
  ExponentialSum(Eigen::ArrayXd lambda, Eigen::ArrayXd weights);

  /// ℓ = 1/max λ; 1 where that is infinite.
  double shortest() const { return shortest_; }

  /// The convolution with polynomials on [0, h] by their values at h x_l, x the nodes of a
  /// LegendrePanel: row j maps values to ∫_0^{h x_j} k(h x_j − s) p(s) ds. Tabulates up to h.
  LegendrePanel::Map convolution(const LegendrePanel& panel, double h);

 private:
  void reach(double u);

  Eigen::ArrayXd lambda_, weights_;
  double shortest_;
  std::vector<ChebyshevPanel> panels_;
};

}  // namespace sdescent
