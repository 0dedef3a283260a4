/// The slope at 0 of every law's E sign(g + Z).

#include "models/empirical_noise.hpp"
#include "models/gaussian_mixture_noise.hpp"
#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/minibatch.hpp"
#include "models/rademacher_noise.hpp"
#include "models/stable_noise.hpp"
#include "models/student_noise.hpp"
#include "models/uniform_noise.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

const VectorXd scales{{0.5, 2.0}};

TEST_CASE("the sign's slope at 0 is that of its mean", "[models]") {
  std::vector<std::shared_ptr<const NoiseLaw>> laws{
      std::make_shared<GaussianNoise>(scales, Accuracy::accurate),
      std::make_shared<GaussianNoise>(
          GaussianNoise::with_covariance(MatrixXd{{0.25, 0.3}, {0.3, 4.0}}, Accuracy::accurate)),
      std::make_shared<LaplaceNoise>(scales), std::make_shared<UniformNoise>(scales)};
  for (const double nu : {0.3, 1.0, 2.0, 3.5, 1e4})
    laws.push_back(std::make_shared<StudentNoise>(nu, scales));
  for (const double alpha : {0.7, 1.0, 1.5, 2.0})
    laws.push_back(std::make_shared<StableNoise>(alpha, scales));
  for (const auto& law : laws) {
    INFO(law->description());
    const double h = 1e-7;
    const Block mean = sign_table(*law, Block::Constant(1, 2, h)).mean;
    REQUIRE(law->sign_slope());
    for (Index i = 0; i < 2; ++i)
      CHECK((*law->sign_slope())(i) == Approx(mean(i) / h).epsilon(1e-6));
  }
}

TEST_CASE("the sign's slopes are the papers'", "[models]") {
  const auto student = [](double nu) {
    return (*StudentNoise(nu, VectorXd{{1.0}}).sign_slope())(0);
  };
  CHECK(student(2.0) == Approx(std::sqrt(0.5)).epsilon(1e-15));  // adaptive, Corollary 3.11
  CHECK(student(1.0) == Approx(2 / std::numbers::pi).epsilon(1e-15));
  CHECK(student(1e12) == Approx(std::sqrt(2 / std::numbers::pi)).epsilon(1e-11));
  CHECK((*GaussianNoise(scales).sign_slope())(1) == Approx(std::sqrt(2 / std::numbers::pi) / 2));
}

TEST_CASE("laws without a density at 0, or not known to be symmetric, have no slope", "[models]") {
  CHECK_FALSE(RademacherNoise(scales).sign_slope());
  CHECK_FALSE(EmpiricalNoise(VectorXd{{-1.0, 1.0}}, scales).sign_slope());
  CHECK_FALSE(GaussianMixtureNoise(
                  {VectorXd{{0.75, 0.25}}, VectorXd{{-1.0, 3.0}}, VectorXd{{0.5, 2.0}}}, scales)
                  .sign_slope());
  const MinibatchProblem minibatches(std::make_shared<LogisticRegression>(
                                         DataTable{MatrixXd{{1.0}, {-2.0}}, VectorXd{{1.0, 0.0}}}),
                                     1);
  CHECK_FALSE(minibatches.noise().sign_slope());
  CHECK(std::isinf((*GaussianNoise(VectorXd{{0.0}}).sign_slope())(0)));
  CHECK(std::isinf((*LaplaceNoise(VectorXd{{0.0}}).sign_slope())(0)));
}

}  // namespace
}  // namespace sdescent
