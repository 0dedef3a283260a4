#include "models/sign_flow.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>

namespace sdescent {
namespace {

using Eigen::VectorXd;

std::shared_ptr<const Problem> quadratic(VectorXd lambda) {
  const Index d = lambda.size();
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(std::move(lambda)),
      std::make_shared<GaussianNoise>(VectorXd::Ones(d)));
}

TEST_CASE("sign flow moves every coordinate at unit speed, away from a saddle too", "[models]") {
  const SignFlow flow(quadratic(VectorXd{{3.0, 0.25, -0.5, 1.0}}));
  CHECK(flow.layout().field("x").size == 4);
  const OdeSolution x(flow, VectorXd{{1.0, -2.0, 0.125, 0.0}}, 0.0, 0.75);
  for (const double t : {0.0, 0.3, 0.75}) {
    const VectorXd exact{{1.0 - t, -2.0 + t, 0.125 + t, 0.0}};
    CHECK((x.at(t) - exact).cwiseAbs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("under a schedule sign flow covers the way that the schedule integrates to", "[models]") {
  const Schedule schedule = Schedule::power(0.5);
  const OdeSolution x(SignFlow(quadratic(VectorXd{{3.0, -0.5}}), schedule), VectorXd{{4.0, -0.125}},
                      0.0, 3.0);
  for (const double t : {0.5, 3.0}) {
    const double way = 2 * (std::sqrt(1 + t) - 1);
    CHECK((x.at(t) - VectorXd{{4.0 - way, -0.125 - way}}).cwiseAbs().maxCoeff() < 1e-8);
  }
}

TEST_CASE("sign flow beyond the first zero of a gradient component is a numerical failure",
          "[models]") {
  const SignFlow flow(quadratic(VectorXd{{3.0, 0.25}}));
  const VectorXd start{{1.0 / 3, -2.0}};
  OdeTolerance tolerance;
  tolerance.max_steps = 2000;
  CHECK_NOTHROW(OdeSolution(flow, start, 0.0, 0.3333, tolerance));
  CHECK_THROWS_AS(OdeSolution(flow, start, 0.0, 0.3334, tolerance), NumericalFailure);
  CHECK_THROWS_AS(OdeSolution(flow, start, 0.0, 10.0, tolerance), NumericalFailure);
}

}  // namespace
}  // namespace sdescent
