#include "solvers/euler_maruyama.hpp"

#include "solvers/arithmetic.hpp"

namespace sdescent {

Orders EulerMaruyama::orders(NoiseKind kind) const {
  const bool multiplicative = kind == NoiseKind::diagonal || kind == NoiseKind::general;
  return {.weak = 1.0, .strong = multiplicative ? 0.5 : 1.0, .zero_noise = 1.0};
}

void EulerMaruyama::step(const SdeModel& model, double t, double dt, const ConstBlockRef& dW,
                         BlockRef s, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap drift = frame.block(s.rows(), s.cols());
  const bool diagonal_noise = model.noise_kind() == NoiseKind::diagonal;
  BlockMap diagonal = frame.block(s.rows(), diagonal_noise ? model.noise_dimension() : 0);
  model.coefficients(t, s, drift, diagonal, scratch);
  if (diagonal_noise) {
    const Index first = model.noise_column(), driven = model.noise_dimension();
    const Index rest = s.cols() - first - driven;
    add_scaled(dt, drift.leftCols(first), s.leftCols(first));
    euler_step(dt, drift.middleCols(first, driven), diagonal, dW, s.middleCols(first, driven));
    add_scaled(dt, drift.rightCols(rest), s.rightCols(rest));
    return;
  }
  if (model.noise_kind() != NoiseKind::none) {
    BlockMap noise = frame.block(s.rows(), s.cols());
    model.diffuse(t, s, dW, noise, scratch);
    add_scaled(1.0, noise, s);
  }
  add_scaled(dt, drift, s);
}

}  // namespace sdescent
