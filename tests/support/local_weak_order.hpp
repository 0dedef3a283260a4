#pragma once
/// \file
/// The weak error of one step, without sampling: order 2 there is weak order 1.

#include "solvers/stepper.hpp"
#include "tests/support/gauss_hermite.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <vector>

namespace sdescent {

using StateFunction = std::function<double(const Eigen::VectorXd&)>;

/// E h(S) after one step from s at time t, by quadrature over up to two Brownian increments.
inline double one_step_mean(const Stepper& stepper, const SdeModel& model, double t, double dt,
                            const Eigen::VectorXd& s, const StateFunction& h) {
  const GaussHermite rule(20);
  const Index n = rule.nodes.size();
  const Index sources = model.noise_dimension();
  const Index points = sources == 1 ? n : n * n;
  Block dW(points, sources), states(points, s.size());
  Eigen::ArrayXd weights(points);
  states.rowwise() = s.transpose().array();
  for (Index i = 0; i < points; ++i) {
    dW(i, 0) = std::sqrt(dt) * rule.nodes(i % n);
    weights(i) = rule.weights(i % n);
    if (sources == 1) continue;
    dW(i, 1) = std::sqrt(dt) * rule.nodes(i / n);
    weights(i) *= rule.weights(i / n);
  }
  Scratch scratch;
  stepper.step(model, t, dt, dW, states, scratch);
  double mean = 0.0;
  for (Index i = 0; i < points; ++i) mean += weights(i) * h(states.row(i).matrix().transpose());
  return mean;
}

/// Checks that |error(h)| falls as h² and not faster. The order seen at h deviates from 2 by terms
/// in h^p for these powers and then by less, and extrapolation takes them away one by one.
inline void check_local_order_two(const std::function<double(double)>& error,
                                  const std::vector<double>& powers = {1.0}) {
  // Orders at h = 2^-10, 2^-9, …
  std::vector<double> orders;
  for (std::size_t i = 0; i <= powers.size(); ++i) {
    const double h = std::ldexp(1.0, static_cast<int>(i) - 10);
    orders.push_back(std::log2(std::abs(error(2.0 * h) / error(h))));
  }
  CHECK(orders[0] == Approx(2.0).epsilon(0).margin(0.02));
  for (const double power : powers) {
    const double factor = std::pow(2.0, power);
    for (std::size_t i = 0; i + 1 < orders.size(); ++i)
      orders[i] = (factor * orders[i] - orders[i + 1]) / (factor - 1.0);
    orders.pop_back();
  }
  CHECK(orders[0] == Approx(2.0).epsilon(0).margin(1e-3));
}

}  // namespace sdescent
