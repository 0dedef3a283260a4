#include "models/compression.hpp"

#include "io/error.hpp"
#include "models/laplace_label_noise.hpp"
#include "models/rademacher_label_noise.hpp"
#include "models/student_label_noise.hpp"
#include "models/uniform_label_noise.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

TEST_CASE("compression of Gaussian noise is 1", "[models]") {
  const GaussianLabelNoise noise(0.8);
  for (const double risk : {0.0, 1e-8, 0.5, 1e9})
    CHECK(compression(noise, risk) == Approx(1.0).epsilon(1e-14));
}

TEST_CASE("compression at risk 0 is the density there", "[models]") {
  CHECK(compression(LaplaceLabelNoise(0.6), 0.0) ==
        Approx(std::sqrt(std::numbers::pi)).epsilon(1e-14));
  CHECK(compression(UniformLabelNoise(1.7), 0.0) ==
        Approx(std::sqrt(std::numbers::pi / 6.0)).epsilon(1e-14));
  CHECK(compression(RademacherLabelNoise(1.0), 0.0) == 0.0);
  CHECK(compression(LaplaceLabelNoise(0.6), 1e-12) ==
        Approx(std::sqrt(std::numbers::pi)).epsilon(1e-5));
}

TEST_CASE("compression at large risks is the excess of the fourth moment", "[models]") {
  const auto check = [](const LabelNoise& noise, double fourth) {
    const double s = noise.second_moment();
    INFO(noise.description());
    for (const double risk : {1e2, 1e3})
      CHECK(compression(noise, risk) - 1.0 ==
            Approx(compression_at_large_risk(s, fourth, risk) - 1.0).epsilon(5.0 / risk));
  };
  check(UniformLabelNoise(1.0), 1.0 / 5.0);
  check(RademacherLabelNoise(1.0), 1.0);
  check(LaplaceLabelNoise(1.0), 24.0);
  check(StudentLabelNoise(9.0, 1.0), 3.0 * 81.0 / (7.0 * 5.0));
}

TEST_CASE("no noise compresses more than signs", "[models]") {
  const RademacherLabelNoise signs(0.9);
  for (const double risk : {0.05, 0.3, 4.0}) {
    CHECK(compression(signs, risk) == Approx(least_compression(0.81, risk)).epsilon(1e-14));
    CHECK(signs.phi(risk) == Approx(largest_phi_away_from_zero(0.9, risk)).epsilon(1e-14));
    CHECK(compression(UniformLabelNoise(0.9 * std::sqrt(3.0)), risk) >
          least_compression(0.81, risk));
  }
}

TEST_CASE("compression needs a variance", "[models]") {
  CHECK_THROWS_AS(compression(StudentLabelNoise(2.0, 1.0), 0.1), InvalidInput);
}

}  // namespace
}  // namespace sdescent
