#include "models/objective.hpp"

#include "io/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent {

void Objective::hessian_product(const ConstBlockRef& x, const ConstBlockRef& v, BlockRef out,
                                Scratch& scratch) const {
  const double relative = std::cbrt(std::numeric_limits<double>::epsilon());
  Scratch::Frame frame(scratch);
  BlockMap shifted = frame.block(x.rows(), x.cols()), behind = frame.block(x.rows(), x.cols());
  BlockMap h = frame.block(x.rows(), 1);
  for (Index r = 0; r < x.rows(); ++r) {
    double size = 1.0, length = 0.0;
    for (Index c = 0; c < x.cols(); ++c) {
      size = std::max(size, std::abs(x(r, c)));
      length = std::max(length, std::abs(v(r, c)));
    }
    h(r, 0) = length > 0.0 ? relative * size / length : 1.0;
  }
  const auto shift = [&](double sign) {
    for (Index c = 0; c < x.cols(); ++c) shifted.col(c) = x.col(c) + sign * h.col(0) * v.col(c);
  };
  shift(-1.0);
  gradient(shifted, behind, 0, scratch);
  shift(1.0);
  gradient(shifted, out, 0, scratch);
  for (Index c = 0; c < x.cols(); ++c) out.col(c) = (out.col(c) - behind.col(c)) / (2.0 * h.col(0));
}

void Objective::hessian_diagonal(const ConstBlockRef&, BlockRef, Scratch&) const {
  throw InvalidInput("the objective must have a known diagonal of its Hessian, got one without");
}

}  // namespace sdescent
