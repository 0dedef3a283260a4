#include "solvers/euler_maruyama.hpp"

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
  switch (model.noise_kind()) {
    case NoiseKind::none:
      break;
    case NoiseKind::diagonal:
      s.middleCols(model.noise_column(), model.noise_dimension()) += diagonal * dW;
      break;
    case NoiseKind::additive:
    case NoiseKind::general: {
      BlockMap noise = frame.block(s.rows(), s.cols());
      model.diffuse(t, s, dW, noise, scratch);
      s += noise;
      break;
    }
  }
  s += drift * dt;
}

}  // namespace sdescent
