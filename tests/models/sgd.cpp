#include "models/sgd.hpp"

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

TEST_CASE("SGD with prescribed noise walks the path worked out by hand", "[models]") {
  // f = x₁² − x₂²/2, σ = (½, 2), η = 0.1.
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{2.0, -1.0}}),
      std::make_shared<GaussianNoise>(VectorXd{{0.5, 2.0}}));
  const auto sgd = std::make_shared<Sgd>(
      OptimizerSettings{"sgd", problem, 0.1, StartPoint(VectorXd{{1.0, 1.0}})});
  const Replay source({Block{{1.0, 0.5}, {0.0, 0.0}}, Block{{-2.0, -1.0}, {0.0, 0.0}}});
  const Clock clock(0.1, 2);
  SampleRecorder x("x", state_field(*sgd, 0, "x"), 2);
  REQUIRE(run({sgd}, clock, RecordTimes::every(clock, 1), 2, source, {&x}).ok());

  // Path 0: ĝ = (2.5, 0), then (1.5 − 1, −1 − 2). Path 1, without noise: 0.8^k and 1.1^k.
  CHECK((x.at(0) - 1.0).abs().maxCoeff() == 0);
  CHECK((x.at(1) - Block{{0.75, 1.0}, {0.8, 1.1}}).abs().maxCoeff() < 1e-15);
  CHECK((x.at(2) - Block{{0.7, 1.3}, {0.64, 1.21}}).abs().maxCoeff() < 1e-15);
}

}  // namespace
}  // namespace sdescent
