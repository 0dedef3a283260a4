#include "solvers/bivariate_normal.hpp"

#include "io/require.hpp"
#include "solvers/gauss_legendre.hpp"
#include "solvers/special_functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

constexpr double two_over_pi = 2.0 * std::numbers::inv_pi;
constexpr double half_pi = 0.5 * std::numbers::pi;

/// π/2 − |θ| below which pieces are halved.
constexpr double graded = 0.4;

const GaussLegendre& unit_rule_20() {
  static const GaussLegendre rule(20, 0.0, 1.0);
  return rule;
}

const GaussLegendre& unit_rule_12() {
  static const GaussLegendre rule(12, 0.0, 1.0);
  return rule;
}

/// 4 (Φ(lower) − Φ(a)Φ(b)) where one of two signs decides the other: with ρ = 1, a sign of −1 at
/// the larger of a and b is one at the smaller.
void comonotone(const ConstBlockRef& a, const ConstBlockRef& b, BlockRef out, Scratch& scratch) {
  Scratch::Frame frame(scratch);
  BlockMap above = frame.block(a.rows(), 1);
  above = a.max(b);
  out = a.min(b);
  above = -above;
  vec::normal_cdf(above, above);  // P(sign at the larger is −1)
  vec::normal_cdf(out, out);
  out *= 4.0 * above;
}

}  // namespace

void sign_covariance(const ConstBlockRef& a, const ConstBlockRef& b, double rho, BlockRef out,
                     Scratch& scratch) {
  if (!(std::abs(rho) <= 1.0))  // in a step: no message is made that is not needed
    require(false, "correlation", "in [-1, 1]", fmt::format("{}", rho));
  if (rho == 0.0) {
    out.setZero();
    return;
  }
  Scratch::Frame frame(scratch);
  BlockMap other = frame.block(a.rows(), 1);
  const double sign = rho < 0 ? -1.0 : 1.0;
  other = sign * b;
  if (std::abs(rho) == 1.0) {
    comonotone(a, other, out, scratch);
    out *= sign;
    return;
  }
  BlockMap squares = frame.block(a.rows(), 1), product = frame.block(a.rows(), 1),
           e = frame.block(a.rows(), 1);
  squares = -0.5 * (a - other).square();
  product = a * other;
  out.setZero();
  const auto add = [&](double weight, double r, double q) {
    // (a² − 2rab + b²)/(2q) without the cancellation at r → 1
    e = squares / q - product / (1.0 + r);
    vec::exp(e, e);
    out += two_over_pi * weight * e;
  };
  const GaussLegendre& rule = unit_rule_20();
  const double first = std::min(std::asin(std::abs(rho)), half_pi - graded);
  for (Index k = 0; k < rule.nodes.size(); ++k) {
    const double theta = first * rule.nodes(k), root = std::cos(theta);
    add(first * rule.weights(k), std::sin(theta), root * root);
  }
  const double last = std::acos(std::abs(rho));
  for (double from = graded; from > last;) {  // from, to: of π/2 − θ
    const double to = std::max(last, 0.5 * from);
    for (Index k = 0; k < rule.nodes.size(); ++k) {
      const double angle = from + (to - from) * rule.nodes(k), root = std::sin(angle);
      add((from - to) * rule.weights(k), std::cos(angle), root * root);
    }
    from = to;
  }
  out *= sign;
}

void sign_covariance(const ConstBlockRef& a, const ConstBlockRef& b, const ConstBlockRef& rho,
                     BlockRef out, Scratch& scratch) {
  Scratch::Frame frame(scratch);
  BlockMap squares = frame.block(a.rows(), 1), product = frame.block(a.rows(), 1),
           r = frame.block(a.rows(), 1), q = frame.block(a.rows(), 1), e = frame.block(a.rows(), 1);
  squares = -0.5 * (a.square() + b.square());
  product = a * b;
  out.setZero();
  const GaussLegendre& rule = unit_rule_12();
  for (Index k = 0; k < rule.nodes.size(); ++k) {
    r = rule.nodes(k) * rho;
    q = 1.0 / (1.0 - r.square());
    e = (squares + r * product) * q;
    vec::exp(e, e);
    out += rule.weights(k) * e * q.sqrt();
  }
  out *= two_over_pi * rho;
}

}  // namespace sdescent
