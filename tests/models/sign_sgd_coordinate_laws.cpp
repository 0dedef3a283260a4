#include "models/sign_sgd_coordinate_laws.hpp"

#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>

#include <cmath>

namespace sdescent {
namespace {

constexpr double eta = 0.2;
const Eigen::Vector2d lambda(1.25, 2), sigma(1, 0.7), x0(0.7, -0.3);

AdditiveNoiseProblem problem() {
  return {std::make_shared<DiagonalQuadratic>(lambda), std::make_shared<GaussianNoise>(sigma)};
}

/// E x, E x² and P(x > 0) of coordinate i after `steps` more steps from x, by walking all signs.
Eigen::Array3d by_tree(Index i, double x, int steps) {
  if (steps == 0) return {x, x * x, x > 0 ? 1.0 : 0.0};
  const double up = gsl_cdf_ugaussian_P(-lambda(i) * x / sigma(i));
  return up * by_tree(i, x + eta, steps - 1) + (1 - up) * by_tree(i, x - eta, steps - 1);
}

TEST_CASE("laws of coordinates are those of the tree of all signs", "[models]") {
  const std::vector<std::uint64_t> steps{0, 1, 6, 9};
  const CoordinateMoments found = sign_sgd_coordinate_laws(problem(), eta, x0, steps);
  for (Index row = 0; row < 4; ++row)
    for (Index i = 0; i < 2; ++i) {
      const auto exact = by_tree(i, x0(i), static_cast<int>(steps[static_cast<std::size_t>(row)]));
      CHECK(found.mean(row, i) == Approx(exact(0)).margin(1e-12));
      CHECK(found.variance(row, i) == Approx(exact(1) - exact(0) * exact(0)).margin(1e-12));
      CHECK(found.positive(row, i) == Approx(exact(2)).margin(1e-12));
    }
}

TEST_CASE("the law of a coordinate keeps its probability when tails are dropped", "[models]") {
  constexpr double step = 0.01;
  const Eigen::Vector2d start(0.705, -0.305);
  const CoordinateMoments late = sign_sgd_coordinate_laws(problem(), step, start, {5000});
  // Linear part: Var -> η/(2c), c = √(2/π) λ/σ; its corrections are of relative order η.
  const Eigen::Array2d c = std::sqrt(M_2_PI) * lambda.array() / sigma.array();
  // After an even number of steps points are 2η apart, the least positive ones 0.005 and 0.015.
  const Eigen::Array2d least(0.005, 0.015);
  for (Index i = 0; i < 2; ++i) {
    const double deviation = std::sqrt(step / (2.0 * c(i)));
    CHECK(late.mean(0, i) == Approx(0).margin(1e-6));
    CHECK(late.variance(0, i) == Approx(deviation * deviation).epsilon(0.02));
    CHECK(late.positive(0, i) ==
          Approx(0.5 + (step - least(i)) / (deviation * std::sqrt(2.0 * M_PI))).margin(2e-3));
  }
}

TEST_CASE("laws of coordinates refuse what they cannot follow", "[models]") {
  CHECK_THROWS_WITH(sign_sgd_coordinate_laws(problem(), 0.0, x0, {1}), "eta must be > 0, got 0");
  CHECK_THROWS_WITH(sign_sgd_coordinate_laws(problem(), 0.1, Eigen::VectorXd::Ones(3), {1}),
                    "dimension of the start of the coordinate laws must be 2, got 3");
  CHECK_THROWS_WITH(sign_sgd_coordinate_laws(problem(), 0.1, x0, {2, 2}),
                    Catch::Contains("increasing and <= 1000000"));
  const AdditiveNoiseProblem atoms(std::make_shared<DiagonalQuadratic>(lambda),
                                   std::make_shared<GaussianNoise>(Eigen::VectorXd::Zero(2)));
  CHECK_THROWS_WITH(sign_sgd_coordinate_laws(atoms, 0.1, x0, {2}),
                    Catch::Contains("without atoms, got gaussian"));
}

}  // namespace
}  // namespace sdescent
