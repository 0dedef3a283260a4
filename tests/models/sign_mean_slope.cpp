/// The slope of every law's E sign(g + Z), and that of the sign's deviation which follows from it.

#include "io/error.hpp"
#include "models/empirical_noise.hpp"
#include "models/gaussian_mixture_noise.hpp"
#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/minibatch.hpp"
#include "models/multivariate_student_noise.hpp"
#include "models/rademacher_noise.hpp"
#include "models/stable_noise.hpp"
#include "models/student_noise.hpp"
#include "models/uniform_noise.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_randist.h>

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

const VectorXd scales{{0.5, 2.0}};

Block mean_slope(const NoiseLaw& noise, const Block& g) {
  Scratch scratch;
  Block slope(g.rows(), g.cols());
  noise.sign_mean_slope(g, g, slope, scratch);
  return slope;
}

Block deviation_slope(const NoiseLaw& noise, const Block& g) {
  Scratch scratch;
  Block slope(g.rows(), g.cols());
  noise.deviation_slope(g, g, slope, scratch);
  return slope;
}

std::vector<std::shared_ptr<const NoiseLaw>> laws_with_density() {
  return {std::make_shared<GaussianNoise>(scales, Accuracy::accurate),
          std::make_shared<GaussianNoise>(GaussianNoise::with_covariance(
              MatrixXd{{0.25, 0.3}, {0.3, 4.0}}, Accuracy::accurate)),
          std::make_shared<LaplaceNoise>(scales),
          std::make_shared<UniformNoise>(2.0 * scales),
          std::make_shared<GaussianMixtureNoise>(
              GaussianMixture{VectorXd{{0.75, 0.25}}, VectorXd{{-1.0, 3.0}}, VectorXd{{0.5, 2.0}}},
              scales),
          std::make_shared<StudentNoise>(0.7, scales),
          std::make_shared<StudentNoise>(1.0, scales),
          std::make_shared<StudentNoise>(3.5, scales)};
}

TEST_CASE("slopes of the sign's mean and deviation are their difference quotients", "[models]") {
  const Block g{{0.3, -0.7}, {-0.9, 1.3}, {0.05, 2.1}, {-0.31, -3.4}};
  const double h = 1e-3;
  for (const auto& law : laws_with_density()) {
    INFO(law->description());
    REQUIRE(law->has_sign_mean_slope());
    const SignTable one = sign_table(*law, g + h), two = sign_table(*law, g + 2 * h);
    const SignTable minus_one = sign_table(*law, g - h), minus_two = sign_table(*law, g - 2 * h);
    const auto quotient = [&](Block SignTable::*of) -> Block {
      return (8.0 * (one.*of - minus_one.*of) - (two.*of - minus_two.*of)) / (12.0 * h);
    };
    CHECK((mean_slope(*law, g) - quotient(&SignTable::mean)).abs().maxCoeff() < 1e-9);
    CHECK(law->has_deviation_slope() == (law->description() != "uniform"));
    if (!law->has_deviation_slope()) continue;
    CHECK((deviation_slope(*law, g) - quotient(&SignTable::deviation)).abs().maxCoeff() < 1e-9);
  }
}

TEST_CASE("the slope at 0 is the one that symmetric laws state", "[models]") {
  for (const auto& law : laws_with_density()) {
    if (!law->sign_slope()) continue;
    INFO(law->description());
    const Block slope = mean_slope(*law, Block::Zero(1, 2));
    for (Index i = 0; i < 2; ++i) CHECK(slope(i) == Approx((*law->sign_slope())(i)).epsilon(1e-14));
  }
}

