#include "validation/adaptive/phase_two_steps.hpp"

#include "models/sign_sgd_phases.hpp"
#include "validation/adaptive/bound_evidence.hpp"

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

ArrayXd erf_of(const ArrayXd& y) {
  return y.unaryExpr([](double v) { return std::erf(v); });
}

}  // namespace

ArrayXd line(const ArrayXd& y, Intercept intercept) {
  const PhaseTwoLine of = PhaseTwoLine::of_erf();
  return y.unaryExpr([&](double v) {
    const bool secant = intercept == Intercept::below || (intercept == Intercept::printed && v > 0);
    return of.slope * std::abs(v) + (secant ? of.secant : of.tangent);
  });
}

ArrayXd phase_two_grid() {
  constexpr Index half = 200;
  const ArrayXd positive = ArrayXd::LinSpaced(half + 2, 1.0, 1.5).segment(1, half);
  ArrayXd both(2 * half);
  both << positive, -positive;
  return both;
}

Evidence erf_between(const ArrayXd& y, Intercept below, Intercept above) {
  const ArrayXd middle = erf_of(y).abs();
  ArrayXd smaller(2 * y.size()), larger(2 * y.size());
  smaller << line(y, below), middle;
  larger << middle, line(y, above);
  return known_inequalities(smaller, larger);
}

Evidence variance_step(const ArrayXd& y, Intercept q) {
  return known_inequalities(1.0 - erf_of(y).square(), 1.0 - line(y, q).square());
}

Evidence drift_step(const ArrayXd& y, Intercept q) {
  return known_inequalities(y.abs() * line(y, q), y * erf_of(y));
}

Evidence cross_term_step(const ArrayXd& y, double eta_mu, CrossTerm term) {
  const double q = PhaseTwoLine::of_erf().secant;
  const ArrayXd cross = 2.0 * (line(y, Intercept::below) - q) * q;
  return known_inequalities(term == CrossTerm::printed ? cross : 0.0 * cross, 0.5 * eta_mu * cross);
}

}  // namespace sdescent::adaptive
