#include "models/optimizer.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/replay.hpp"
#include "tests/models/evaluation.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

OptimizerSettings settings(double eta, const VectorXd& start = VectorXd{{1.0, -3.0}}) {
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{2.0, 1.0}}),
      std::make_shared<GaussianNoise>(VectorXd::Ones(2)));
  return {"opt", problem, eta, StartPoint(start), 6};
}

TEMPLATE_TEST_CASE("an optimizer is a process in x whose step takes the time eta", "[models]", Sgd,
                   SignSgd) {
  const TestType optimizer(settings(0.25));
  CHECK(optimizer.name() == "opt");
  CHECK(optimizer.layout().size() == 2);
  CHECK(optimizer.layout().field("x").size == 2);
  CHECK(optimizer.time_per_step() == 0.25);
  CHECK(optimizer.stream() == 6);
  CHECK(optimizer.start_time() == 0);
  Block x(3, 2);
  const Replay none({});
  Scratch scratch;
  optimizer.start({0, 0.0, 0.25, 0, 6, none, scratch}, {}, x);
  CHECK((x.col(0) == 1.0).all());
  CHECK((x.col(1) == -3.0).all());
}

TEMPLATE_TEST_CASE("an optimizer refuses bad learning rates and starts", "[models]", Sgd, SignSgd) {
  CHECK_THROWS_MATCHES(TestType(settings(0.0)), InvalidInput, Message("eta must be > 0, got 0"));
  CHECK_THROWS_MATCHES(TestType(settings(-0.1)), InvalidInput,
                       Message("eta must be > 0, got -0.1"));
  CHECK_THROWS_MATCHES(TestType(settings(std::numeric_limits<double>::quiet_NaN())), InvalidInput,
                       Message("eta must be > 0, got nan"));
  CHECK_THROWS_MATCHES(TestType(settings(0.1, VectorXd::Ones(3))), InvalidInput,
                       Message("dimension of the start of process opt must be 2, got 3"));
}

TEMPLATE_TEST_CASE("a schedule multiplies the learning rate at the time of the step", "[models]",
                   Sgd, SignSgd) {
  OptimizerSettings scheduled = settings(0.25);
  scheduled.schedule = Schedule::stable_decay(1.0, 3.0, 0.5);
  const TestType constant(settings(0.25)), optimizer(scheduled);
  CHECK(optimizer.time_per_step() == 0.25);
  const Replay source(std::vector<Block>(9, Block{{0.5, 1.0}, {-2.0, 0.25}}));
  Scratch scratch;
  const Block start{{1.0, -3.0}, {2.0, 1.0}};
  const auto step_at = [&](const TestType& of, std::uint64_t step) {
    Block x = start;
    of.advance({step, 0.25 * static_cast<double>(step), 0.25, 0, 6, source, scratch}, x);
    return Block(x - start);
  };
  CHECK((step_at(optimizer, 2) == step_at(constant, 2)).all());                           // t = 0.5
  CHECK((step_at(optimizer, 8) - 0.75 * step_at(constant, 8)).abs().maxCoeff() < 1e-15);  // t = 2
}

TEMPLATE_TEST_CASE("a NaN in the state survives a step of an optimizer", "[models]", Sgd, SignSgd) {
  const TestType optimizer(settings(0.25));
  Block x{{std::numeric_limits<double>::quiet_NaN(), 1.0}, {2.0, 1.0}};
  const Replay source({Block::Zero(2, 2)});
  Scratch scratch;
  optimizer.advance({0, 0.0, 0.25, 0, 6, source, scratch}, x);
  CHECK(std::isnan(x(0, 0)));
  CHECK(x.isNaN().count() == 1);
}

}  // namespace
}  // namespace sdescent
