#include "models/mixture_fit.hpp"

#include "io/error.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::VectorXd;

/// Quantiles of N(mean, deviation²) at (i + ½)/n: a sample without randomness.
VectorXd quantiles(Eigen::Index n, double mean, double deviation) {
  VectorXd z(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double p = (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    z(i) = mean - deviation * std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * p);
  }
  return z;
}

VectorXd both(const VectorXd& a, const VectorXd& b) {
  VectorXd z(a.size() + b.size());
  z << b, a;
  return z;
}

TEST_CASE("one normal is fitted by mean and deviation", "[models]") {
  const VectorXd z = quantiles(2000, 1.5, 0.7);
  const MixtureFit fit = fit_mixture(z, 1);
  const double deviation = std::sqrt((z.array() - z.mean()).square().mean());
  CHECK(fit.mixture.weights(0) == 1.0);
  CHECK(fit.mixture.means(0) == Approx(z.mean()).epsilon(1e-13));
  CHECK(fit.mixture.deviations(0) == Approx(deviation).epsilon(1e-13));
  const double expected =
      -2000 * (0.5 * std::log(2 * std::numbers::pi) + std::log(deviation) + 0.5);
  CHECK(fit.log_likelihood == Approx(expected).epsilon(1e-12));
  CHECK(fit.bic == Approx(2 * std::log(2000.0) - 2 * expected).epsilon(1e-12));
}

TEST_CASE("two separate normals are found with their weights", "[models]") {
  const MixtureFit fit =
      fit_mixture(both(quantiles(3000, -2.0, 0.5), quantiles(1000, 2.0, 0.8)), 2);
  CHECK(fit.mixture.weights(0) == Approx(0.75).margin(2e-3));
  CHECK(fit.mixture.means(0) == Approx(-2.0).margin(5e-3));
  CHECK(fit.mixture.means(1) == Approx(2.0).margin(2e-2));
  CHECK(fit.mixture.deviations(0) == Approx(0.5).margin(5e-3));
  CHECK(fit.mixture.deviations(1) == Approx(0.8).margin(2e-2));
  CHECK(fit.mixture.weights.sum() == Approx(1.0).epsilon(1e-15));
}

TEST_CASE("a fit is a stationary point of the likelihood", "[models]") {
  const VectorXd z = both(quantiles(600, -0.6, 0.5), quantiles(400, 0.7, 0.4));
  const MixtureFit fit = fit_mixture(z, 2);
  const auto likelihood = [&](const GaussianMixture& m) {
    double sum = 0;
    for (const double value : z) sum += std::log(mixture_density(m, value));
    return sum;
  };
  CHECK(likelihood(fit.mixture) == Approx(fit.log_likelihood).epsilon(1e-10));
  for (const double step : {-0.02, 0.02}) {
    GaussianMixture moved = fit.mixture;
    moved.means(0) += step;
    CHECK(likelihood(moved) < fit.log_likelihood);
    moved = fit.mixture;
    moved.deviations(1) += step;
    CHECK(likelihood(moved) < fit.log_likelihood);
  }
}

TEST_CASE("BIC takes as many components as there are", "[models]") {
  CHECK(choose_mixture(quantiles(400, 0.0, 1.0), 2).mixture.weights.size() == 1);
  CHECK(choose_mixture(both(quantiles(300, -2.0, 0.5), quantiles(300, 2.0, 0.5)), 3)
            .mixture.weights.size() == 2);
}

TEST_CASE("distribution and density of a mixture belong together", "[models]") {
  const GaussianMixture m{VectorXd{{0.3, 0.7}}, VectorXd{{-1.0, 0.5}}, VectorXd{{0.4, 0.9}}};
  CHECK(mixture_cdf(m, -40.0) == 0.0);
  CHECK(mixture_cdf(m, 40.0) == Approx(1.0).epsilon(1e-15));
  CHECK((mixture_cdf(m, 0.2 + 1e-5) - mixture_cdf(m, 0.2 - 1e-5)) / 2e-5 ==
        Approx(mixture_density(m, 0.2)).epsilon(1e-8));
}

TEST_CASE("samples that have no fit are refused", "[models]") {
  CHECK_THROWS_AS(fit_mixture(VectorXd::Ones(10), 1), InvalidInput);
  CHECK_THROWS_AS(fit_mixture(VectorXd{{1.0, 2.0, 3.0}}, 2), InvalidInput);
  CHECK_THROWS_AS(fit_mixture(VectorXd{{1.0, NAN, 3.0}}, 1), InvalidInput);
  CHECK_THROWS_AS(fit_mixture(VectorXd{{1.0, 2.0}}, 0), InvalidInput);
}

}  // namespace
}  // namespace sdescent
