#include "models/problem.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd.hpp"
#include "solvers/replay.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

std::shared_ptr<const Problem> quadratic(VectorXd lambda, VectorXd sigma) {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(lambda),
                                                std::make_shared<GaussianNoise>(sigma));
}

TEST_CASE("a sampled gradient is the gradient plus the noise drawn", "[models]") {
  const auto problem = quadratic(VectorXd{{2.0, -1.0}}, VectorXd{{0.5, 3.0}});
  CHECK(problem->dimension() == 2);
  CHECK(problem->nodes() == 1);
  const Replay source({Block{{1.0, -1.0}, {2.0, 0.0}}});
  Scratch scratch;
  Block g(2, 2);
  problem->sample_gradient({0, 0.0, 1.0, 0, 0, source, scratch}, Block{{1.0, 4.0}, {-2.0, 0.5}}, g,
                           0);
  CHECK((g == Block{{2.5, -7.0}, {-3.0, -0.5}}).all());
}

TEST_CASE("noise of another dimension than the objective is refused", "[models]") {
  CHECK_THROWS_MATCHES(quadratic(VectorXd::Ones(3), VectorXd::Ones(2)), InvalidInput,
                       Message("dimension of the gradient noise must be 3, got 2"));
}

TEST_CASE("the loss of a process is recorded under the process's name", "[models]") {
  const auto problem = quadratic(VectorXd{{2.0, 4.0}}, VectorXd{{0.0, 0.0}});
  const auto make = [&](const char* name, double x) {
    return std::make_shared<Sgd>(
        OptimizerSettings{name, problem, 0.25, StartPoint(VectorXd::Constant(2, x))});
  };
  const auto first = make("first", 1.0), second = make("second", -2.0);
  SampleRecorder losses("loss", loss_of(*second, 1, problem), 2);
  CHECK(losses.columns() == std::vector<std::string>{"second.loss"});
  const Clock clock(0.25, 1);
  REQUIRE(run({first, second}, clock, RecordTimes::every(clock, 1), 2, Philox(1), {&losses}).ok());
  CHECK((losses.at(0) == 12.0).all());  // (2·4 + 4·4)/2 at (−2, −2)
  CHECK((losses.at(1) == 1.0).all());   // 2·1/2 at (−1, 0)
}

TEST_CASE("the loss of a process is taken at its field x", "[models]") {
  const auto problem = quadratic(VectorXd{{2.0, 4.0}}, VectorXd{{0.0, 0.0}});
  const auto process = make_process({.layout = {{"m", 2}, {"x", 2}}});
  const Block state{{9.0, 9.0, 1.0, -1.0}, {9.0, 9.0, 0.0, 3.0}};
  const std::vector<ConstBlockMap> states{{state.data(), 2, 4, Eigen::OuterStride<>(2)}};
  Scratch scratch;
  Block f(2, 1);
  loss_of(*process, 0, problem).evaluate({states, 0}, f, scratch);
  CHECK((f == Block{{3.0}, {18.0}}).all());

  CHECK_THROWS_MATCHES(loss_of(*process, 0, quadratic(VectorXd::Ones(3), VectorXd::Ones(3))),
                       InvalidInput, Message("dimension of x in process p must be 3, got 2"));
  CHECK_THROWS_MATCHES(loss_of(*make_process({.layout = {{"v", 2}}}), 0, problem), InvalidInput,
                       Message("unknown state field \"x\", valid are \"v\""));
}

}  // namespace
}  // namespace sdescent
