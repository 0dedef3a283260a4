#include "solvers/euler_maruyama.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sde_process.hpp"
#include "tests/support/additive_sde.hpp"
#include "tests/support/gauss_hermite.hpp"
#include "tests/support/geometric_brownian_motion.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace sdescent;

TEST_CASE("the mean square error on geometric Brownian motion has order 1/2 exactly", "[solvers]") {
  // A step multiplies the state by g(ΔW) and the solution by e(ΔW); steps are independent, so the
  // moments of both after n steps are n-th powers of those of one step, known by quadrature.
  const GeometricBrownianMotion model(0.5, 0.6);
  const GaussHermite rule(24);
  const auto root_mean_square = [&](int steps) {
    const double h = 1.0 / steps;
    const Block dW = std::sqrt(h) * rule.nodes;
    Block g = Block::Ones(dW.rows(), 1);
    Scratch scratch;
    EulerMaruyama().step(model, 0.0, h, dW, g, scratch);
    const Eigen::ArrayXd e = dW.col(0).unaryExpr([&](double w) { return model.growth(h, w); });
    const auto after_all = [&](const Eigen::ArrayXd& of_one_step) {
      return std::pow((rule.weights * of_one_step).sum(), steps);
    };
    return std::sqrt(after_all(e.square()) - 2.0 * after_all(e * g.col(0)) +
                     after_all(g.col(0).square()));
  };
  double last = root_mean_square(1 << 4);
  for (int k = 5; k <= 12; ++k) {
    const double halved = root_mean_square(1 << k);
    INFO("h = 2^-" << k);
    CHECK(std::log2(last / halved) == Approx(0.5).epsilon(0).margin(std::ldexp(1.0, 1 - k)));
    last = halved;
  }
}

constexpr int first_level = 2, last_level = 6;  // steps of 2^-2 … 2^-6

/// |difference of the states on two neighbouring grids|, cut off at 1, for each pair of grids.
Observable differences(const std::vector<std::shared_ptr<const Process>>& processes) {
  Observable observable;
  for (std::size_t i = 1; i < processes.size(); ++i)
    observable.columns.push_back(std::to_string(i));
  observable.evaluate = [](const Lockstep& blocks, BlockRef out, Scratch&) {
    for (Index i = 0; i < out.cols(); ++i) {
      const auto coarse = static_cast<std::size_t>(i);
      out.col(i) = (blocks.state(coarse).col(0) - blocks.state(coarse + 1).col(0)).abs().min(1.0);
    }
  };
  return observable;
}

/// Slope of log2 of the means against the level.
double slope(const MomentCurves& curves) {
  const Eigen::ArrayXd y = curves.mean.row(0).transpose().log() / std::log(2.0);
  const Index n = y.size();
  const Eigen::ArrayXd x = Eigen::ArrayXd::LinSpaced(n, 0.0, static_cast<double>(n - 1));
  return ((x - x.mean()) * y).sum() / (x - x.mean()).square().sum();
}

struct Order {
  double estimate, error;
};

/// The strong order seen on grids that share their Brownian paths, with the jackknife's standard
/// error over replicate batches.
Order strong_order(std::shared_ptr<const SdeModel> model) {
  std::vector<std::shared_ptr<const Process>> processes;
  for (int level = first_level; level <= last_level; ++level)
    processes.push_back(std::make_shared<SdeProcess>(
        std::to_string(level), model, std::make_shared<EulerMaruyama>(),
        SdeGrid{.unit = 1.0, .refine = std::uint64_t{1} << level, .brownian = 1 << last_level},
        StartPoint(Eigen::VectorXd::Ones(1))));
  MomentRecorder moments("differences", differences(processes));
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

// Passes if the whole interval, at a two-sided error of 1e-6 by Student's t of 63 degrees, lies
// within 0.1 of the order; one half and one are then told apart.
void check_order(const Order& order, double expected) {
  INFO("order " << order.estimate << " ± " << order.error);
  CHECK(std::abs(order.estimate - expected) + 5.5 * order.error < 0.1);
  CHECK(order.error > 0.0);
}

TEST_CASE("on geometric Brownian motion paths converge with order 1/2", "[solvers][statistical]") {
  check_order(strong_order(std::make_shared<GeometricBrownianMotion>(0.1, 0.4)), 0.5);
}

TEST_CASE("with additive noise paths converge with order 1", "[solvers][statistical]") {
  const Eigen::MatrixXd a = Eigen::MatrixXd::Constant(1, 1, -1.0);
  check_order(strong_order(std::make_shared<AdditiveSde>(a, Eigen::VectorXd::Zero(1), -a)), 1.0);
}

}  // namespace
