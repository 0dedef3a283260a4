#include "solvers/sde_model.hpp"

namespace sdescent {

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
