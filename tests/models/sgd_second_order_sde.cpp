#include "models/sgd_second_order_sde.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/minibatch.hpp"
#include "models/quadratic.hpp"
#include "models/student_noise.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/sde_coefficients.hpp"

#include <catch2/catch.hpp>

#include <memory>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

const MatrixXd hessian{{2.0, 0.5}, {0.5, -1.0}};

template <class Law>
std::shared_ptr<const Problem> dense(Law noise) {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DenseQuadratic>(hessian),
                                                std::make_shared<Law>(std::move(noise)));
}

TEST_CASE("SGD's SDE of second order descends f + (η/4)|∇f|²", "[models]") {
  const auto f = std::make_shared<LogisticRegression>(
      DataTable{scattered(20, 2).matrix(), VectorXd::Ones(20) - VectorXd::Unit(20, 3)}, 0.1);
  const auto problem =
      std::make_shared<AdditiveNoiseProblem>(f, std::make_shared<GaussianNoise>(VectorXd::Ones(3)));
  const double eta = 0.5, h = 1e-3;
  const Block x = scattered(4, 3);
  const auto modified = [&](const Block& at) -> Block {
    return loss(*f, at) + 0.25 * eta * gradient(*f, at).square().rowwise().sum();
  };
  const Block drift = coefficients(SgdSecondOrderSde(problem, eta), x).drift;
  for (Index i = 0; i < 3; ++i) {
    const auto at = [&](double offset) {
      Block shifted = x;
      shifted.col(i) += offset;
      return modified(shifted);
    };
    const Block slope = (8.0 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12.0 * h);
    CHECK((drift.col(i) + slope.col(0)).abs().maxCoeff() < 1e-9);
  }
}

TEST_CASE("under a schedule SGD's correction has its slope and its square", "[models]") {
  const double eta = 0.04, t = 2.0;
  const auto schedule = Schedule::stable_decay(1.0, 3.0, 0.5);  // η_2 = 3/4, slope −1/4
  const auto problem = dense(GaussianNoise(VectorXd{{0.5, 3.0}}));
  const Block x{{1.0, 2.0}, {-3.0, 0.5}};
  const SdeCoefficients found = coefficients(SgdSecondOrderSde(problem, eta, schedule), x, t);
  const SdeCoefficients first = coefficients(SgdSde(problem, eta, schedule), x, t);
  const Block g = gradient(problem->objective(), x), hg = gradient(problem->objective(), g);
  const Block expected = -0.75 * g - 0.5 * eta * (0.5625 * hg + 0.25 * g);
  CHECK((found.drift - expected).abs().maxCoeff() < 1e-14);
  CHECK((found.diagonal == first.diagonal).all());
}

TEST_CASE("SGD's SDE of second order diffuses as that of first, whatever the noise", "[models]") {
  const auto minibatches =
      std::make_shared<MinibatchProblem>(std::make_shared<LogisticRegression>(DataTable{
                                             scattered(20, 1).matrix(), VectorXd::Zero(20)}),
                                         4);
  const auto correlated = dense(GaussianNoise::with_covariance(MatrixXd{{4.0, 1.0}, {1.0, 0.5}}));
  for (const std::shared_ptr<const Problem>& problem :
       std::vector<std::shared_ptr<const Problem>>{minibatches, correlated}) {
    const SgdSde first(problem, 0.25);
    const SgdSecondOrderSde second(problem, 0.25);
    CHECK(second.noise_kind() == first.noise_kind());
    CHECK(second.noise_dimension() == first.noise_dimension());
    const Block x = scattered(3, 2), dW = scattered(3, first.noise_dimension());
    CHECK((diffused(second, x, dW) == diffused(first, x, dW)).all());
  }
}

TEST_CASE("SGD's SDE of second order refuses noise without a covariance", "[models]") {
  CHECK_THROWS_MATCHES(SgdSecondOrderSde(dense(StudentNoise(2.0, VectorXd::Ones(2))), 0.1),
                       InvalidInput,
                       Message("gradient noise of sgd_sde must be of finite covariance, got "
                               "student_t with nu = 2"));
  CHECK_THROWS_MATCHES(SgdSecondOrderSde(dense(GaussianNoise(VectorXd::Ones(2))), 0.0),
                       InvalidInput, Message("eta must be > 0, got 0"));
}

}  // namespace
}  // namespace sdescent
