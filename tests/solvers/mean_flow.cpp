#include "solvers/mean_flow.hpp"

#include "io/error.hpp"
#include "tests/support/linear_sde.hpp"
#include "tests/support/scalar_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

TEST_CASE("the mean flow of a linear SDE is its power series", "[solvers]") {
  const MatrixXd a{{-1.0, 0.5}, {0.2, -3.0}};
  const double dt = 0.1;
  const MeanFlow flow = mean_flow(LinearSde(a, {}), VectorXd{{2.0, -1.0}}, dt, 3);
  const MatrixXd step = MatrixXd::Identity(2, 2) + dt * a;
  REQUIRE(flow.points.size() == 4);
  REQUIRE(flow.steps.size() == 3);
  CHECK((flow.points[3] - step * step * step * VectorXd{{2.0, -1.0}}).norm() < 1e-14);
  for (const MeanFlow::Step& s : flow.steps) {
    CHECK((s.tangent - step).norm() < 1e-11);
    CHECK(s.curvature.norm() < 1e-8);
  }
}

TEST_CASE("tangent and curvature of the mean flow belong to the point before the step",
          "[solvers]") {
  const auto zero = [](double) { return 0.0; };
  const ScalarSde sde([](double x) { return std::sin(x); }, zero, zero);
  const MeanFlow flow = mean_flow(sde, VectorXd{{0.3}}, 0.5, 2);
  double x = 0.3;
  for (const MeanFlow::Step& s : flow.steps) {
    CHECK(s.tangent(0, 0) == Approx(1 + 0.5 * std::cos(x)).margin(1e-6));
    CHECK(s.curvature(0, 0) == Approx(-0.25 * std::sin(x)).margin(1e-6));
    x += 0.5 * std::sin(x);
  }
  CHECK(flow.points.back()(0) == Approx(x).epsilon(1e-14));
}

TEST_CASE("mean flows that cannot be are refused", "[solvers]") {
  const LinearSde sde(MatrixXd::Identity(2, 2), {});
  CHECK_THROWS_WITH(mean_flow(sde, VectorXd::Zero(2), 0.0, 1),
                    "time step of the mean flow must be > 0, got 0");
  CHECK_THROWS_WITH(mean_flow(sde, VectorXd::Zero(3), 0.1, 1),
                    "dimension of the start of the mean flow must be 2, got 3");
  CHECK_THROWS_WITH(mean_flow(sde, VectorXd::Constant(2, 1e308), 1.0, 5),
                    "mean flow: not finite after step 1");
}

}  // namespace
}  // namespace sdescent
