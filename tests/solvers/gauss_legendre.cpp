#include "solvers/gauss_legendre.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

TEST_CASE("Gauss-Legendre of n nodes integrates polynomials up to degree 2n − 1", "[solvers]") {
  for (const Eigen::Index n : {1, 2, 5, 20, 33}) {
    const GaussLegendre rule(n, -0.5, 1.5);
    const auto integral = [&](int degree) { return (rule.weights * rule.nodes.pow(degree)).sum(); };
    const auto exact = [](int degree) {
      return (std::pow(1.5, degree + 1) - std::pow(-0.5, degree + 1)) / (degree + 1);
    };
    const int last = static_cast<int>(2 * n - 1);
    for (const int degree : {0, 1, last}) {
      if (degree > last) continue;
      CHECK(integral(degree) == Approx(exact(degree)).epsilon(1e-12));
    }
    if (n < 10) CHECK(integral(last + 1) != Approx(exact(last + 1)).epsilon(1e-6));
  }
}

TEST_CASE("a rule of no nodes is refused", "[solvers]") {
  CHECK_THROWS_AS(GaussLegendre(0, 0.0, 1.0), InvalidInput);
}

}  // namespace
}  // namespace sdescent
