#pragma once
/// \file
/// The first two moments of a LinearSde of two columns, in closed form.

#include "tests/support/linear_sde.hpp"

#include <Eigen/Core>

#include <vector>

namespace sdescent {

/// exp(m) for a matrix of small norm.
inline Eigen::MatrixXd exponential(const Eigen::MatrixXd& m) {
  Eigen::MatrixXd term = Eigen::MatrixXd::Identity(m.rows(), m.cols()), sum = term;
  for (int k = 1; k <= 30; ++k) {
    term = (term * m / k).eval();
    sum += term;
  }
  return sum;
}

/// The linear map Q of dE[S Sᵀ]/dt = Q E[S Sᵀ], on the entries of the matrix column by column.
inline Eigen::Matrix4d second_moment_generator(const Eigen::Matrix2d& a,
                                               const std::vector<Eigen::MatrixXd>& b) {
  Eigen::Matrix4d q;
  for (Eigen::Index j = 0; j < 4; ++j) {
    Eigen::Matrix2d m = Eigen::Matrix2d::Zero();
    m(j % 2, j / 2) = 1.0;
    Eigen::Matrix2d rate = a * m + m * a.transpose();
    for (const auto& noise : b) rate += noise * m * noise.transpose();
    q.col(j) = Eigen::Map<const Eigen::Vector4d>(rate.data());
  }
  return q;
}

/// E S_i of dS = A S dt + Σ B_j S dW_j after time h from s, and E S_i S_j.
inline double linear_mean(const Eigen::Matrix2d& a, const Eigen::Vector2d& s, double h,
                          Eigen::Index i) {
  return (exponential(h * a) * s)(i);
}
inline double linear_second_moment(const Eigen::Matrix2d& a, const std::vector<Eigen::MatrixXd>& b,
                                   const Eigen::Vector2d& s, double h, Eigen::Index i,
                                   Eigen::Index j) {
  const Eigen::Matrix2d start = s * s.transpose();
  const Eigen::Vector4d moments = exponential(h * second_moment_generator(a, b)) *
                                  Eigen::Map<const Eigen::Vector4d>(start.data());
  return moments(i + 2 * j);
}

}  // namespace sdescent
