#include "solvers/atomic_law.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

const ArrayXd points{{-1.0, 0.5, 2.0}}, weights{{0.25, 0.5, 0.25}};

TEST_CASE("atoms are a law with jumps", "[solvers]") {
  const AtomicLaw law(points, weights);
  CHECK(law.mean() == 0.5);
  CHECK(law.variance() == 1.125);
  CHECK(law.moment(3, 0.5) == 0.0);
  CHECK(law.mean([](double x) { return x * x * x; }) == 0.25 * -1.0 + 0.5 * 0.125 + 0.25 * 8.0);
  CHECK(law.cdf(-1.1) == 0.0);
  CHECK(law.cdf(-1.0) == 0.25);
  CHECK(law.cdf_left(-1.0) == 0.0);
  CHECK(law.cdf(0.5) == 0.75);
  CHECK(law.cdf_left(0.5) == 0.25);
  CHECK(law.cdf(2.0) == 1.0);
  CHECK(law.survival(0.5) == 0.25);
  CHECK(law.survival(-2.0) == 1.0);
  CHECK(law.survival(2.0) == 0.0);
  CHECK(law.quantile(0.25) == -1.0);
  CHECK(law.quantile(0.26) == 0.5);
  CHECK(law.quantile(0.75) == 0.5);
  CHECK(law.quantile(0.76) == 2.0);
  CHECK(law.is_atomic());
  CHECK(law.lower() == -1.0);
  CHECK(law.upper() == 2.0);
}

TEST_CASE("both tails of a law of atoms are accurate relative to themselves", "[solvers]") {
  // Geometric: P(X > n) = 2^{−n}, and its mirror image.
  constexpr Eigen::Index n = 200;
  ArrayXd x(n), p(n);
  for (Eigen::Index i = 0; i < n; ++i)
    x(i) = static_cast<double>(i + 1), p(i) = std::ldexp(1.0, -static_cast<int>(i) - 1);
  const double tail = std::ldexp(1.0, -200);
  const AtomicLaw right(x, p, tail), left((-x).reverse(), p.reverse(), tail);
  for (const double at : {3.0, 60.0, 150.0}) {
    INFO("at " << at);
    CHECK(right.survival(at) == Approx(std::exp2(-at)).epsilon(1e-14));
    CHECK(left.cdf_left(-at) == Approx(std::exp2(-at)).epsilon(1e-14));
  }
  CHECK(left.quantile(std::exp2(-100.5)) == -101.0);
  CHECK(right.tail() == tail);
}

TEST_CASE("an ensemble is a law, its equal samples one atom", "[solvers]") {
  const AtomicLaw law = ensemble_law(ArrayXd{{3.0, -1.0, 3.0, 0.0}});
  CHECK((law.points() == ArrayXd{{-1.0, 0.0, 3.0}}).all());
  CHECK((law.probabilities() == ArrayXd{{0.25, 0.25, 0.5}}).all());
  CHECK(law.mean() == 1.25);
}

TEST_CASE("weights of either sign stand for a law elsewhere", "[solvers]") {
  // δ(½) on 0, 1, 2 by Lagrange's weights of degree 2.
  const auto law =
      AtomicLaw::of_signed_weights(ArrayXd{{0.0, 1.0, 2.0}}, ArrayXd{{0.375, 0.75, -0.125}});
  CHECK(law.mean() == 0.5);
  CHECK(law.variance() == 0.0);
  CHECK(law.cdf(1.0) == 1.125);
}

TEST_CASE("what is no law of atoms is refused", "[solvers]") {
  CHECK_THROWS_WITH(AtomicLaw(ArrayXd{{0.0, 0.0}}, ArrayXd{{0.5, 0.5}}),
                    "atoms must be increasing, got 0 after 0");
  CHECK_THROWS_WITH(AtomicLaw(ArrayXd{{0.0, 1.0}}, ArrayXd{{1.5, -0.5}}),
                    "least probability of an atom must be >= 0, got -0.5");
  CHECK_THROWS_WITH(AtomicLaw(ArrayXd{{0.0, 1.0}}, ArrayXd{{0.5, 0.4}}, 0.05),
                    "sum of the probabilities of atoms must be 1 − 0.05, got 0.9");
  CHECK_THROWS_AS(AtomicLaw(points, ArrayXd{{1.0}}), InvalidInput);
  CHECK_THROWS_AS(AtomicLaw(points, weights).density(0.5), InvalidInput);
  CHECK_THROWS_AS(AtomicLaw(points, weights).quantile(1.0), InvalidInput);
  CHECK_THROWS_AS(ensemble_law(ArrayXd()), InvalidInput);
  CHECK_THROWS_AS(ensemble_law(ArrayXd{{0.0, std::nan("")}}), InvalidInput);
}

}  // namespace
}  // namespace sdescent
