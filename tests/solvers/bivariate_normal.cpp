#include "solvers/bivariate_normal.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace sdescent {
namespace {

double covariance(double a, double b, double rho) {
  Scratch scratch;
  Block out(1, 1);
  sign_covariance(Block{{a}}, Block{{b}}, rho, out, scratch);
  return out(0);
}

double covariance_of_block(double a, double b, double rho) {
  Scratch scratch;
  Block out(1, 1);
  sign_covariance(Block{{a}}, Block{{b}}, Block{{rho}}, out, scratch);
  return out(0);
}

/// Cov(sign(a + ξ₁), sign(b + ξ₂)) = E[(sign(a + ξ₁) − m_a)(1 − 2Q)], Q the probability that
/// b + ξ₂ < 0 given ξ₁, by panels of fixed Gauss–Legendre rules cut where the integrand turns.
class ByConditioning {
 public:
  ByConditioning() : table_(gsl_integration_glfixed_table_alloc(40)) {}
  ~ByConditioning() { gsl_integration_glfixed_table_free(table_); }
  ByConditioning(const ByConditioning&) = delete;
  ByConditioning& operator=(const ByConditioning&) = delete;

  double operator()(double a, double b, double rho) const {
    struct Point {
      double b, rho, root;
    } point{b, rho, std::sqrt((1 - rho) * (1 + rho))};
    gsl_function mean_sign{[](double z, void* p) {
                             const Point& at = *static_cast<Point*>(p);
                             return gsl_ran_ugaussian_pdf(z) *
                                    std::erf((at.b + at.rho * z) / (at.root * std::numbers::sqrt2));
                           },
                           &point};
    const double turn = -b / rho, width = point.root / std::abs(rho);
    std::vector<double> cuts{-12.0, -a, 12.0};
    for (double w = -10.0; w <= 10.0; w += 2.0) cuts.push_back(turn + w * width);
    for (double w = -9.0; w <= 9.0; w += 3.0) cuts.push_back(w);
    for (double& cut : cuts) cut = std::clamp(cut, -12.0, 12.0);
    std::sort(cuts.begin(), cuts.end());
    double product = 0;
    for (std::size_t i = 1; i < cuts.size(); ++i)
      product += (cuts[i] > -a ? 1.0 : -1.0) *
                 gsl_integration_glfixed(&mean_sign, cuts[i - 1], cuts[i], table_);
    return product - std::erf(a / std::numbers::sqrt2) * std::erf(b / std::numbers::sqrt2);
  }

 private:
  gsl_integration_glfixed_table* table_;
};

TEST_CASE("at the origin the covariance of two signs is the arc sine of their correlation",
          "[solvers]") {
  for (const double rho : {-1.0, -0.9999999, -0.93, -0.3, -1e-9, 0.0, 1e-300, 0.2, 0.5, 0.92, 0.95,
                           0.999, 0.99999999, 1.0}) {
    const double expected = 2.0 * std::numbers::inv_pi * std::asin(rho);
    CHECK(covariance(0.0, 0.0, rho) == Approx(expected).epsilon(1e-14).margin(0));
    if (std::abs(rho) <= 0.5)
      CHECK(covariance_of_block(0.0, 0.0, rho) == Approx(expected).epsilon(1e-14).margin(0));
  }
}

TEST_CASE("the covariance of two signs agrees with quadrature over one of the normals",
          "[solvers]") {
  const ByConditioning reference;
  double error = 0, block_error = 0;
  for (const double rho :
       {-0.9999, -0.97, -0.8, -0.45, -0.05, 0.1, 0.33, 0.5, 0.7, 0.9, 0.925, 0.96, 0.999, 0.999999})
    for (const double a : {-3.1, -0.7, 0.0, 0.01, 1.3, 4.0})
      for (const double b : {-5.0, -1.2, -0.3, 0.0101, 0.4, 1.3, 2.2}) {
        const double expected = reference(a, b, rho);
        error = std::max(error, std::abs(covariance(a, b, rho) - expected));
        if (std::abs(rho) <= 0.5)
          block_error = std::max(block_error, std::abs(covariance_of_block(a, b, rho) - expected));
      }
  CHECK(error < 1e-14);
  CHECK(block_error < 1e-14);
}

TEST_CASE("signs of one normal have the covariance of an interval's indicator", "[solvers]") {
  for (const double a : {-2.0, 0.0, 0.5, 30.0})
    for (const double b : {-1.5, 0.0, 0.6}) {
      const double expected =
          4 * gsl_cdf_ugaussian_P(std::min(a, b)) * gsl_cdf_ugaussian_Q(std::max(a, b));
      CHECK(covariance(a, b, 1.0) == Approx(expected).epsilon(1e-14));
      const double opposite =
          4 * gsl_cdf_ugaussian_P(std::min(a, -b)) * gsl_cdf_ugaussian_Q(std::max(a, -b));
      CHECK(covariance(a, b, -1.0) == Approx(-opposite).epsilon(1e-14));
      // With 1 − |ρ| → 0 the graded rule tends to it, at the rate √(1 − ρ).
      CHECK(std::abs(covariance(a, b, 1.0 - 1e-14) - expected) < 1e-7);
    }
}

TEST_CASE("correlations of rare signs keep their accuracy", "[solvers]") {
  // At a = b the correlation of nearly equal normals tends to 1 as ρ does, however rare the sign.
  for (const double a : {2.0, 6.0, 12.0}) {
    const double variance = 4 * gsl_cdf_ugaussian_P(a) * gsl_cdf_ugaussian_Q(a);
    const double near = covariance(a, a, 1.0 - 1e-10) / variance;
    CHECK(near < 1.0);
    CHECK(near > 1.0 - 1e-4);
    CHECK(covariance(a, a, 1.0) / variance == Approx(1.0).epsilon(1e-12));
  }
  // Tetrachoric series: Σ ρ^k/k! He_{k−1}(a) He_{k−1}(b) φ(a) φ(b), to first orders in a small ρ.
  const double a = 9.0, b = -8.0, rho = 1e-3,
               density = gsl_ran_ugaussian_pdf(a) * gsl_ran_ugaussian_pdf(b);
  double term = rho, sum = 0, before_a = 0, before_b = 0, he_a = 1, he_b = 1;
  for (int k = 1; k < 25; ++k) {
    sum += term * he_a * he_b;
    const double next_a = a * he_a - (k - 1) * before_a, next_b = b * he_b - (k - 1) * before_b;
    before_a = he_a, before_b = he_b, he_a = next_a, he_b = next_b;
    term *= rho / (k + 1);
  }
  CHECK(covariance(a, b, rho) == Approx(4 * density * sum).epsilon(1e-12).margin(0));
  CHECK(covariance_of_block(a, b, rho) == Approx(4 * density * sum).epsilon(1e-12).margin(0));
}

TEST_CASE("a correlation beyond 1 is refused", "[solvers]") {
  CHECK_THROWS_MATCHES(covariance(0.0, 0.0, 1.5), InvalidInput,
                       Catch::Matchers::Message("correlation must be in [-1, 1], got 1.5"));
}

}  // namespace
}  // namespace sdescent
