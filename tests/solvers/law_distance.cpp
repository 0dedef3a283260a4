#include "solvers/law_distance.hpp"

#include "io/error.hpp"
#include "tests/support/gaussian_law.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using test::GaussianLaw;

const AtomicLaw three(ArrayXd{{0.0, 1.0, 2.0}}, ArrayXd{{0.5, 0.25, 0.25}});
const AtomicLaw two(ArrayXd{{1.0 + 1e-15, 3.0}}, ArrayXd{{0.5, 0.5}});

TEST_CASE("distances of atoms are sums", "[solvers]") {
  // Excess of the first: ½ at 0, −¼ at 1 (one atom, but for rounding), ¼ at 2, −½ at 3.
  CHECK(total_variation(three, two) == 0.75);
  CHECK(kolmogorov(three, two) == 0.5);
  CHECK(wasserstein(three, two) == Approx(0.5 + 0.25 + 0.5));
  // ½ by 1, ¼ by 2, ¼ by 1.
  CHECK(wasserstein_2(three, two) == Approx(std::sqrt(0.5 + 1.0 + 0.25)));
  CHECK(wasserstein_2(two, three) == Approx(wasserstein_2(three, two)));
  CHECK(total_variation(three, three) == 0.0);
  CHECK(wasserstein(three, three) == 0.0);
}

TEST_CASE("distances of Gaussians are in closed form", "[solvers]") {
  const GaussianLaw a(0.0, 1.0), shifted(0.3, 1.0), wide(0.0, 1.25), other(0.4, 1.25);
  const auto phi = gsl_cdf_ugaussian_P;
  CHECK(total_variation(a, shifted) == Approx(2.0 * phi(0.15) - 1.0).epsilon(1e-12));
  CHECK(kolmogorov(a, shifted) == Approx(2.0 * phi(0.15) - 1.0).epsilon(1e-12));
  CHECK(wasserstein(a, shifted) == Approx(0.3).epsilon(1e-12));
  CHECK(wasserstein_2(a, shifted) == Approx(0.3).epsilon(1e-9));
  // Densities cross at ±z, z² = 2 log s/(1 − s^{−2}).
  const double z = std::sqrt(2.0 * std::log(1.25) / (1.0 - 1.0 / (1.25 * 1.25)));
  CHECK(total_variation(a, wide) == Approx(2.0 * (phi(z) - phi(z / 1.25))).epsilon(1e-12));
  CHECK(kolmogorov(a, wide) == Approx(phi(z) - phi(z / 1.25)).epsilon(1e-12));
  CHECK(wasserstein(a, wide) == Approx(0.25 * std::sqrt(2.0 / M_PI)).epsilon(1e-12));
  CHECK(wasserstein_2(a, other) == Approx(std::hypot(0.4, 0.25)).epsilon(1e-9));
}

TEST_CASE("distances of atoms from a density", "[solvers]") {
  const GaussianLaw gaussian(0.0, 1.0);
  const AtomicLaw zero(ArrayXd{{0.0}}, ArrayXd{{1.0}});
  CHECK(kolmogorov(zero, gaussian) == 0.5);
  CHECK(wasserstein(zero, gaussian) == Approx(std::sqrt(2.0 / M_PI)).epsilon(1e-12));
  CHECK(wasserstein_2(gaussian, zero) == Approx(1.0).epsilon(1e-12));
  CHECK_THROWS_WITH(total_variation(gaussian, zero), Catch::Contains("always 1"));
  // ±a with half each: ∫ (|y| − a)² φ = 1 − 2a√(2/π) + a².
  const AtomicLaw pair(ArrayXd{{-0.6, 0.6}}, ArrayXd{{0.5, 0.5}});
  CHECK(wasserstein_2(pair, gaussian) ==
        Approx(std::sqrt(1.0 - 1.2 * std::sqrt(2.0 / M_PI) + 0.36)).epsilon(1e-12));
}

TEST_CASE("a density on the sites of a lattice keeps its moments and on cells does not",
          "[solvers]") {
  const GaussianLaw gaussian(0.1, 1.0);
  const ArrayXd sites = ArrayXd::LinSpaced(37, -9.0, 9.0);
  const AtomicLaw lattice(sites, ArrayXd::Constant(37, 1.0 / 37.0));
  const AtomicLaw at_sites = on_sites(gaussian, lattice), in_cells = on_cells(gaussian, lattice);
  CHECK(at_sites.mean() == Approx(0.1).epsilon(1e-12));
  CHECK(at_sites.variance() == Approx(1.0).epsilon(1e-12));
  CHECK(in_cells.variance() == Approx(1.0 + 0.25 / 12.0).epsilon(1e-12));
  CHECK(in_cells.probabilities()(18) ==
        Approx(gsl_cdf_ugaussian_P(0.15) - gsl_cdf_ugaussian_P(-0.35)).epsilon(1e-13));
  CHECK(in_cells.cdf(20.0) == Approx(1.0).epsilon(1e-14));
  // At the ends of cells both CDFs agree; an ensemble falls into cells as well.
  CHECK(kolmogorov(in_cells, on_cells(in_cells, lattice)) < 1e-15);
  const AtomicLaw sample = on_cells(ensemble_law(ArrayXd{{0.2, 0.1, 7.6, 99.0}}), lattice);
  CHECK(sample.probabilities()(18) == 0.5);
  CHECK(sample.probabilities()(36) == 0.25);
  CHECK_THROWS_AS(on_sites(lattice, lattice), InvalidInput);
}

TEST_CASE("what spreads a lattice over its cells moves it by a quarter of their width",
          "[solvers]") {
  const GaussianLaw gaussian(0.0, 1.0);
  for (const double width : {0.1, 0.05}) {
    const auto n = static_cast<Eigen::Index>(std::lround(18.0 / width)) + 1;
    const AtomicLaw lattice =
        on_cells(gaussian, AtomicLaw(ArrayXd::LinSpaced(n, -9.0, 9.0),
                                     ArrayXd::Constant(n, 1.0 / static_cast<double>(n))));
    CHECK(wasserstein(lattice, gaussian) == Approx(0.25 * width).epsilon(1e-3));
    CHECK(wasserstein_2(lattice, gaussian) == Approx(width / std::sqrt(12.0)).epsilon(1e-3));
  }
}

}  // namespace
}  // namespace sdescent
