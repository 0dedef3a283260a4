#include "solvers/replay.hpp"

#include "io/error.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "solvers/sde_process.hpp"
#include "tests/support/additive_sde.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/linear_sde.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <utility>

namespace {

using namespace sdescent;
using Catch::Message;

/// Three steps for two paths and two Brownian motions.
std::vector<Block> prescribed() {
  std::vector<Block> steps(3, Block(2, 2));
  steps[0] << 0.5, -1.25, 2.0, 0.75;
  steps[1] << -0.25, 1.5, 0.125, -2.5;
  steps[2] << 1.0, 0.375, -1.75, 0.0625;
  return steps;
}

TEST_CASE("replayed noise is what was prescribed", "[solvers]") {
  const Replay replay(prescribed());
  Block out(2, 2);
  replay.normals({.step = 1}, out);
  CHECK(same_bits(out, prescribed()[1]));
  replay.uniforms({.step = 2, .stream = 5, .node = 6, .draw = 7}, out);
  CHECK(same_bits(out, prescribed()[2]));
  Block one(1, 1);
  replay.normals({.path = 1, .step = 0, .column = 1}, one);
  CHECK(one(0) == 0.75);
}

TEST_CASE("replay refuses what was not prescribed", "[solvers]") {
  const Replay replay(prescribed());
  Block out(2, 2);
  CHECK_THROWS_MATCHES(replay.normals({.step = 3}, out), InvalidInput,
                       Message("replayed step must be < 3 (the steps prescribed), got 3"));
  CHECK_THROWS_MATCHES(replay.normals({.path = 1}, out), InvalidInput,
                       Message("replayed block must be within 2 paths × 2 columns, got 3 × 2"));
  CHECK_THROWS_MATCHES(replay.normals({.column = 1}, out), InvalidInput,
                       Message("replayed block must be within 2 paths × 2 columns, got 2 × 3"));
}

/// States of both paths after 0 … 3 steps of h = 0.1, from the prescribed noise.
std::vector<Block> run_prescribed(std::shared_ptr<const SdeModel> model,
                                  const Eigen::VectorXd& start) {
  const auto process =
      std::make_shared<SdeProcess>("s", std::move(model), std::make_shared<EulerMaruyama>(),
                                   SdeGrid{.unit = 0.1}, StartPoint(start));
  const std::string field = process->layout().fields().front().name;
  SampleRecorder samples("samples", state_field(*process, 0, field), 2);
  const Clock clock(0.1, 3);
  const Replay replay(prescribed());
  REQUIRE(run({process}, clock, RecordTimes::every(clock, 1), 2, replay, {&samples}).ok());
  std::vector<Block> states;
  for (std::size_t i = 0; i < 4; ++i) states.push_back(samples.at(i));
  return states;
}

TEST_CASE("Euler-Maruyama follows a geometric Brownian motion computed by hand", "[solvers]") {
  const double mu = 0.3, sigma = 0.7, h = 0.1;
  const auto states = run_prescribed(std::make_shared<GeometricBrownianMotion>(mu, sigma),
                                     Eigen::VectorXd::Constant(1, 2.0));
  for (Index path = 0; path < 2; ++path) {
    double x = 2.0;
    for (std::size_t n = 0; n <= 3; ++n) {
      CHECK(states[n](path, 0) == Approx(x).epsilon(1e-12));
      if (n < 3) x *= 1.0 + mu * h + sigma * std::sqrt(h) * prescribed()[n](path, 0);
    }
  }
  // The first step in numbers: 2 (1 + 0.03 + 0.7 √0.1 · 0.5).
  CHECK(states[1](0, 0) == Approx(2.2813594362117866).epsilon(1e-12));
}

TEST_CASE("Euler-Maruyama follows a system with general noise computed by hand", "[solvers]") {
  Eigen::Matrix2d a, b0, b1;
  a << -1.0, 0.5, 0.25, -2.0;
  b0 << 0.1, 0.2, 0.3, -0.4;
  b1 << 0.5, -0.6, 0.0, 0.7;
  const double h = 0.1;
  const auto states =
      run_prescribed(std::make_shared<LinearSde>(a, std::vector<Eigen::MatrixXd>{b0, b1}),
                     Eigen::Vector2d(1.0, -2.0));
  for (Index path = 0; path < 2; ++path) {
    Eigen::Vector2d s(1.0, -2.0);
    for (std::size_t n = 0; n <= 3; ++n) {
      CHECK(states[n](path, 0) == Approx(s(0)).epsilon(1e-12));
      CHECK(states[n](path, 1) == Approx(s(1)).epsilon(1e-12));
      if (n == 3) continue;
      const double dw0 = std::sqrt(h) * prescribed()[n](path, 0);
      const double dw1 = std::sqrt(h) * prescribed()[n](path, 1);
      const Eigen::Vector2d change = h * a * s + dw0 * b0 * s + dw1 * b1 * s;
      s += change;
    }
  }
}

TEST_CASE("Euler-Maruyama takes the coefficients at the beginning of a step", "[solvers]") {
  Eigen::Matrix2d a, b;
  a << -1.0, 0.5, 0.25, -2.0;
  b << 0.5, 0.25, -1.0, 2.0;
  const Eigen::Vector2d c(3.0, -1.0);
  const double h = 0.1;
  const auto states =
      run_prescribed(std::make_shared<AdditiveSde>(a, c, b), Eigen::Vector2d(1.0, -2.0));
  for (Index path = 0; path < 2; ++path) {
    Eigen::Vector2d s(1.0, -2.0);
    for (std::size_t n = 0; n <= 3; ++n) {
      CHECK(states[n](path, 0) == Approx(s(0)).epsilon(1e-12));
      CHECK(states[n](path, 1) == Approx(s(1)).epsilon(1e-12));
      if (n == 3) continue;
      const double t = 0.1 * static_cast<double>(n);
      const Eigen::Vector2d dw = std::sqrt(h) * prescribed()[n].row(path).matrix().transpose();
      const Eigen::Vector2d change = h * (a * s + c * t) + (1.0 + t) * b * dw;
      s += change;
    }
  }
}

}  // namespace
