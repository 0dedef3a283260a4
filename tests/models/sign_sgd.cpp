#include "models/sign_sgd.hpp"

#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "solvers/replay.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"

#include <catch2/catch.hpp>

#include <memory>

namespace sdescent {
namespace {

using Eigen::VectorXd;

TEST_CASE("SignSGD with prescribed noise walks the path worked out by hand", "[models]") {
  // f = x₁² − x₂²/2 + 3x₃²/2, σ = (½, 2, 0), η = 0.125; x₃ starts where its gradient is 0.
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{2.0, -1.0, 3.0}}),
      std::make_shared<GaussianNoise>(VectorXd{{0.5, 2.0, 0.0}}));
  const auto sign_sgd = std::make_shared<SignSgd>(
      OptimizerSettings{"sign_sgd", problem, 0.125, StartPoint(VectorXd{{0.25, 1.0, 0.0}})});
  const Replay source(
      {Block{{-1.5, 1.0, 9.0}}, Block{{-1.0, -0.5, -9.0}}, Block{{-3.0, 1.0, 9.0}}});
  const Clock clock(0.125, 3);
  SampleRecorder x("x", state_field(*sign_sgd, 0, "x"), 1);
  REQUIRE(run({sign_sgd}, clock, RecordTimes::every(clock, 1), 1, source, {&x}).ok());

  CHECK((x.at(0) == Block{{0.25, 1.0, 0.0}}).all());
  CHECK((x.at(1) == Block{{0.375, 0.875, 0.0}}).all());  // ĝ = (0.5 − 0.75, −1 + 2, 0)
  CHECK((x.at(2) == Block{{0.25, 1.0, 0.0}}).all());     // ĝ = (0.75 − 0.5, −0.875 − 1, 0)
  CHECK((x.at(3) == Block{{0.375, 0.875, 0.0}}).all());  // ĝ = (0.5 − 1.5, −1 + 2, 0)
}

}  // namespace
}  // namespace sdescent
