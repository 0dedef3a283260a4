#include "models/sign_sgd_second_order_sde.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/minibatch.hpp"
#include "models/quadratic.hpp"
#include "models/rademacher_noise.hpp"
#include "models/student_noise.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/sde_coefficients.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>
#include <numbers>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

const MatrixXd hessian{{1.25, 0.43}, {0.43, 1.75}};

template <class Law>
std::shared_ptr<const Problem> dense(Law noise) {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DenseQuadratic>(hessian),
                                                std::make_shared<Law>(std::move(noise)));
}

TEST_CASE("SignSGD's SDE of second order has the drift derived, dense Hessian and schedule",
          "[models]") {
  const double eta = 0.03, t = 0.5;
  const VectorXd sigma{{1.0, 0.7}};
  const auto problem = dense(GaussianNoise(sigma, Accuracy::accurate));
  for (const Schedule& schedule : {Schedule(), Schedule::power(1.5)}) {
    const SignSgdSecondOrderSde sde(problem, eta, schedule);
    CHECK(sde.noise_kind() == NoiseKind::diagonal);
    CHECK(sde.noise_dimension() == 2);
    const Block x = scattered(20, 2);
    const SdeCoefficients found = coefficients(sde, x, t);
    const SdeCoefficients first = coefficients(SignSgdSde(problem, eta, schedule), x, t);
    CHECK((found.diagonal == first.diagonal).all());
    const double rate = schedule(t), slope = schedule.derivative(t);
    for (Index r = 0; r < x.rows(); ++r) {
      const VectorXd g = hessian * x.row(r).matrix().transpose();
      const VectorXd y = g.cwiseQuotient(sigma);
      VectorXd m(2), m_slope(2);
      for (Index i = 0; i < 2; ++i) {
        m(i) = std::erf(y(i) / std::numbers::sqrt2);
        m_slope(i) = std::sqrt(2 / std::numbers::pi) / sigma(i) * std::exp(-0.5 * y(i) * y(i));
      }
      const VectorXd drift = -rate * m + 0.5 * eta * slope * m -
                             0.5 * eta * rate * rate * m_slope.cwiseProduct(hessian * m);
      CHECK((found.drift.row(r).matrix().transpose() - drift).norm() < 1e-14);
      CHECK((drift + rate * m).norm() > 1e-4);
    }
  }
}

TEST_CASE("the correction is half the drift's own change along itself, for any noise", "[models]") {
  const double eta = 1.0;
  for (const auto& problem : {dense(GaussianNoise(VectorXd{{1.0, 0.7}}, Accuracy::accurate)),
                              dense(StudentNoise(2.5, VectorXd{{1.0, 0.7}})),
                              dense(LaplaceNoise(VectorXd{{1.0, 0.7}}))}) {
    const Block x{{0.9, 0.2}, {-0.5, 1.1}};
    const SignSgdSde first(problem, eta);
    const Block b = coefficients(first, x).drift;
    const double h = 1e-4;
    const Block along =
        (coefficients(first, x + h * b).drift - coefficients(first, x - h * b).drift) / (2 * h);
    const Block second = coefficients(SignSgdSecondOrderSde(problem, eta), x).drift;
    CHECK((second - b + 0.5 * eta * along).abs().maxCoeff() < 1e-8);
  }
}

TEST_CASE("the derivative beside the second-order coefficients is that of first order",
          "[models]") {
  const auto problem = dense(GaussianNoise(VectorXd{{1.0, 0.7}}));
  const SignSgdSecondOrderSde sde(problem, 0.1);
  REQUIRE(sde.has_derivative());
  const Block x = scattered(5, 2);
  Scratch scratch;
  Block drift(5, 2), diagonal(5, 2), derivative(5, 2), first_drift(5, 2), first(5, 2);
  sde.coefficients_and_derivative(0.0, x, drift, diagonal, derivative, scratch);
  SignSgdSde(problem, 0.1)
      .coefficients_and_derivative(0.0, x, first_drift, diagonal, first, scratch);
  CHECK((derivative == first).all());
  CHECK((drift == coefficients(sde, x).drift).all());
}

TEST_CASE("SignSGD's SDE of second order refuses noise without a density", "[models]") {
  const auto message = [](const char* law) {
    return Message(std::string("gradient noise of sign_sgd_second_order_sde must be of known "
                               "density and independent between coordinates, got ") +
                   law);
  };
  CHECK_THROWS_MATCHES(SignSgdSecondOrderSde(dense(RademacherNoise(VectorXd::Ones(2))), 0.1),
                       InvalidInput, message("rademacher"));
  CHECK_THROWS_MATCHES(SignSgdSecondOrderSde(dense(GaussianNoise(VectorXd{{1.0, 0.0}})), 0.1),
                       InvalidInput, message("gaussian"));
  const auto correlated = GaussianNoise::with_covariance(MatrixXd{{1.0, 0.5}, {0.5, 1.0}});
  CHECK_THROWS_AS(SignSgdSecondOrderSde(dense(correlated), 0.1), InvalidInput);
  const auto minibatch =
      std::make_shared<MinibatchProblem>(std::make_shared<LogisticRegression>(DataTable{
                                             MatrixXd{{1.0}, {-2.0}}, VectorXd{{1.0, 0.0}}}),
                                         1);
  CHECK_THROWS_AS(SignSgdSecondOrderSde(minibatch, 0.1), InvalidInput);
  CHECK_THROWS_MATCHES(SignSgdSecondOrderSde(dense(GaussianNoise(VectorXd::Ones(2))), -0.1),
                       InvalidInput, Message("eta must be > 0, got -0.1"));
}

}  // namespace
}  // namespace sdescent
