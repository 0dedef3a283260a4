#pragma once
/// \file
/// The weak error of one step, without sampling: order p + 1 there is weak order p.

#include "solvers/gauss_hermite.hpp"
#include "solvers/stepper.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <vector>

namespace sdescent {

using PointFunction = std::function<double(const Eigen::VectorXd&)>;

/// Points with weights that sum to 1.
struct WeightedStates {
  Block states;
  Eigen::ArrayXd weights;
};

/// Where `from` is after a step at time t: every point goes to all that quadrature of `nodes` nodes
/// makes of each Brownian increment, and both values of each two-point variable.
inline WeightedStates after_step(const Stepper& stepper, const SdeModel& model, double t, double dt,
                                 const WeightedStates& from, Index nodes) {
  const GaussHermite rule(nodes);
  const Index sources = model.noise_dimension(), signs = stepper.two_point_variables(model);
  const double root = std::sqrt(dt);
  Index branches = Index{1} << signs;
  for (Index j = 0; j < sources; ++j) branches *= nodes;
  const Index points = from.states.rows() * branches;
  WeightedStates to{Block(points, from.states.cols()), Eigen::ArrayXd(points)};
  Block dW(points, sources + signs);
  for (Index i = 0; i < points; ++i) {
    Index rest = i % branches;
    to.states.row(i) = from.states.row(i / branches);
    to.weights(i) = std::ldexp(from.weights(i / branches), static_cast<int>(-signs));
    for (Index j = 0; j < sources; ++j, rest /= nodes) {
      dW(i, j) = root * rule.nodes(rest % nodes);
      to.weights(i) *= rule.weights(rest % nodes);
    }
    for (Index j = 0; j < signs; ++j, rest /= 2) dW(i, sources + j) = rest % 2 == 0 ? root : -root;
  }
  Scratch scratch;
  stepper.step(model, t, dt, dW, to.states, scratch);
  return to;
}

/// E h(S) after `steps` steps of dt from s at time t. One step of few sources affords many nodes,
/// more steps must be short enough for a few.
inline double mean_after(const Stepper& stepper, const SdeModel& model, double t, double dt,
                         int steps, const Eigen::VectorXd& s, const PointFunction& h, Index nodes) {
  WeightedStates at{s.transpose().array(), Eigen::ArrayXd::Ones(1)};
  for (int n = 0; n < steps; ++n) at = after_step(stepper, model, t + n * dt, dt, at, nodes);
  double mean = 0.0;
  for (Index i = 0; i < at.states.rows(); ++i)
    mean += at.weights(i) * h(at.states.row(i).matrix().transpose());
  return mean;
}

inline double one_step_mean(const Stepper& stepper, const SdeModel& model, double t, double dt,
                            const Eigen::VectorXd& s, const PointFunction& h) {
  return mean_after(stepper, model, t, dt, 1, s, h, 20);
}

/// Checks that |error(h)| falls as h^order and not faster, from h = `finest` upwards. The order
/// seen at h deviates by terms in h^p for these powers and then by less, and extrapolation takes
/// them away one by one.
inline void check_local_order(double order, const std::function<double(double)>& error,
                              const std::vector<double>& powers = {1.0}, int finest = -10) {
  // Orders at h = 2^finest, 2^(finest + 1), …
  std::vector<double> orders;
  for (std::size_t i = 0; i <= powers.size(); ++i) {
    const double h = std::ldexp(1.0, static_cast<int>(i) + finest);
    orders.push_back(std::log2(std::abs(error(2.0 * h) / error(h))));
  }
  CHECK(orders[0] == Approx(order).epsilon(0).margin(0.1));
  for (const double power : powers) {
    const double factor = std::pow(2.0, power);
    for (std::size_t i = 0; i + 1 < orders.size(); ++i)
      orders[i] = (factor * orders[i] - orders[i + 1]) / (factor - 1.0);
    orders.pop_back();
  }
  CHECK(orders[0] == Approx(order).epsilon(0).margin(1e-3));
}

inline void check_local_order_two(const std::function<double(double)>& error,
                                  const std::vector<double>& powers = {1.0}) {
  check_local_order(2.0, error, powers);
}

}  // namespace sdescent
