#include "models/gradient_flow.hpp"

#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"

#include <catch2/catch.hpp>

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

}  // namespace
}  // namespace sdescent
