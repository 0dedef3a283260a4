#include "models/gradient_flow.hpp"

#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

TEST_CASE("gradient flow on a diagonal quadratic decays or grows by coordinate", "[models]") {
  const VectorXd lambda{{3.0, 0.25, -0.5}}, start{{1.0, -2.0, 0.1}};
  const auto problem =
      std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(lambda),
                                             std::make_shared<GaussianNoise>(VectorXd::Ones(3)));
  const GradientFlow flow(problem);
  CHECK(flow.layout().field("x").size == 3);
  const OdeSolution x(flow, start, 0.0, 4.0);
  for (const double t : {0.0, 0.37, 1.0, 4.0}) {
    const ArrayXd exact = start.array() * (-lambda.array() * t).exp();
    CHECK(((x.at(t).array() - exact) / exact).abs().maxCoeff() < 1e-8);
  }
}

TEST_CASE("under a schedule gradient flow runs at the time that the schedule integrates to",
          "[models]") {
  const auto problem =
      std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(VectorXd{{3.0}}),
                                             std::make_shared<GaussianNoise>(VectorXd::Ones(1)));
  for (const Schedule& schedule :
       {Schedule::power(1.0), Schedule::cosine(2.0, 0.1),
        Schedule::warmup_stable_decay(0.5, 1.0, 2.0), Schedule::warmup(1.0, 0.2)}) {
    INFO(schedule.description());
    const OdeSolution x(GradientFlow(problem, schedule), VectorXd{{1.0}}, 0.0, 3.0);
    for (const double t : {0.4, 1.3, 3.0})
      CHECK(x.at(t)(0) == Approx(std::exp(-3.0 * schedule.integral(t))).epsilon(1e-8));
  }
}

TEST_CASE("noise-free SGD under a schedule tends to gradient flow at order one", "[models]") {
  // x_n = Π (1 − η η_{kη} λ) at n = T/η, kinks of the schedule included.
  const double lambda = 2.0, end = 2.0;
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{lambda}}),
      std::make_shared<GaussianNoise>(VectorXd::Zero(1)));
  const Schedule schedule = Schedule::warmup_stable_decay(0.3, 1.1, 1.7, 0.1, 0.2);
  const auto error = [&](std::uint64_t steps) {
    const double eta = end / static_cast<double>(steps);
    const auto sgd = std::make_shared<Sgd>(
        OptimizerSettings{"sgd", problem, eta, StartPoint(VectorXd{{1.0}}), 0, schedule});
    const Clock clock(eta, steps);
    SampleRecorder x("x", state_field(*sgd, 0, "x"), 1);
    REQUIRE(run({sgd}, clock, RecordTimes::evenly(clock, 1), 1, Philox(1), {&x}).ok());
    return x.at(1)(0, 0) - std::exp(-lambda * schedule.integral(end));
  };
  const double order = std::log2(error(2000) / error(4000));
  CHECK(order == Approx(1.0).margin(0.02));
}

}  // namespace
}  // namespace sdescent
