#include "models/scaled_noise_bounds.hpp"

#include "io/error.hpp"
#include "models/sign_sgd_phases.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_odeiv2.h>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

/// S(t) by GSL's Dormand–Prince.
double integrated(RootRelaxation of, double s0, double t) {
  gsl_odeiv2_system system{[](double, const double y[], double dy[], void* p) -> int {
                             const auto& r = *static_cast<RootRelaxation*>(p);
                             dy[0] = -r.alpha * std::sqrt(y[0]) + r.beta;
                             return 0;
                           },
                           nullptr, 1, &of};
  gsl_odeiv2_driver* driver =
      gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, 1e-6, 1e-13, 1e-13);
  double from = 0.0, s = s0;
  gsl_odeiv2_driver_apply(driver, &from, t, &s);
  gsl_odeiv2_driver_free(driver);
  return s;
}

TEST_CASE("the Lambert-W formula solves its ODE, from above and from below the limit", "[models]") {
  for (const RootRelaxation r :
       {RootRelaxation{0.8, 0.3}, RootRelaxation{0.5, 0.001}, RootRelaxation{2.0, 5.0}})
    for (const double s0 : {0.0, 1e-6, 0.01, 1.0, 3.0}) {
      if (s0 == 0.0 && r.beta < 0.01) continue;  // √S at 0 is no start for the reference
      const ArrayXd t = ArrayXd::LinSpaced(9, 0.0, 4.0);
      const ArrayXd s = r(s0, t);
      CHECK(s(0) == Approx(s0).margin(1e-14));
      for (Eigen::Index i = 1; i < t.size(); ++i)
        CHECK(s(i) == Approx(integrated(r, s0, t(i))).epsilon(1e-9).margin(1e-13));
    }
}

TEST_CASE("the formula ends in (β/α)² and stays there", "[models]") {
  const RootRelaxation r{0.7, 0.02};
  CHECK(r.limit() == Approx(0.02 * 0.02 / 0.49));
  const ArrayXd t{{0.0, 1.0, 1e3, 1e9}};
  CHECK(r(4.0, t)(2) == Approx(r.limit()).epsilon(1e-12));
  CHECK(r(4.0, t)(3) == Approx(r.limit()).epsilon(1e-12));
  CHECK((r(r.limit(), t) - r.limit()).abs().maxCoeff() < 1e-15);
}

TEST_CASE("the printed prefactor starts above S_0 and is larger at all times", "[models]") {
  const RootRelaxation r{0.7, 0.02};
  const ArrayXd t = ArrayXd::LinSpaced(20, 0.0, 5.0);
  const ArrayXd printed = r(1.0, t, LambertPrefactor::printed), derived = r(1.0, t);
  // W(q e^{q−2})(q + 1)… at t = 0: q = (α√S_0 + β)/β in front, (α√S_0 − β)/β in the exponent.
  CHECK(printed(0) > 1.0 + 1e-3);
  CHECK((printed > derived).all());
  CHECK(r(1.0, ArrayXd::Constant(1, 1e4), LambertPrefactor::printed)(0) ==
        Approx(r.limit()).epsilon(1e-10));
}

TEST_CASE("a small noise floor does not overflow", "[models]") {
  const RootRelaxation r{1.0, 1e-9};  // the exponent starts at 10⁹
  const ArrayXd t{{0.0, 0.5, 1.0}};
  const ArrayXd s = r(1.0, t);
  // √S = 1 − t/2 but for β.
  CHECK(s(0) == Approx(1.0).epsilon(1e-12));
  CHECK(s(1) == Approx(0.5625).epsilon(1e-7));
  CHECK(s(2) == Approx(0.25).epsilon(1e-7));
}

const ScaledNoiseSetting setting{1.0, 2.0, 3.0, 2.5, 1e-3, 2};

