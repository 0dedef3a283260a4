#include "solvers/sde_model.hpp"

#include "io/error.hpp"

namespace sdescent {

void SdeModel::coefficients_and_derivative(double, const ConstBlockRef&, BlockRef, BlockRef,
                                           BlockRef, Scratch&) const {
  throw InvalidInput("the SDE must know the derivative of its diffusion, got one that does not");
}

void SdeModel::diffuse(double t, const ConstBlockRef& s, const ConstBlockRef& dW, BlockRef out,
                       Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap drift = frame.block(s.rows(), s.cols());
  BlockMap diagonal = frame.block(s.rows(), noise_dimension());
  coefficients(t, s, drift, diagonal, scratch);
  out.setZero();
  out.middleCols(noise_column(), noise_dimension()) = diagonal * dW;
}

}  // namespace sdescent
