#include "solvers/lattice_chain.hpp"

#include "tests/support/step_rules.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

TEST_CASE("the law of a chain is that of the tree of all steps", "[solvers]") {
  constexpr double eta = 0.3, x0 = 0.7;
  const auto length = [](std::uint64_t) { return eta; };
  for (const double stay : {0.0, 0.2}) {
    const StepRule rule = test::gaussian_rule(stay);
    const auto laws = lattice_chain_laws(rule, eta, x0, {0, 1, 4, 7});
    const std::vector<std::uint64_t> steps{0, 1, 4, 7};
    for (std::size_t i = 0; i < 4; ++i)
      for (const RealFunction& h : {RealFunction([](double x) { return x * x; }),
                                    RealFunction([](double x) { return std::cos(3.0 * x); }),
                                    RealFunction([](double x) { return x > 0.5 ? 1.0 : 0.0; })}) {
        INFO("stay " << stay << ", " << steps[i] << " steps");
        CHECK(laws[i].mean(h) ==
              Approx(test::by_tree(rule, length, x0, 0, steps[i], h)).margin(1e-14));
      }
    CHECK(laws[2].size() == (stay > 0.0 ? 9 : 5));
  }
}

TEST_CASE("a free walk is binomial", "[solvers]") {
  const StepRule half = [](const ArrayXd& x) {
    return StepProbabilities{ArrayXd::Constant(x.size(), 0.5), ArrayXd::Zero(x.size()),
                             ArrayXd::Constant(x.size(), 0.5)};
  };
  constexpr std::uint64_t k = 1001;
  const AtomicLaw law = lattice_chain_laws(half, 0.1, 5.0, {k}).front();
  CHECK(law.mean() == Approx(5.0).epsilon(1e-13));
  CHECK(law.variance() == Approx(0.01 * static_cast<double>(k)).epsilon(1e-12));
  CHECK(law.moment(4, 5.0) == Approx(1e-4 * static_cast<double>(3 * k * k - 2 * k)).epsilon(1e-12));
  const Eigen::Index centre = law.size() / 2;
  CHECK(law.points()(centre) - law.points()(centre - 1) == Approx(0.2));
  CHECK(law.tail() > 0.0);
  CHECK(law.tail() < 1e-25);
  // P(x = 5.1): 501 of 1001 steps up.
  const double log_p =
      std::lgamma(1002.0) - std::lgamma(502.0) - std::lgamma(501.0) - 1001.0 * std::log(2.0);
  CHECK(law.cdf(5.11) - law.cdf(5.09) == Approx(std::exp(log_p)).epsilon(1e-11));
}

TEST_CASE("a chain that leaves a saddle does not slow down by denormal numbers", "[solvers]") {
  const StepRule apart = [](const ArrayXd& x) {
    const ArrayXd up = (x > 0.0).select(ArrayXd::Constant(x.size(), 0.999), 0.001);
    return StepProbabilities{up, ArrayXd::Zero(x.size()), 1.0 - up};
  };
  const AtomicLaw law = lattice_chain_laws(apart, 1.0, 0.5, {2000}).front();
  for (const double p : law.probabilities()) CHECK((p == 0.0 || p > 1e-300));
  CHECK(law.probabilities()(law.size() / 2) == 0.0);
  CHECK(law.tail() < 1e-25);
}

TEST_CASE("a chain refuses steps that are none", "[solvers]") {
  const StepRule rule = test::gaussian_rule();
  CHECK_THROWS_WITH(lattice_chain_laws(rule, -0.1, 0.0, {1}), "eta must be > 0, got -0.1");
  CHECK_THROWS_WITH(lattice_chain_laws(rule, 0.1, 0.0, {3, 2}),
                    Catch::Contains("increasing and <= 1000000"));
  CHECK_THROWS_WITH(lattice_chain_laws(rule, 0.1, 0.0, {}), Catch::Contains("0 numbers"));
  const StepRule wrong = [](const ArrayXd& x) {
    const ArrayXd half = ArrayXd::Constant(x.size(), 0.5);
    return StepProbabilities{half, half, half};
  };
  CHECK_THROWS_WITH(lattice_chain_laws(wrong, 0.1, 0.0, {1}),
                    Catch::Contains(">= 0 with sum 1, got 0.5, 0.5 and 0.5"));
}

}  // namespace
}  // namespace sdescent
