#include "solvers/density_law.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

/// N(0.3, 0.2²), not normalised, with accurate tails.
DensityLaw gaussian() {
  const auto density = [](double x) {
    return 7.0 * std::exp(-0.5 * std::pow((x - 0.3) / 0.2, 2.0));
  };
  return {density, ArrayXd::LinSpaced(17, -2.1, 2.7), 1e-30, {1e-13, 1e-40}};
}

TEST_CASE("a Gaussian density is a Gaussian law in its bulk and in both tails", "[solvers]") {
  const DensityLaw law = gaussian();
  CHECK(law.mass() == Approx(7.0 * 0.2 * std::sqrt(2.0 * std::numbers::pi)).epsilon(1e-13));
  CHECK(law.mean() == Approx(0.3).epsilon(1e-13));
  CHECK(law.variance() == Approx(0.04).epsilon(1e-12));
  CHECK(law.moment(4, 0.3) == Approx(3.0 * 0.0016).epsilon(1e-12));
  for (const double z : {-9.0, -4.0, -1.3, 0.0, 0.7, 3.0, 8.0}) {
    INFO("z = " << z);
    const double x = 0.3 + 0.2 * z;
    CHECK(law.cdf(x) == Approx(gsl_cdf_ugaussian_P(z)).epsilon(1e-11));
    CHECK(law.survival(x) == Approx(gsl_cdf_ugaussian_Q(z)).epsilon(1e-11));
    CHECK(law.density(x) == Approx(gsl_ran_ugaussian_pdf(z) / 0.2).epsilon(1e-12));
  }
  for (const double p : {1e-20, 1e-3, 0.4, 0.5, 0.9, 1.0 - 1e-6}) {
    INFO("p = " << p);
    CHECK(law.quantile(p) == Approx(0.3 + 0.2 * gsl_cdf_ugaussian_Pinv(p)).epsilon(1e-11));
  }
  CHECK(law.tail() == 1e-30);
  CHECK(law.lower() == -2.1);
  CHECK(law.upper() == 2.7);
  CHECK(law.cdf(-5.0) == 0.0);
  CHECK(law.cdf(5.0) == 1.0);
  CHECK(law.density(5.0) == 0.0);
  CHECK_FALSE(law.is_atomic());
}

TEST_CASE("expectations under a density resolve the function, too", "[solvers]") {
  const DensityLaw law = gaussian();
  // A smoothed indicator, E Φ((X − c)/w) = Φ((μ − c)/√(σ² + w²)); a jump; a fast wave.
  for (const double w : {0.2, 0.01, 1e-4}) {
    const auto indicator = [w](double x) { return gsl_cdf_ugaussian_P((x - 0.35) / w); };
    CHECK(law.mean(indicator) ==
          Approx(gsl_cdf_ugaussian_P(-0.05 / std::hypot(0.2, w))).epsilon(1e-12));
  }
  CHECK(law.mean([](double x) { return x > 0.35 ? 1.0 : 0.0; }) ==
        Approx(gsl_cdf_ugaussian_Q(0.25)).epsilon(1e-12));
  CHECK(law.mean([](double x) { return std::cos(20.0 * (x - 0.3)); }) ==
        Approx(std::exp(-8.0)).margin(1e-14));
}

TEST_CASE("a density with singular ends is integrated", "[solvers]") {
  // Beta(3/2, 5/4): x^{1/2} (1 − x)^{1/4}.
  const DensityLaw law([](double x) { return std::sqrt(x) * std::pow(1.0 - x, 0.25); },
                       ArrayXd{{0.0, 0.5, 1.0}}, 0.0);
  CHECK(law.mass() == Approx(std::beta(1.5, 1.25)).epsilon(1e-12));
  CHECK(law.mean() == Approx(1.5 / 2.75).epsilon(1e-12));
  CHECK(law.cdf(0.2) == Approx(gsl_cdf_beta_P(0.2, 1.5, 1.25)).epsilon(1e-10));
  CHECK(law.quantile(0.9) == Approx(gsl_cdf_beta_Pinv(0.9, 1.5, 1.25)).epsilon(1e-9));
}

TEST_CASE("densities that are not, and what is not finite, are refused", "[solvers]") {
  const auto one = [](double) { return 1.0; };
  CHECK_THROWS_WITH(DensityLaw(one, ArrayXd{{0.0}}, 0.0),
                    "number of breaks of a density must be >= 2, got 1");
  CHECK_THROWS_WITH(DensityLaw(one, ArrayXd{{0.0, 0.0}}, 0.0),
                    "breaks of a density must be increasing, got 0");
  CHECK_THROWS_AS(DensityLaw(one, ArrayXd{{0.0, 1.0}}, -1.0), InvalidInput);
  CHECK_THROWS_AS(DensityLaw([](double) { return 0.0; }, ArrayXd{{0.0, 1.0}}, 0.0),
                  NumericalFailure);
  CHECK_THROWS_AS(
      DensityLaw([](double x) { return x < 0.3 ? std::nan("") : 1.0; }, ArrayXd{{0.0, 1.0}}, 0.0),
      NumericalFailure);
  const DensityLaw law(one, ArrayXd{{0.0, 1.0}}, 0.0);
  CHECK_THROWS_AS(law.mean([](double) { return std::numeric_limits<double>::infinity(); }),
                  NumericalFailure);
  CHECK_THROWS_WITH(law.quantile(1.0), "probability of a quantile must be in (0, 1), got 1");
}

}  // namespace
}  // namespace sdescent