TEST_CASE("the constants are those of C.30 to C.32", "[models]") {
  const double pi = std::numbers::pi, eta = setting.eta, sigma = setting.sigma;
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  const double q2 = line.secant * line.secant, m = line.slope;

  const auto c30 = identity_noise_bound(setting, ScaledNoisePhase::three);
  CHECK(c30.alpha == Approx(2 * std::sqrt(2 / pi) / sigma));
  CHECK(c30.beta == Approx(eta * (1.5 - 2 / (pi * sigma * sigma))));
  const auto c30_two = identity_noise_bound(setting, ScaledNoisePhase::two);
  CHECK(c30_two.alpha == Approx(std::sqrt(2.0) * m / sigma));
  CHECK(c30_two.beta == Approx(eta / 2 * (3 - 2 * q2 - m * m / (sigma * sigma))));

  const auto c31 = hessian_noise_bound(setting, ScaledNoisePhase::three);
  CHECK(c31.alpha == Approx(2 * std::sqrt(2 / pi) / (std::sqrt(2.0) * sigma)));
  CHECK(c31.beta == Approx(eta * (1.5 - 2 / (pi * sigma * sigma * 2))));
  const auto c31_two = hessian_noise_bound(setting, ScaledNoisePhase::two);
  CHECK(c31_two.alpha == Approx(std::sqrt(2.0) * m / (std::sqrt(2.0) * sigma)));

  const auto c32 = regression_noise_bound(setting, 256, ScaledNoisePhase::three);
  CHECK(c32.alpha == Approx(std::sqrt(2 / pi) * 16 / std::sqrt(2.0)));
  CHECK(c32.beta == Approx(eta * 1.5));
  const auto c32_two = regression_noise_bound(setting, 256, ScaledNoisePhase::two);
  CHECK(c32_two.alpha == Approx(m * 16 / std::sqrt(4.0)));
  CHECK(c32_two.beta == Approx(eta * 1.5));
}

TEST_CASE("on an isotropic quadratic the stationary radius has 1 + 1/d times the limit",
          "[models]") {
  // Density R^{d−1} e^{−2cR/η}: E R² by the ratio of two sums. β without its term in 1/σ².
  for (const Eigen::Index d : {1, 2, 5}) {
    const double mu = 0.7, sigma = 1e4, eta = 0.01;
    const ScaledNoiseSetting s{mu, mu, mu * static_cast<double>(d), sigma, eta, d};
    const double c = 2 * std::sqrt(mu / std::numbers::pi) / sigma;
    double mass = 0, second = 0;
    for (int k = 1; k < 4000; ++k) {
      const double r = 0.01 * k;  // in units of η/2c
      const double weight = std::pow(r, static_cast<double>(d - 1)) * std::exp(-r);
      mass += weight;
      second += weight * r * r;
    }
    const double loss =
        0.5 * mu * second / (mass + (d == 1 ? 0.5 : 0.0)) * std::pow(eta / (2 * c), 2);
    const double limit = identity_noise_bound(s, ScaledNoisePhase::three).limit();
    CHECK(loss / limit == Approx(1.0 + 1.0 / static_cast<double>(d)).epsilon(1e-4));
  }
}

TEST_CASE("constants that are of no phase are refused", "[models]") {
  ScaledNoiseSetting small = setting;
  small.sigma = 0.1;
  CHECK_THROWS_MATCHES(
      identity_noise_bound(small, ScaledNoisePhase::three), InvalidInput,
      Catch::Matchers::Message("sigma must be large enough for its phase, got 0.1"));
  ScaledNoiseSetting flat = setting;
  flat.smoothness = 0.5;
  CHECK_THROWS_AS(hessian_noise_bound(flat, ScaledNoisePhase::three), InvalidInput);
  CHECK_THROWS_AS(regression_noise_bound(setting, 0.0, ScaledNoisePhase::three), InvalidInput);
  CHECK_THROWS_AS((RootRelaxation{1.0, 1.0}(-1.0, ArrayXd::Zero(1))), InvalidInput);
  CHECK_THROWS_AS((RootRelaxation{1.0, 1.0}(1.0, ArrayXd::Constant(1, -1.0))), InvalidInput);
  CHECK_THROWS_AS((RootRelaxation{1.0, 0.0}(1.0, ArrayXd::Zero(1))), InvalidInput);
}

}  // namespace
}  // namespace sdescent
