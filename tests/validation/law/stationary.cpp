#include "solvers/halved_quadrature.hpp"
#include "validation/law/stationary_distances.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent::law {
namespace {

constexpr double gaussian = std::numeric_limits<double>::infinity();

TEST_CASE("constants of the distances are functionals of the shift", "[validation]") {
  const SignMean m = gaussian_sign_mean(1.0, 1.0);
  for (const StationaryShift shift :
       {sde_shift(m), phase_three_shift(m), lemma_shift(m), sde_without_mean_shift(m),
        sde_shift(m).on_cells(m, 1.0), sde_shift(m).on_cells(m, 2.0)}) {
    CHECK(
        shift.wasserstein() ==
        Approx(integral_by_halving([&](double u) { return std::abs(shift.at(u)); }, -12, 12, 1e-14))
            .epsilon(1e-11));
    double variation = 0.0, largest = 0.0;
    for (int i = -120'000; i < 120'000; ++i) {
      variation += std::abs(shift.at(1e-4 * (i + 1)) - shift.at(1e-4 * i));
      largest = std::max(largest, std::abs(shift.at(1e-4 * i)));
    }
    CHECK(shift.total_variation() == Approx(0.5 * variation).epsilon(1e-7));
    CHECK(shift.kolmogorov() == Approx(largest).epsilon(1e-7));
  }
  const double at = std::exp(-1.5) / std::sqrt(2.0 * M_PI);
  CHECK(sde_shift(m).total_variation() == Approx(m.c * std::sqrt(0.75) * at).epsilon(1e-13));
}

TEST_CASE("slope and curvature of a sign's mean are those of its law", "[validation]") {
  const SignMean cauchy = student_sign_mean(1.3, 0.7, 1.0),
                 heavy = student_sign_mean(1.3, 0.7, 1e7), light = gaussian_sign_mean(1.3, 0.7);
  // (2/π) atan(z) = (2/π)(z − z³/3).
  CHECK(cauchy.c == Approx(2.0 / M_PI * 1.3 / 0.7).epsilon(1e-13));
  CHECK(cauchy.d == Approx(2.0 / M_PI * std::pow(1.3 / 0.7, 3.0) / 3.0).epsilon(1e-13));
  CHECK(heavy.c == Approx(light.c).epsilon(1e-6));
  CHECK(heavy.d == Approx(light.d).epsilon(1e-6));
}

TEST_CASE("the Phase-3 SDE is stationary under a Beta law", "[validation]") {
  const StationarySetting s{1.0, 0.5, 0.02, gaussian, {}};
  const auto law = model_law(s, phase_three);
  const double c = s.sign_mean().c, exponent = 1.0 / (0.02 * c);
  CHECK(law->variance() == Approx(0.5 * 0.02 / (c + 0.01 * c * c)).epsilon(1e-11));
  CHECK(model_law(s, lemma)->variance() == Approx(law->variance()).epsilon(1e-11));
  for (const double x : {-0.2, 0.05, 0.3})
    CHECK(law->cdf(x) ==
          Approx(boost::math::ibeta(exponent, exponent, 0.5 * (1.0 + c * x))).epsilon(1e-10));
}

}  // namespace
}  // namespace sdescent::law
