#include "models/student_noise.hpp"

#include "io/error.hpp"
#include "solvers/replay.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

TEST_CASE("the mean sign under Student's noise is 2F − 1 of the gradient over the scale",
          "[models]") {
  for (const double nu : {1.0, 1.5, 2.0, 8.0}) {
    const StudentNoise noise(nu, VectorXd{{0.1, 5.0}});
    const Block g{{0.03, -0.03}, {1.0, 20.0}, {-7.0, -400.0}};
    const SignTable m = sign_table(noise, g);
    for (Index r = 0; r < 3; ++r)
      for (Index c = 0; c < 2; ++c) {
        const double a = g(r, c) / noise.scales()(c);
        const double up = gsl_cdf_tdist_P(a, nu), down = gsl_cdf_tdist_Q(a, nu);
        CHECK(m.mean(r, c) == Approx(up - down).epsilon(1e-11));
        CHECK(m.deviation(r, c) == Approx(2 * std::sqrt(up * down)).epsilon(1e-11));
      }
  }
  // adaptive, Table of Ξ: ν = 1 and ν = 2
  const Block g{{0.7}};
  CHECK(sign_table(cauchy(VectorXd{{2.0}}), g).mean(0) ==
        Approx(2 / std::numbers::pi * std::atan(0.35)));
  CHECK(sign_table(StudentNoise(2, VectorXd{{2.0}}), g).mean(0) ==
        Approx(0.35 / std::sqrt(2 + 0.35 * 0.35)));
}

TEST_CASE("zero, infinite and NaN gradients under Student's noise", "[models]") {
  check_special_gradients(cauchy(VectorXd{{2.0}}));
  check_special_gradients(StudentNoise(7.5, VectorXd{{0.3}}));
}

TEST_CASE("Student's noise is Bailey's function of two uniforms", "[models]") {
  const Replay quarter({Block::Constant(1, 1, 0.25)});  // U = V = ¼: cos = 0
  CHECK(std::abs(draws(StudentNoise(3, VectorXd{{1.0}}), quarter, 1)(0)) < 1e-15);
  const double u = 0.125;
  const Replay eighth({Block::Constant(1, 1, u)});
  for (const double nu : {0.2, 1.0, 3.0, 1e3})
    CHECK(draws(StudentNoise(nu, VectorXd{{3.0}}), eighth, 1)(0) ==
          Approx(3 * std::sqrt(nu * (std::pow(u, -2 / nu) - 1)) * std::sqrt(0.5)));
  // ν → ∞ is Box–Muller's
  CHECK(draws(StudentNoise(1e15, VectorXd{{1.0}}), eighth, 1)(0) ==
        Approx(std::sqrt(-2 * std::log(u)) * std::sqrt(0.5)));
}

TEST_CASE("the largest draws of Student's noise are where the header says", "[models]") {
  const Replay smallest({Block::Constant(1, 1, 0x1p-33)});
  CHECK(draws(cauchy(VectorXd{{1.0}}), smallest, 1)(0) == Approx(0x1p33));
  CHECK(draws(StudentNoise(0.033, VectorXd{{1.0}}), smallest, 1).isFinite().all());
  CHECK(draws(StudentNoise(0.03, VectorXd{{1.0}}), smallest, 1).isInf().all());
}

TEST_CASE("Student's noise draws two uniforms, of its path alone", "[models]") {
  check_draws(StudentNoise(1.5, VectorXd{{0.5, 2.0}}), {{false, 0, 2}, {false, 1, 2}});
}

TEST_CASE("Student's noise has the signs of its law", "[models][statistical]") {
  for (const double nu : {0.3, 1.0, 2.5, 40.0}) {
    INFO("nu = " << nu);
    check_sign_frequencies(StudentNoise(nu, VectorXd{{0.5, 0.5}}),
                           VectorXd{{-100.0, -2.0, -0.3, 0.0, 0.1, 0.6, 3.0, 30.0}});
  }
}

TEST_CASE("degrees of freedom that are no number > 0 are refused", "[models]") {
  CHECK_THROWS_MATCHES(StudentNoise(0, VectorXd::Ones(1)), InvalidInput,
                       Message("nu must be > 0, got 0"));
  CHECK_THROWS_MATCHES(StudentNoise(std::nan(""), VectorXd::Ones(1)), InvalidInput,
                       Message("nu must be > 0, got nan"));
}

}  // namespace
}  // namespace sdescent
