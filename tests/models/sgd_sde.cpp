#include "models/sgd_sde.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/minibatch.hpp"
#include "models/quadratic.hpp"
#include "models/student_noise.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/sde_coefficients.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <memory>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

const MatrixXd hessian{{2.0, 0.5}, {0.5, -1.0}};

std::shared_ptr<const Problem> quadratic(GaussianNoise noise) {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DenseQuadratic>(hessian),
                                                std::make_shared<GaussianNoise>(std::move(noise)));
}

TEST_CASE("the SDE of SGD under uncorrelated noise has drift −∇f and diffusion √η σ", "[models]") {
  const SgdSde sde(quadratic(GaussianNoise(VectorXd{{0.5, 3.0}})), 0.04);
  CHECK(sde.layout().field("x").size == 2);
  CHECK(sde.noise_dimension() == 2);
  CHECK(sde.noise_kind() == NoiseKind::diagonal);
  const Block x{{1.0, 2.0}, {-3.0, 0.0}, {0.0, 0.0}};
  const SdeCoefficients c = coefficients(sde, x);
  CHECK((c.drift - Block{{-3.0, 1.5}, {6.0, 1.5}, {0.0, 0.0}}).abs().maxCoeff() < 1e-15);
  CHECK((c.diagonal + Block{{0.1, 0.6}, {0.1, 0.6}, {0.1, 0.6}}).abs().maxCoeff() < 1e-15);
  const Block dW = scattered(3, 2);
  CHECK((diffused(sde, x, dW) - c.diagonal * dW).abs().maxCoeff() < 1e-15);
}

TEST_CASE("the SDE of SGD under correlated noise diffuses with covariance ηΣ", "[models]") {
  const MatrixXd covariance{{4.0, 1.0}, {1.0, 0.5}};
  const SgdSde sde(quadratic(GaussianNoise::with_covariance(covariance)), 0.04);
  CHECK(sde.noise_dimension() == 2);
  CHECK(sde.noise_kind() == NoiseKind::additive);
  const Block x{{1.0, 2.0}, {-3.0, 0.0}};
  const SdeCoefficients c = coefficients(sde, x);
  CHECK((c.drift - Block{{-3.0, 1.5}, {6.0, 1.5}}).abs().maxCoeff() < 1e-15);
  CHECK(c.diagonal.isNaN().all());
  const MatrixXd root = diffused(sde, x, MatrixXd::Identity(2, 2).array()).matrix().transpose();
  CHECK((root * root.transpose() - 0.04 * covariance).cwiseAbs().maxCoeff() < 1e-15);
}

TEST_CASE("the SDE of minibatch SGD diffuses with the minibatch covariance, times η", "[models]") {
  const DataTable table{scattered(20, 2).matrix(),
                        VectorXd::Constant(20, 1.0) - VectorXd::Unit(20, 3)};
  const auto problem =
      std::make_shared<MinibatchProblem>(std::make_shared<LogisticRegression>(table, 0.1), 4);
  const SgdSde sde(problem, 0.25);
  CHECK(sde.noise_dimension() == 20);
  CHECK(sde.noise_kind() == NoiseKind::general);
  const Block x = scattered(1, 3);
  CHECK((coefficients(sde, x).drift + gradient(problem->objective(), x)).abs().maxCoeff() == 0);
  const MatrixXd covariance_root = root_of_covariance(problem->noise(), x.matrix());
  const Block everywhere = x.replicate(20, 1);
  const MatrixXd root =
      diffused(sde, everywhere, MatrixXd::Identity(20, 20).array()).matrix().transpose();
  CHECK((root + 0.5 * covariance_root).cwiseAbs().maxCoeff() < 1e-16);
  CHECK(root.cwiseAbs().maxCoeff() > 0.01);
}

TEST_CASE("the SDE of SGD takes heavy tails as long as there is a covariance", "[models]") {
  const auto make = [](double nu) {
    return SgdSde(std::make_shared<AdditiveNoiseProblem>(
                      std::make_shared<DenseQuadratic>(hessian),
                      std::make_shared<StudentNoise>(nu, VectorXd{{0.5, 3.0}})),
                  0.04);
  };
  // Var t_ν = ν/(ν−2)
  const SdeCoefficients c = coefficients(make(4), Block{{1.0, 2.0}});
  CHECK((c.diagonal + 0.2 * std::sqrt(2.0) * Block{{0.5, 3.0}}).abs().maxCoeff() < 1e-15);
  CHECK_THROWS_MATCHES(make(2), InvalidInput,
                       Message("gradient noise of sgd_sde must be of finite covariance, got "
                               "student_t with nu = 2"));
  CHECK_THROWS_AS(make(1), InvalidInput);
}

TEST_CASE("a schedule multiplies drift and diffusion of SGD's SDE, at their own time", "[models]") {
  const auto schedule = Schedule::stable_decay(1.0, 3.0, 0.5);
  const Block x{{1.0, 2.0}, {-3.0, 0.0}};
  const auto uncorrelated = quadratic(GaussianNoise(VectorXd{{0.5, 3.0}}));
  const SdeCoefficients c = coefficients(SgdSde(uncorrelated, 0.04, schedule), x, 2.0);
  const SdeCoefficients constant = coefficients(SgdSde(uncorrelated, 0.04), x);
  CHECK((c.drift - 0.75 * constant.drift).abs().maxCoeff() < 1e-15);
  CHECK((c.diagonal - 0.75 * constant.diagonal).abs().maxCoeff() < 1e-15);

  const auto correlated =
      quadratic(GaussianNoise::with_covariance(MatrixXd{{4.0, 1.0}, {1.0, 0.5}}));
  const Block dW = scattered(2, 2);
  const Block noise = diffused(SgdSde(correlated, 0.04, schedule), x, dW, 2.0);
  CHECK((noise - 0.75 * diffused(SgdSde(correlated, 0.04), x, dW)).abs().maxCoeff() < 1e-15);
}

TEST_CASE("the SDE of SGD refuses bad learning rates", "[models]") {
  const auto make = [](double eta) {
    return SgdSde(quadratic(GaussianNoise(VectorXd::Ones(2))), eta);
  };
  CHECK_THROWS_MATCHES(make(0.0), InvalidInput, Message("eta must be > 0, got 0"));
  CHECK_THROWS_MATCHES(make(-1.0), InvalidInput, Message("eta must be > 0, got -1"));
  CHECK_THROWS_AS(make(std::numeric_limits<double>::quiet_NaN()), InvalidInput);
  CHECK_THROWS_AS(make(std::numeric_limits<double>::infinity()), InvalidInput);
}

}  // namespace
}  // namespace sdescent
