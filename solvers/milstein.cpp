#include "solvers/milstein.hpp"

#include <cmath>

namespace sdescent {
namespace {

/// s += a Δt + b ΔW + correction (ΔW² − Δt), the last two on the driven columns.
void add_step(const SdeModel& model, double dt, const ConstBlockRef& dW, const BlockMap& drift,
              const BlockMap& diagonal, const BlockMap& correction, BlockRef s) {
  s.middleCols(model.noise_column(), model.noise_dimension()) +=
      diagonal * dW + correction * (dW.square() - dt);
  s += drift * dt;
}

}  // namespace

void Milstein::step(const SdeModel& model, double t, double dt, const ConstBlockRef& dW, BlockRef s,
                    Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap drift = frame.block(s.rows(), s.cols());
  BlockMap diagonal = frame.block(s.rows(), model.noise_dimension());
  BlockMap correction = frame.block(s.rows(), model.noise_dimension());
  model.coefficients_and_derivative(t, s, drift, diagonal, correction, scratch);
  correction = 0.5 * diagonal * correction;
  add_step(model, dt, dW, drift, diagonal, correction, s);
}

void DerivativeFreeMilstein::step(const SdeModel& model, double t, double dt,
                                  const ConstBlockRef& dW, BlockRef s, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap drift = frame.block(s.rows(), s.cols());
  BlockMap diagonal = frame.block(s.rows(), model.noise_dimension());
  BlockMap support = frame.block(s.rows(), s.cols());
  BlockMap drift_there = frame.block(s.rows(), s.cols());
  BlockMap correction = frame.block(s.rows(), model.noise_dimension());
  model.coefficients(t, s, drift, diagonal, scratch);
  const double root = std::sqrt(dt);
  support = s + drift * dt;
  support.middleCols(model.noise_column(), model.noise_dimension()) += diagonal * root;
  model.coefficients(t, support, drift_there, correction, scratch);
  correction = (correction - diagonal) / (2.0 * root);
  add_step(model, dt, dW, drift, diagonal, correction, s);
}

}  // namespace sdescent
