#include "tests/support/strong_order.hpp"

#include "solvers/gauss_hermite.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sde_process.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace sdescent {
namespace {

constexpr int first_level = 2, last_level = 6;  // steps of 2^-2 … 2^-6
constexpr std::uint64_t fine_steps = 1 << last_level;

/// |difference of the first column from X|, cut off at 1, for each grid (but the finest if X is the
/// next one); `exact` reads the last process.
Observable differences(Index levels, const ExactState& exact) {
  Observable observable;
  for (Index i = 0; i < levels - (exact ? 0 : 1); ++i)
    observable.columns.push_back(std::to_string(i));
  observable.evaluate = [levels, exact](const Lockstep& blocks, BlockRef out, Scratch&) {
    for (Index i = 0; i < out.cols(); ++i) {
      const auto coarse = static_cast<std::size_t>(i);
      for (Index r = 0; r < out.rows(); ++r) {
        const double x = exact ? exact(blocks.state(static_cast<std::size_t>(levels)).row(r))
                               : blocks.state(coarse + 1)(r, 0);
        out(r, i) = std::min(std::abs(blocks.state(coarse)(r, 0) - x), 1.0);
      }
    }
  };
  return observable;
}

/// The Brownian motions that an SdeProcess with this grid and stream 0 sees.
std::shared_ptr<const Process> brownian_motion(Index dimension) {
  FunctionProcessParts parts;
  parts.name = "W";
  parts.layout = Layout{{"W", dimension}};
  parts.time_per_step = 1.0 / static_cast<double>(fine_steps);
  parts.advance = [](const At& at, BlockRef state) {
    Scratch::Frame frame(at.scratch);
    BlockMap z = frame.block(state.rows(), state.cols());
    at.noise.normals(at.key(), z);
    state += std::sqrt(at.dt) * z;
  };
  return make_process(std::move(parts));
}

/// Slope of log2 of the means against the level.
double slope(const MomentCurves& curves) {
  const Eigen::ArrayXd y = curves.mean.row(0).transpose().log() / std::log(2.0);
  const Index n = y.size();
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(n, 0.0, static_cast<double>(n - 1));
  return ((x - x.mean()) * y).sum() / (x - x.mean()).square().sum();
}

}  // namespace

Order strong_order(std::shared_ptr<const SdeModel> model, std::shared_ptr<const Stepper> stepper,
                   const ExactState& exact) {
  std::vector<std::shared_ptr<const Process>> processes;
  for (int level = first_level; level <= last_level; ++level)
    processes.push_back(std::make_shared<SdeProcess>(
        std::to_string(level), model, stepper,
        SdeGrid{.unit = 1.0, .refine = std::uint64_t{1} << level, .brownian = fine_steps},
        StartPoint(Eigen::VectorXd::Ones(model->layout().size()))));
  const auto levels = std::ssize(processes);
  if (exact) processes.push_back(brownian_motion(model->noise_dimension()));
  MomentRecorder moments("differences", differences(levels, exact));
  const Clock clock(1.0, 1);
  const Philox philox(31);
  REQUIRE(run(processes, clock, RecordTimes::at(clock, {1}), 1 << 17, philox, {&moments},
              {.threads = 2})
              .ok());
  const double estimate = -slope(moments.curves());
  const Index n = replicate_batches;
  Eigen::ArrayXd without(n);
  for (Index b = 0; b < n; ++b) without(b) = -slope(moments.curves(b));
  const double variance = (without - without.mean()).square().sum() * static_cast<double>(n - 1) /
                          static_cast<double>(n);
  return {estimate, std::sqrt(variance)};
}

void check_order(const Order& order, double expected) {
  INFO("order " << order.estimate << " ± " << order.error);
  CHECK(std::abs(order.estimate - expected) + 5.5 * order.error < 0.1);
  CHECK(order.error > 0.0);
}

void check_mean_square_order(const Stepper& stepper, const GeometricBrownianMotion& model,
                             double expected) {
  // A step multiplies the state S by g(ΔW) and the solution by e(ΔW), so that D = X − S becomes
  // e D + (e − g) S; g and e are independent of what was before.
  const GaussHermite rule(24);
  const auto root_mean_square = [&](int steps) {
    const double h = 1.0 / steps;
    const Block dW = std::sqrt(h) * rule.nodes;
    Block g = Block::Ones(dW.rows(), 1);
    Scratch scratch;
    stepper.step(model, 0.0, h, dW, g, scratch);
    const Eigen::ArrayXd e = dW.col(0).unaryExpr([&](double w) { return model.growth(h, w); });
    const Eigen::ArrayXd error = e - g.col(0);
    const auto mean = [&](const Eigen::ArrayXd& of_one_step) {
      return (rule.weights * of_one_step).sum();
    };
    double dd = 0.0, ds = 0.0, ss = 1.0;
    for (int n = 0; n < steps; ++n) {
      dd = mean(e.square()) * dd + 2.0 * mean(e * error) * ds + mean(error.square()) * ss;
      ds = mean(e * g.col(0)) * ds + mean(error * g.col(0)) * ss;
      ss *= mean(g.col(0).square());
    }
    return std::sqrt(dd);
  };
  double last = root_mean_square(1 << 4);
  for (int k = 5; k <= 12; ++k) {
    const double halved = root_mean_square(1 << k);
    INFO("h = 2^-" << k);
    CHECK(std::log2(last / halved) == Approx(expected).epsilon(0).margin(std::ldexp(1.0, 1 - k)));
    last = halved;
  }
}

}  // namespace sdescent
