/// Rmsprop and Adam: paths worked out by hand, what they refuse, what every process promises.

#include "io/error.hpp"
#include "models/adam.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/rmsprop.hpp"
#include "solvers/replay.hpp"
#include "tests/support/contract_kit.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

constexpr double eta = 0.125;

OptimizerSettings settings(const VectorXd& start = VectorXd{{1.0, -3.0}}, Schedule schedule = {}) {
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{2.0, 1.0}}),
      std::make_shared<GaussianNoise>(VectorXd{{0.5, 2.0}}));
  return {"opt", problem, eta, StartPoint(start), 6, std::move(schedule)};
}

/// The state after step number `step` from `state`, with standard normals z.
Block after(const Optimizer& optimizer, Block state, const Block& z, std::uint64_t step = 0) {
  const Replay source(std::vector<Block>(step + 1, z));
  Scratch scratch;
  optimizer.advance({step, eta * static_cast<double>(step), eta, 0, 6, source, scratch}, state);
  return state;
}

TEST_CASE("RMSprop takes the step of its equations", "[models]") {
  const RmspropSettings constants{
      .beta = 0.75, .epsilon = 0.01, .decay = 0.5, .accuracy = Accuracy::accurate};
  const Rmsprop optimizer(settings(VectorXd{{1.0, -3.0}}, Schedule::constant(2.0)), constants);
  const Block end = after(optimizer, Block{{1.0, -3.0, 0.25, 4.0}}, Block{{1.0, 0.5}});
  const double g[] = {2.5, -2.0}, x[] = {1.0, -3.0}, v[] = {0.25, 4.0};
  for (Index i = 0; i < 2; ++i) {
    const double second = 0.75 * v[i] + 0.25 * g[i] * g[i];
    CHECK(end(0, 2 + i) == Approx(second).epsilon(1e-15));
    CHECK(end(0, i) ==
          Approx(x[i] - 0.25 * (g[i] / (std::sqrt(second) + 0.01) + 0.5 * x[i])).epsilon(1e-14));
  }
}

TEST_CASE("Adam takes the step of its equations, corrected by the number of the step", "[models]") {
  const AdamSettings constants{
      .beta1 = 0.5, .beta2 = 0.75, .epsilon = 0.01, .decay = 0.5, .accuracy = Accuracy::accurate};
  const Adam optimizer(settings(), constants);
  const Block end = after(optimizer, Block{{1.0, -3.0, 0.5, 1.0, 0.25, 4.0}}, Block{{1.0, 0.5}}, 2);
  const double g[] = {2.5, -2.0}, x[] = {1.0, -3.0}, m[] = {0.5, 1.0}, v[] = {0.25, 4.0};
  for (Index i = 0; i < 2; ++i) {
    const double first = 0.5 * m[i] + 0.5 * g[i], second = 0.75 * v[i] + 0.25 * g[i] * g[i];
    const double unbiased = first / (1.0 - std::pow(0.5, 3));
    const double root = std::sqrt(second / (1.0 - std::pow(0.75, 3)));
    CHECK(end(0, 2 + i) == Approx(first).epsilon(1e-15));
    CHECK(end(0, 4 + i) == Approx(second).epsilon(1e-15));
    CHECK(end(0, i) == Approx(x[i] - eta * (unbiased / (root + 0.01) + 0.5 * x[i])).epsilon(1e-14));
  }
}

TEST_CASE("Adam without averages is RMSprop without memory", "[models]") {
  const Block z{{0.3, -1.0}}, start{{1.0, -3.0, 0.0, 0.0}};
  const Block rmsprop = after(Rmsprop(settings(), {.beta = 0.0}), start, z);
  const Block adam =
      after(Adam(settings(), {.beta1 = 0.0, .beta2 = 0.0}), Block{{1.0, -3.0, 0, 0, 0, 0}}, z, 5);
  CHECK((rmsprop.leftCols(2) - adam.leftCols(2)).abs().maxCoeff() < 1e-15);
  // Both are SignSGD when ε is small.
  CHECK(rmsprop(0, 0) == Approx(1.0 - eta).epsilon(1e-7));
  CHECK(rmsprop(0, 1) == Approx(-3.0 + eta).epsilon(1e-7));
}

TEST_CASE("moments start at 0, or where the whole state is given", "[models]") {
  const Replay none({});
  Scratch scratch;
  const At at{0, 0.0, eta, 0, 6, none, scratch};
  Block state = Block::Constant(3, 6, -1.0);
  Adam(settings(), {}).start(at, {}, state);
  CHECK((state.rightCols(4) == 0).all());
  CHECK((state.col(1) == -3.0).all());
  Adam(settings(VectorXd{{1, 2, 3, 4, 5, 6}}), {}).start(at, {}, state);
  CHECK((state.col(5) == 6.0).all());
  CHECK_THROWS_MATCHES(Adam(settings(VectorXd::Ones(3)), {}), InvalidInput,
                       Message("dimension of the start of process opt must be 2, got 3"));
}

TEST_CASE("RMSprop and Adam keep the promises of a process", "[models]") {
  for (const WeightDecay kind : {WeightDecay::decoupled, WeightDecay::l2}) {
    check_process(Rmsprop(settings(), {.decay = 0.1, .kind = kind}));
    check_process(Adam(settings(), {.decay = 0.1, .kind = kind}));
  }
}

TEST_CASE("RMSprop and Adam refuse constants out of range", "[models]") {
  CHECK_THROWS_MATCHES(Rmsprop(settings(), {.beta = 1.0}), InvalidInput,
                       Message("beta must be in [0, 1), got 1"));
  CHECK_THROWS_MATCHES(Adam(settings(), {.beta1 = -0.1}), InvalidInput,
                       Message("beta1 must be in [0, 1), got -0.1"));
  CHECK_THROWS_MATCHES(Adam(settings(), {.beta2 = 1.5}), InvalidInput,
                       Message("beta2 must be in [0, 1), got 1.5"));
  CHECK_THROWS_AS(Adam(settings(), {.epsilon = -1.0}), InvalidInput);
  CHECK_THROWS_AS(Rmsprop(settings(), {.decay = std::nan("")}), InvalidInput);
}

}  // namespace
}  // namespace sdescent
