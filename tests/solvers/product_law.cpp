#include "solvers/product_law.hpp"

#include "io/error.hpp"
#include "solvers/atomic_law.hpp"
#include "tests/support/gaussian_law.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

std::shared_ptr<const Law> gaussian(double mean, double deviation) {
  return std::make_shared<test::GaussianLaw>(mean, deviation);
}

std::shared_ptr<const Law> coin(double p) {
  return std::make_shared<AtomicLaw>(ArrayXd{{0.0, 1.0}}, ArrayXd{{1.0 - p, p}});
}

TEST_CASE("means under a product are those of its coordinates", "[solvers]") {
  const ProductLaw law({gaussian(0.5, 1.0), coin(0.25), gaussian(-1.0, 2.0)});
  CHECK(law.dimension() == 3);
  CHECK(law.mean().isApprox(ArrayXd{{0.5, 0.25, -1.0}}, 1e-12));
  CHECK(law.variance().isApprox(ArrayXd{{1.0, 0.1875, 4.0}}, 1e-12));
  const auto square = [](double x) { return x * x; };
  CHECK(law.mean_of_sum({square, square, square}) == Approx(1.25 + 0.25 + 5.0).epsilon(1e-12));
  CHECK(law.mean_of_product({square, square, square}) == Approx(1.25 * 0.25 * 5.0).epsilon(1e-12));
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(law.probability(ArrayXd{{-infinity, 0.0, -1.0}}, ArrayXd{{0.5, 1.0, infinity}}) ==
        Approx(0.5 * 0.25 * 0.5).epsilon(1e-12));
}

TEST_CASE("distances of products are made of those of their coordinates", "[solvers]") {
  const ProductLaw a({gaussian(0.0, 1.0), gaussian(0.0, 1.0)}),
      b({gaussian(0.3, 1.0), gaussian(0.4, 1.0)});
  CHECK(wasserstein_2(a, b) == Approx(0.5).epsilon(1e-9));
  // Equal covariances: TV depends on the length of the shift alone.
  const double exact = 2.0 * gsl_cdf_ugaussian_P(0.25) - 1.0;
  const Bounds bounds = total_variation(a, b);
  CHECK(bounds.lower == Approx(2.0 * gsl_cdf_ugaussian_P(0.2) - 1.0).epsilon(1e-12));
  CHECK(bounds.lower <= exact);
  CHECK(exact <= bounds.upper);
  CHECK(kolmogorov(a, b)(1) == Approx(bounds.lower).epsilon(1e-12));
}

TEST_CASE("the bounds of the total variation of products contain it", "[solvers]") {
  const std::vector<double> p{0.3, 0.6, 0.5}, q{0.35, 0.5, 0.5};
  double sum = 0.0;
  for (unsigned corner = 0; corner < 8; ++corner) {
    double of_p = 1.0, of_q = 1.0;
    for (unsigned i = 0; i < 3; ++i) {
      const bool one = (corner >> i & 1U) != 0;
      of_p *= one ? p[i] : 1.0 - p[i];
      of_q *= one ? q[i] : 1.0 - q[i];
    }
    sum += std::abs(of_p - of_q);
  }
  const Bounds bounds = total_variation(ProductLaw({coin(p[0]), coin(p[1]), coin(p[2])}),
                                        ProductLaw({coin(q[0]), coin(q[1]), coin(q[2])}));
  CHECK(bounds.lower == Approx(0.1));
  CHECK(bounds.upper == Approx(1.0 - 0.95 * 0.9));
  CHECK(bounds.lower <= 0.5 * sum);
  CHECK(0.5 * sum <= bounds.upper);
}

TEST_CASE("products refuse what does not fit", "[solvers]") {
  CHECK_THROWS_WITH(ProductLaw({}), "dimension of a law must be >= 1, got 0");
  const ProductLaw one({coin(0.5)}), two({coin(0.5), coin(0.5)});
  CHECK_THROWS_WITH(wasserstein_2(one, two), "dimension of a law must be 1, got 2");
  CHECK_THROWS_AS(one.mean_of_sum({}), InvalidInput);
  CHECK_THROWS_AS(one.probability(ArrayXd{{1.0}}, ArrayXd{{0.0}}), InvalidInput);
}

}  // namespace
}  // namespace sdescent
