#pragma once
/// \file
/// Chains for tests, with what they do computed the long way.

#include "solvers/scheduled_chain.hpp"

#include <gsl/gsl_cdf.h>

namespace sdescent::test {

/// SignSGD on ½x² under N(0, 1): up with Φ(−x); of every step the share `stay` is not taken.
inline StepRule gaussian_rule(double stay = 0.0) {
  return [stay](const Eigen::ArrayXd& x) {
    const auto below = [](double at) { return gsl_cdf_ugaussian_P(at); };
    return StepProbabilities{(1.0 - stay) * (-x).unaryExpr(below),
                             Eigen::ArrayXd::Constant(x.size(), stay),
                             (1.0 - stay) * x.unaryExpr(below)};
  };
}

/// E h(x_K) by walking all signs of the steps k, k + 1, …, K − 1 from x.
inline double by_tree(const StepRule& rule, const StepLength& eta, double x, std::uint64_t k,
                      std::uint64_t last, const RealFunction& h) {
  if (k == last) return h(x);
  const StepProbabilities p = rule(Eigen::ArrayXd::Constant(1, x));
  const auto after = [&](double step) {
    return by_tree(rule, eta, x + eta(k) * step, k + 1, last, h);
  };
  return p.up(0) * after(1) + (p.stay(0) > 0.0 ? p.stay(0) * after(0) : 0.0) +
         p.down(0) * after(-1);
}

}  // namespace sdescent::test
