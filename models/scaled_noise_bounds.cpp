#include "models/scaled_noise_bounds.hpp"

#include "io/require.hpp"
#include "models/sign_sgd_phases.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

void check(const ScaledNoiseSetting& s) {
  require_positive("mu", s.mu);
  require_positive("trace bound", s.trace);
  require_positive("sigma", s.sigma);
  require_positive("eta", s.eta);
  require_at_least("dimension", s.dimension, 1);
  require(s.smoothness >= s.mu, "smoothness", fmt::format(">= mu = {}", s.mu),
          fmt::format("{}", s.smoothness));
  const double least = s.mu * static_cast<double>(s.dimension);
  require(s.trace >= least * (1 - 1e-12), "trace bound",
          fmt::format(">= mu times the dimension = {}", least), fmt::format("{}", s.trace));
}

/// E sign(ĝ_i) = slope · Y_i + intercept in the phase, Y = g/(σ√(2f)).
struct Line {
  double slope, intercept;
};

Line line_of(ScaledNoisePhase phase) {
  if (phase == ScaledNoisePhase::three) return {2.0 * std::numbers::inv_sqrtpi, 0.0};
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  return {line.slope, line.secant};
}

/// For Σ <= deviation² f I.
RootRelaxation bound(const ScaledNoiseSetting& s, double deviation, ScaledNoisePhase phase) {
  const Line line = line_of(phase);
  // ‖g‖² >= 2μf
  const double alpha = std::numbers::sqrt2 * s.mu * line.slope / deviation;
  const double variance =
      s.trace - s.mu * static_cast<double>(s.dimension) * line.intercept * line.intercept -
      0.5 * alpha * alpha;
  require(variance > 0, "sigma", "large enough for its phase", fmt::format("{}", s.sigma));
  return {alpha, 0.5 * s.eta * variance};
}

}  // namespace

RootRelaxation identity_noise_bound(const ScaledNoiseSetting& s, ScaledNoisePhase phase) {
  check(s);
  return bound(s, s.sigma, phase);
}

RootRelaxation hessian_noise_bound(const ScaledNoiseSetting& s, ScaledNoisePhase phase) {
  check(s);
  return bound(s, s.sigma * std::sqrt(s.smoothness), phase);
}

RootRelaxation regression_noise_bound(const ScaledNoiseSetting& s, double batch,
                                      ScaledNoisePhase phase) {
  check(s);
  require_positive("batch", batch);
  // Σ_ii <= (2fL + ‖g‖²)/B <= 4fL/B
  const double deviation = 2.0 * std::sqrt(s.smoothness / batch);
  return {std::numbers::sqrt2 * s.mu * line_of(phase).slope / deviation, 0.5 * s.eta * s.trace};
}

}  // namespace sdescent
