#include "models/sign_sgd_phases.hpp"

#include "io/require.hpp"
#include "models/gaussian_noise.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent {

PhaseTwoLine PhaseTwoLine::of_erf() {
  const double slope = 2.0 * (std::erf(1.5) - std::erf(1.0));
  // erf' = (2/√π) exp(−y²) is the slope at the point of the tangent.
  const double point = std::sqrt(-std::log(0.5 * std::sqrt(std::numbers::pi) * slope));
  return {slope, std::erf(1.0) - slope, std::erf(point) - slope * point};
}

SignSgdPhases::SignSgdPhases(std::shared_ptr<const Problem> problem, Bound bound, Schedule schedule)
    : problem_(std::move(problem)),
      bound_(bound),
      schedule_(std::move(schedule)),
      layout_({{"x", problem_->dimension()}}) {
  const auto* noise = dynamic_cast<const GaussianNoise*>(&problem_->noise());
  require(noise != nullptr && noise->kind() == NoiseKind::diagonal,
          "gradient noise of the phases of SignSGD",
          "Gaussian and uncorrelated (adaptive, Lemma 3.4)", "another law");
  for (Index i = 0; i < noise->dimension(); ++i)
    require_positive(fmt::format("sigma of coordinate {}", i + 1), noise->deviations()(i));
  to_ratio_ = (std::numbers::sqrt2 * noise->deviations().array()).inverse();
}

void SignSgdPhases::switching(double, const ConstBlockRef& x, BlockRef y, Scratch& scratch) const {
  problem_->objective().gradient(x, y, 0, scratch);
  for (Index c = 0; c < y.cols(); ++c) y.col(c) *= to_ratio_(c);
}

double SignSgdPhases::output(Index, Index phase, double y) const {
  const bool lower = bound_ == Bound::lower;
  switch (phase) {
    case 0:
      return -1.0;
    case 1:
      return line_.slope * y - (lower ? line_.secant : line_.tangent);
    case 2:
      return 2.0 / std::sqrt(std::numbers::pi) * y;
    case 3:
      return line_.slope * y + (lower ? line_.tangent : line_.secant);
    default:
      return 1.0;
  }
}

void SignSgdPhases::flow(double t, const ConstBlockRef&, const ConstBlockRef& u, BlockRef dx,
                         Scratch&) const {
  dx = -schedule_(t) * u;
}

void SignSgdPhases::switching_rate(double, const ConstBlockRef& x, const ConstBlockRef& dx,
                                   BlockRef dy, Scratch& scratch) const {
  problem_->objective().hessian_product(x, dx, dy, scratch);
  for (Index c = 0; c < dy.cols(); ++c) dy.col(c) *= to_ratio_(c);
}

}  // namespace sdescent
