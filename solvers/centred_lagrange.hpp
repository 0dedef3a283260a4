#pragma once
/// \file
/// Interpolation on a uniform grid by polynomials of degree 15 on the 16 points around.

#include <Eigen/Core>

#include <array>
#include <cmath>

namespace sdescent {

/// Weights of the grid points first … first + 15 at offset + spacing · i.
struct LagrangeStencil {
  static constexpr Eigen::Index size = 16;
  Eigen::Index first;
  std::array<double, size> weights;
};

/// The stencil of x on the grid offset + spacing · i, i any integer: 8 points on either side.
/// Interpolates polynomials of degree 15 exactly and e^{ikx} to 3e-6 (k spacing)^16. Such centred
/// stencils do not amplify any e^{ikx}, so interpolating again and again is stable (Strang, J.
/// Math. and Phys. 41, 1962).
inline LagrangeStencil centred_lagrange(double offset, double spacing, double x) {
  constexpr Eigen::Index size = LagrangeStencil::size;
  const double place = (x - offset) / spacing;
  const double cell = std::floor(place);
  LagrangeStencil stencil{static_cast<Eigen::Index>(cell) - (size / 2 - 1), {}};
  const double y = place - cell + static_cast<double>(size / 2 - 1);
  double binomial = 1.0, sum = 0.0;  // barycentric weights (−1)^j C(15, j)
  for (Eigen::Index j = 0; j < size; ++j) {
    const double distance = y - static_cast<double>(j);
    auto& weight = stencil.weights[static_cast<std::size_t>(j)];
    if (distance == 0.0) {
      stencil.weights.fill(0.0);
      weight = 1.0;
      return stencil;
    }
    weight = binomial / distance;
    sum += weight;
    binomial *= -static_cast<double>(size - 1 - j) / static_cast<double>(j + 1);
  }
  for (double& weight : stencil.weights) weight /= sum;
  return stencil;
}

}  // namespace sdescent
