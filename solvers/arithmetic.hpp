#pragma once
/// \file
/// The arithmetic of inner loops on blocks, by the vector kernels: what Eigen's expressions say,
/// compiled for the machine at hand. All blocks of a call have one shape and may be one another.

#include "solvers/block.hpp"

namespace sdescent {

/// out = factor · x
void scale(double factor, const ConstBlockRef& x, BlockRef out);

/// out += factor · x
void add_scaled(double factor, const ConstBlockRef& x, BlockRef out);

/// The same with a factor for each column.
void scale(const Eigen::Ref<const Eigen::VectorXd>& factors, const ConstBlockRef& x, BlockRef out);
void add_scaled(const Eigen::Ref<const Eigen::VectorXd>& factors, const ConstBlockRef& x,
                BlockRef out);

/// out(r, c) = values(c)
void fill(const Eigen::Ref<const Eigen::VectorXd>& values, BlockRef out);

/// out = factor · a · b
void multiply(double factor, const ConstBlockRef& a, const ConstBlockRef& b, BlockRef out);

/// out = rate · (a² + b² − v), the drift of a second moment that relaxes to a² + b²
void relax(double rate, const ConstBlockRef& a, const ConstBlockRef& b, const ConstBlockRef& v,
           BlockRef out);

/// A sign of mean m from a uniform u on (0, 1): +1 where u < (1 + m)/2, else −1; NaN where m is.
void threshold_sign(const ConstBlockRef& mean, const ConstBlockRef& u, BlockRef out);

/// s += drift · dt + diagonal · dW: one step of Euler and Maruyama for diagonal noise.
void euler_step(double dt, const ConstBlockRef& drift, const ConstBlockRef& diagonal,
                const ConstBlockRef& dW, BlockRef s);

}  // namespace sdescent
