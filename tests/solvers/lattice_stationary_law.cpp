#include "solvers/lattice_stationary_law.hpp"

#include "io/error.hpp"
#include "solvers/lattice_chain.hpp"
#include "tests/support/step_rules.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

/// up ρ/(1 + ρ) right of 0, mirrored on the left: geometric on both sides.
StepRule two_sided(double ratio) {
  return [ratio](const ArrayXd& x) {
    const ArrayXd inwards = ArrayXd::Constant(x.size(), 1.0 / (1.0 + ratio)), out = 1.0 - inwards;
    return StepProbabilities{(x > 0.0).select(out, inwards), ArrayXd::Zero(x.size()),
                             (x > 0.0).select(inwards, out)};
  };
}

double largest_difference(const AtomicLaw& a, const AtomicLaw& b) {
  double largest = 0.0;
  for (const double x : a.points())
    largest = std::max({largest, std::abs(a.cdf(x + 1e-6) - b.cdf(x + 1e-6)),
                        std::abs(a.cdf(x - 1e-6) - b.cdf(x - 1e-6))});
  return largest;
}

TEST_CASE("the stationary law of geometric tails is geometric", "[solvers]") {
  const AtomicLaw law = lattice_stationary_law(two_sided(0.25), 1.0, 0.5);
  for (const double x : {0.5, 1.5, 10.5, 30.5}) {
    CHECK(law.survival(x + 0.1) == Approx(0.5 * std::pow(0.25, x + 0.5)).epsilon(1e-12));
    CHECK(law.cdf(-x - 0.1) == Approx(0.5 * std::pow(0.25, x + 0.5)).epsilon(1e-12));
  }
  CHECK(law.tail() < 1e-30);
  CHECK(law.tail() > 1e-33);
}

TEST_CASE("what a chain tends to is its stationary law on one parity", "[solvers]") {
  const StepRule rule = test::gaussian_rule();
  constexpr double eta = 0.1, x0 = 0.03;
  const auto late = lattice_chain_laws(rule, eta, x0, {1000, 1001});
  const AtomicLaw even = lattice_stationary_law(rule, eta, x0, LatticeSites::even),
                  odd = lattice_stationary_law(rule, eta, x0, LatticeSites::odd),
                  all = lattice_stationary_law(rule, eta, x0);
  CHECK(largest_difference(late[0], even) < 1e-13);
  CHECK(largest_difference(late[1], odd) < 1e-13);
  CHECK(largest_difference(late[0], odd) > 0.01);
  const RealFunction square = [](double x) { return x * x; };
  CHECK(all.mean(square) == Approx(0.5 * (even.mean(square) + odd.mean(square))).epsilon(1e-13));
  CHECK(even.points()(1) - even.points()(0) == Approx(0.2));
  CHECK(all.points()(1) - all.points()(0) == Approx(0.1));
}

TEST_CASE("a chain that may stay tends to its stationary law", "[solvers]") {
  const StepRule rule = test::gaussian_rule(0.3);
  const AtomicLaw late = lattice_chain_laws(rule, 0.1, 0.03, {1200}).front();
  CHECK(largest_difference(late, lattice_stationary_law(rule, 0.1, 0.03)) < 1e-13);
  CHECK_THROWS_WITH(lattice_stationary_law(rule, 0.1, 0.03, LatticeSites::even),
                    Catch::Contains("all, where the chain may stay"));
}

TEST_CASE("the stationary law does not depend on where it is begun", "[solvers]") {
  const StepRule rule = test::gaussian_rule();
  const AtomicLaw near = lattice_stationary_law(rule, 0.01, 0.0),
                  far = lattice_stationary_law(rule, 0.01, 3.0);
  CHECK(far.mean() == Approx(0.0).margin(1e-12));
  CHECK(far.variance() == Approx(near.variance()).epsilon(1e-11));
}

TEST_CASE("a chain without a stationary law is refused", "[solvers]") {
  const StepRule drifting = [](const ArrayXd& x) {
    return StepProbabilities{ArrayXd::Constant(x.size(), 0.6), ArrayXd::Zero(x.size()),
                             ArrayXd::Constant(x.size(), 0.4)};
  };
  CHECK_THROWS_AS(lattice_stationary_law(drifting, 1.0, 0.5), NumericalFailure);
  // Noise that is bounded: from afar it only comes in.
  const StepRule bounded = [](const ArrayXd& x) {
    const ArrayXd up = (0.5 - 0.5 * x).max(0.0).min(1.0);
    return StepProbabilities{up, ArrayXd::Zero(x.size()), 1.0 - up};
  };
  CHECK_THROWS_WITH(lattice_stationary_law(bounded, 0.1, 1.75),
                    Catch::Contains("where the chain returns to"));
  CHECK(lattice_stationary_law(bounded, 0.1, 0.0).tail() == 0.0);
  CHECK_THROWS_AS(lattice_stationary_law(bounded, 0.0, 0.0), InvalidInput);
}

}  // namespace
}  // namespace sdescent
