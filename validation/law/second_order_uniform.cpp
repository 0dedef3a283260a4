// Weak errors of law/second-order under uniform noise on [−1, 1]: exact for the chain, in closed
// form for the SDEs. Section 6 of docs/theory/second-order.md.
#include "models/uniform_noise.hpp"
#include "validation/law/second_order.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::law {
namespace {

using Eigen::Array2d;
using Eigen::ArrayXd;
using Eigen::Index;

/// E X and E X² of the SDE a time `left` after x = 1, where its drift −κx and its diffusion
/// η(1 − x²) begin.
Array2d sde_moments(const SdeModel& model, double eta, double left) {
  Scratch scratch;
  const Block x = Block::Constant(1, 1, 0.5);
  Block drift(1, 1), diagonal(1, 1);
  model.coefficients(0.0, x, drift, diagonal, scratch);
  const double kappa = -drift(0) / x(0), rate = 2.0 * kappa + eta;
  const double decay = std::exp(-rate * left);
  return {std::exp(-kappa * left), decay + eta * (1.0 - decay) / rate};
}

/// Learning rates that are a whole number of steps from the kink, or half a step more.
ArrayXd phased(const SecondOrderSetting& s, bool half) {
  return s.uniform_path / ((s.uniform_path / s.eta).round() + (half ? 0.5 : 0.0));
}

}  // namespace

std::vector<SecondOrderCurve> uniform_curves(const SecondOrderSetting& s) {
  const auto problem =
      scalar_problem(1.0, std::make_shared<UniformNoise>(Eigen::VectorXd::Ones(1)));
  const SecondOrderCase c{
      SecondOrderMethod::sign_sgd, {"", "", problem, problem, {}, {}}, 1.0 + s.uniform_path};
  const std::vector<TestFunction> all = test_functions(s.centre, s.width);
  const std::vector<TestFunction> functions{all[0], all[1]};  // x, x²
  const double left = s.uniform_duration - s.uniform_path, decay = std::exp(-left);
  const Array2d limit(-left / 3.0 * decay,
                      -8.0 / 3.0 * left * decay * decay + 0.5 * (1.0 - decay * decay));
  const Array2d half_a_step(0.125 * decay, 0.25 * decay * decay);
  std::vector<SecondOrderCurve> curves;
  for (const bool half : {false, true}) {
    const ArrayXd eta = phased(s, half);
    Eigen::ArrayXXd first(eta.size(), 2), second(eta.size(), 2);
    for (Index i = 0; i < eta.size(); ++i) {
      const auto steps = static_cast<std::uint64_t>(std::llround(s.uniform_duration / eta(i)));
      const std::vector<double> mean = optimizer_means(c, functions, eta(i), steps);
      const auto error = [&](double correction) -> Array2d {
        return Array2d(mean[0], mean[1]) -
               sde_moments(*second_order_sde(c, s.mistakes, eta(i), correction), eta(i), left);
      };
      first.row(i) = error(s.mistakes.first_correction);
      second.row(i) = error(s.mistakes.correction);
    }
    for (Index h = 0; h < 2; ++h) {
      SecondOrderCurve& curve =
          curves.emplace_back(fmt::format("SignSGD, uniform, phase {}", half ? "½" : "0"),
                              functions[static_cast<std::size_t>(h)], eta);
      curve.first = first.col(h);
      curve.second = second.col(h);
      curve.bias.setConstant(1e-14);
      curve.limit = limit(h) + (half ? half_a_step(h) : 0.0);
      curve.tolerance = half_a_step(h) / 3.0;
    }
  }
  return curves;
}

}  // namespace sdescent::law
