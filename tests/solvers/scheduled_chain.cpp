#include "solvers/scheduled_chain.hpp"

#include "io/error.hpp"
#include "solvers/lattice_chain.hpp"
#include "tests/support/step_rules.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

const std::vector<RealFunction> functions{[](double x) { return x; },
                                          [](double x) { return x * x; },
                                          [](double x) { return std::cos(x); }};

TEST_CASE("constant steps off the grid have the lattice's E h", "[solvers]") {
  const StepRule rule = test::gaussian_rule();
  constexpr double eta = 0.02, x0 = 1.0;
  const std::vector<std::uint64_t> steps{7, 50};
  const auto exact = lattice_chain_laws(rule, eta, x0, steps);
  const auto found = scheduled_chain_laws(
      rule, [](std::uint64_t) { return eta; }, x0, 0.0137, steps);
  for (std::size_t i = 0; i < 2; ++i) {
    for (const RealFunction& h : functions)
      CHECK(found[i].law.mean(h) == Approx(exact[i].mean(h)).margin(1e-12));
    CHECK(found[i].variation > 1.0);
    CHECK(found[i].variation < 3.0);
    CHECK(found[i].law.tail() < 1e-25);
  }
}

TEST_CASE("constant steps on the grid are the lattice", "[solvers]") {
  for (const double stay : {0.0, 0.3}) {
    const StepRule rule = test::gaussian_rule(stay);
    const AtomicLaw exact = lattice_chain_laws(rule, 0.3, 1.0, {12}).front();
    const GridLaw found =
        scheduled_chain_laws(rule, [](std::uint64_t) { return 0.3; }, 1.0, 0.1, {12}).front();
    for (const double x : exact.points())
      CHECK(found.law.cdf(x + 0.01) == Approx(exact.cdf(x + 0.01)).margin(1e-14));
    CHECK(found.variation == Approx(1.0).epsilon(1e-14));
  }
}

TEST_CASE("scheduled steps have E h of the tree of all steps", "[solvers]") {
  const auto eta = [](std::uint64_t k) { return 0.1 / std::sqrt(1.0 + static_cast<double>(k)); };
  for (const double stay : {0.0, 0.25}) {
    const StepRule rule = test::gaussian_rule(stay);
    const std::uint64_t last = stay > 0.0 ? 6 : 9;
    for (const RealFunction& h : functions)
      CHECK(scheduled_chain_mean(rule, eta, 0.8, last, h, 0.05) ==
            Approx(test::by_tree(rule, eta, 0.8, 0, last, h)).margin(1e-12));
  }
}

TEST_CASE("halving the grid gains ten orders", "[solvers]") {
  const auto eta = [](std::uint64_t k) { return 0.2 / (1.0 + 0.3 * static_cast<double>(k)); };
  const StepRule rule = test::gaussian_rule();
  const RealFunction h = [](double x) { return std::cos(2.0 * x); };
  const double exact = test::by_tree(rule, eta, 0.8, 0, 8, h);
  const auto error = [&](double spacing) {
    return std::abs(scheduled_chain_laws(rule, eta, 0.8, spacing, {8}).front().law.mean(h) - exact);
  };
  CHECK(error(0.4) > 1e-8);
  CHECK(error(0.2) < 1e-2 * error(0.4));
  CHECK(error(0.1) < 1e-2 * error(0.2));
}

TEST_CASE("a step of no length moves nothing", "[solvers]") {
  const auto warm = [](std::uint64_t k) { return k == 0 ? 0.0 : 0.1; };
  const GridLaw law = scheduled_chain_laws(test::gaussian_rule(), warm, 1.0, 0.03, {1}).front();
  CHECK(law.law.variance() == Approx(0.0).margin(1e-15));
}

TEST_CASE("a grid is refused where it does not serve", "[solvers]") {
  const StepRule rule = test::gaussian_rule();
  const auto eta = [](std::uint64_t) { return 0.1; };
  CHECK_THROWS_WITH(scheduled_chain_laws(rule, eta, 0.0, 0.0, {1}),
                    "spacing of the grid of a chain must be > 0, got 0");
  CHECK_THROWS_WITH(scheduled_chain_laws(rule, [](std::uint64_t) { return -0.1; }, 0.0, 0.1, {1}),
                    "length of step 0 must be finite and >= 0, got -0.1");
  CHECK_THROWS_AS(scheduled_chain_laws(rule, eta, 0.0, 1e-8, {5}), InvalidInput);
  const RealFunction jump = [](double x) { return x > 0.10000001 ? 1.0 : 0.0; };
  CHECK_THROWS_AS(scheduled_chain_mean(rule, eta, 0.0, 3, jump, 0.033), NumericalFailure);
}

}  // namespace
}  // namespace sdescent
