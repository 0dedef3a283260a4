#include "solvers/step_mean.hpp"

#include "io/error.hpp"
#include "models/sgd.hpp"
#include "solvers/symmetric_pairs.hpp"
#include "tests/support/coupled_quadratic.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

namespace sdescent {
namespace {

using Eigen::VectorXd;

/// State (x, y), y the square of x's gradient noise so far: columns of equal number share a normal.
std::shared_ptr<const Process> with_square() {
  return make_process({.name = "square",
                       .layout = {{"x", 2}, {"y", 2}},
                       .time_per_step = 0.5,
                       .advance = [](const At& at, BlockRef s) {
                         Block z(s.rows(), 2);
                         at.noise.normals(at.key(), z);
                         s.leftCols(2) += z;
                         s.rightCols(2) += z.square();
                       }});
}

TEST_CASE("the mean of a step of SGD is its drift", "[solvers]") {
  const auto problem = coupled_quadratic();
  const auto sgd =
      std::make_shared<Sgd>(OptimizerSettings{"sgd", problem, 0.1, StartPoint(coupled_start())});
  const StepMean mean(sgd, 6);
  const Block x{{1.0, -0.4}, {0.3, 2.0}};
  Scratch scratch;
  Block drift(2, 2), g(2, 2), pairs(2, 3);
  mean.coefficients(0.3, x, drift, drift, scratch);
  problem->objective().gradient(x, g, 0, scratch);
  CHECK((drift + g).abs().maxCoeff() < 1e-13);
  mean.covariance(0.3, x, pairs, scratch);
  CHECK(
      (pairs.rowwise() - Eigen::Array3d(0.1 * 1.0, 0.0, 0.1 * 0.49).transpose()).abs().maxCoeff() <
      1e-14);
}

TEST_CASE("moments of a step are those of its normals", "[solvers]") {
  // Cov(z, z²) = 0, Var z = 1, Var z² = 2, each over Δt = 0.5; E z² = 1.
  const StepMean mean(with_square(), 4);
  const Block s = Block::Constant(1, 4, 0.7);
  Scratch scratch;
  Block drift(1, 4), pairs(1, 10);
  mean.coefficients(0.0, s, drift, drift, scratch);
  CHECK((drift - Block{{0.0, 0.0, 2.0, 2.0}}).abs().maxCoeff() < 1e-13);
  mean.covariance(0.0, s, pairs, scratch);
  for_each_pair(4, [&](Index column, Index p, Index q) {
    CHECK(pairs(0, column) == Approx(p != q ? 0.0 : p < 2 ? 2.0 : 4.0).margin(1e-13));
  });
}

TEST_CASE("processes without a mean by quadrature are refused", "[solvers]") {
  CHECK_THROWS_WITH(StepMean(make_process({.name = "ode", .time_per_step = 0.0}), 3),
                    "time per step of process ode must be > 0, got 0");
  CHECK_THROWS_WITH(StepMean(make_process({.name = "p", .layout = {{"x", 2}, {"y", 1}}}), 3),
                    "columns of a field of process p must be 2, got 1");
  CHECK_THROWS_AS(StepMean(with_square(), 0), InvalidInput);
  const auto uniform =
      make_process({.advance = [](const At& at, BlockRef s) { at.noise.uniforms(at.key(), s); }});
  Scratch scratch;
  Block s = Block::Zero(1, 1), drift(1, 1);
  CHECK_THROWS_AS(StepMean(uniform, 3).coefficients(0, s, drift, drift, scratch), std::logic_error);
}

}  // namespace
}  // namespace sdescent
