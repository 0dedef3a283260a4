#include "models/sign_sgd_lattice_law.hpp"

#include "io/error.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "tests/support/coupled_quadratic.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>

#include <cmath>
#include <functional>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

/// E x₁ and E x₁x₂ after `steps` more steps from (x, y), by walking the tree of all signs.
Eigen::Array2d by_tree(double x, double y, double eta, int steps) {
  if (steps == 0) return {x, x * y};
  const double up1 = gsl_cdf_ugaussian_P(-(1.25 * x + 0.43 * y));
  const double up2 = gsl_cdf_ugaussian_P(-(0.43 * x + 1.75 * y) / 0.7);
  Eigen::Array2d sum(0, 0);
  for (const int s1 : {1, -1})
    for (const int s2 : {1, -1})
      sum += (s1 > 0 ? up1 : 1 - up1) * (s2 > 0 ? up2 : 1 - up2) *
             by_tree(x + s1 * eta, y + s2 * eta, eta, steps - 1);
  return sum;
}

TEST_CASE("the law on the lattice is that of the tree of all signs", "[models]") {
  constexpr double eta = 0.2;
  const DiscreteLaw law = sign_sgd_lattice_law(*coupled_quadratic(), eta, coupled_start(), 7);
  CHECK(law.probability.size() == 64);
  CHECK(law.probability.sum() == Approx(1).epsilon(1e-14));
  const ArrayXd found = law.mean(smooth_functions());
  const Eigen::Array2d exact = by_tree(coupled_start()(0), coupled_start()(1), eta, 7);
  CHECK(found(0) == Approx(exact(0)).margin(1e-12));
  CHECK(found(2) == Approx(exact(1)).margin(1e-12));
}

TEST_CASE("E cos x of sampled coupled SignSGD is that of its law on the lattice",
          "[models][statistical]") {
  constexpr std::uint64_t paths = 1 << 17;
  constexpr double eta = 0.1;
  const auto sign_sgd = std::make_shared<SignSgd>(
      OptimizerSettings{"sign_sgd", coupled_quadratic(), eta, StartPoint(coupled_start())});
  const StateFunction h{{"cos(x1 + x2)"}, [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                          out.col(0) = (x.col(0) + x.col(1)).cos();
                        }};
  MomentRecorder moments("h", observed(*sign_sgd, 0, h));
  const Clock clock(eta, 10);
  REQUIRE(run({sign_sgd}, clock, RecordTimes::evenly(clock, 1), paths, Philox(6), {&moments}).ok());
  const double exact =
      sign_sgd_lattice_law(*coupled_quadratic(), eta, coupled_start(), 10).mean(h)(0);
  // Hoeffding for numbers in [−1, 1] at 1e-6.
  const double bound = std::sqrt(2.0 * std::log(2e6) / static_cast<double>(paths));
  CHECK(std::abs(moments.curves().mean(1, 0) - exact) <= bound);
}

TEST_CASE("laws that are on no lattice or too large are refused", "[models]") {
  const auto problem = coupled_quadratic();
  CHECK_THROWS_WITH(sign_sgd_lattice_law(*problem, 0.0, coupled_start(), 2),
                    "eta must be > 0, got 0");
  CHECK_THROWS_WITH(sign_sgd_lattice_law(*problem, 0.1, VectorXd::Ones(3), 2),
                    "dimension of the start of the lattice law must be 2, got 3");
  CHECK_THROWS_WITH(sign_sgd_lattice_law(*problem, 0.1, coupled_start(), 4000),
                    "points of the lattice law must be <= 10000000, got 1.6e+07");
  const AdditiveNoiseProblem atoms(std::make_shared<DiagonalQuadratic>(VectorXd::Ones(2)),
                                   std::make_shared<GaussianNoise>(VectorXd::Zero(2)));
  CHECK_THROWS_WITH(sign_sgd_lattice_law(atoms, 0.1, coupled_start(), 2),
                    Catch::Contains("without atoms, got gaussian"));
}

}  // namespace
}  // namespace sdescent