TEST_CASE("slopes of the sign's mean are twice the density, into the tails", "[models]") {
  for (const double g : {0.0, 0.4, 5.0, 18.0, 150.0}) {
    INFO("g = " << g);
    const Block at = Block::Constant(1, 1, g);
    const VectorXd half{{0.5}};
    const auto check = [&](const NoiseLaw& law, double density) {
      INFO(law.description());
      CHECK(mean_slope(law, at)(0) == Approx(2 * density).epsilon(1e-12).margin(0));
      CHECK(mean_slope(law, -at)(0) == mean_slope(law, at)(0));
    };
    if (g < 19) check(GaussianNoise(half), gsl_ran_gaussian_pdf(g, 0.5));
    check(LaplaceNoise(half), gsl_ran_laplace_pdf(g, 0.5));
    for (const double nu : {0.3, 1.0, 4.5})
      check(StudentNoise(nu, half), gsl_ran_tdist_pdf(2 * g, nu) * 2);
  }
  // (1 + t²/ν)^{−(ν+1)/2} with ν = 0.25 where t² overflows.
  const double ratio = mean_slope(StudentNoise(0.25, VectorXd::Ones(1)), Block{{1e200}})(0) /
                       mean_slope(StudentNoise(0.25, VectorXd::Ones(1)), Block{{1e100}})(0);
  CHECK(ratio == Approx(1e-125).epsilon(1e-10).margin(0));
}

TEST_CASE("the slope of the sign's deviation is not lost where the density underflows",
          "[models]") {
  const double a = 700.0, q = std::exp(-a);  // m' = q, 1 − m² = q(2 − q)
  CHECK(deviation_slope(LaplaceNoise(VectorXd{{1.0}}), Block{{a}})(0) ==
        Approx(-std::sqrt(0.5 * q)).epsilon(1e-10).margin(0));
  for (const auto& law : laws_with_density())
    CHECK(deviation_slope(*law, Block{{1e300, -1e300}}).allFinite());
}

TEST_CASE("slopes at gradients that are not finite, and without noise", "[models]") {
  for (const auto& law : laws_with_density()) {
    INFO(law->description());
    const Block mean = mean_slope(*law, Block{{infinity, -infinity}, {nan, 1.0}});
    CHECK((mean.row(0) == 0.0).all());
    CHECK(std::isnan(mean(1, 0)));
    CHECK(std::isnan(deviation_slope(*law, Block{{nan, 1.0}})(0)));
  }
  const VectorXd one_silent{{0.0, 1.0}};
  const Block g{{0.0, 0.3}, {-2.0, 0.3}};
  for (const std::shared_ptr<const NoiseLaw>& law :
       std::vector<std::shared_ptr<const NoiseLaw>>{std::make_shared<GaussianNoise>(one_silent),
                                                    std::make_shared<LaplaceNoise>(one_silent)}) {
    CHECK((mean_slope(*law, g).col(0) == 0.0).all());
    CHECK((deviation_slope(*law, g).col(0) == 0.0).all());
    CHECK((mean_slope(*law, g).col(1) > 0.0).all());
  }
}

TEST_CASE("laws without a density in closed form say so", "[models]") {
  const char* said = "the gradient noise must have a known density, got a law without one";
  const auto logistic = std::make_shared<LogisticRegression>(
      DataTable{MatrixXd{{1.0}, {-2.0}}, VectorXd{{1.0, 0.0}}});
  const std::vector<std::shared_ptr<const NoiseLaw>> laws{
      std::make_shared<RademacherNoise>(scales),
      std::make_shared<StableNoise>(1.5, scales),
      std::make_shared<EmpiricalNoise>(VectorXd{{-1.0, 1.0}}, scales),
      std::make_shared<MultivariateStudentNoise>(3.0, MatrixXd::Identity(2, 2)),
      std::make_shared<MinibatchNoise>(logistic, 1),
      std::make_shared<GaussianMixtureNoise>(
          GaussianMixture{VectorXd{{0.5, 0.5}}, VectorXd{{-1.0, 1.0}}, VectorXd{{1.0, 0.0}}},
          scales)};
  for (const auto& law : laws) {
    INFO(law->description());
    CHECK_FALSE(law->has_sign_mean_slope());
    CHECK_THROWS_WITH(mean_slope(*law, Block::Zero(1, 2)), said);
  }
}

}  // namespace
}  // namespace sdescent
