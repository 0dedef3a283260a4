#include "models/multivariate_student_noise.hpp"

#include "io/error.hpp"
#include "models/quadratic.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd_sde.hpp"
#include "models/student_noise.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/noise_evaluation.hpp"
#include "tests/support/contract_kit.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>
#include <numbers>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

const MatrixXd scale_matrix{{4.0, 1.2}, {1.2, 1.0}};  // correlation 0.6

bool near(Index count, Index n, double p, double alpha) {
  return std::abs(static_cast<double>(count) / static_cast<double>(n) - p) <=
         frequency_radius(p, static_cast<double>(n), alpha);
}

TEST_CASE("the covariance of the multivariate t law is nu/(nu - 2) times its scale matrix",
          "[models]") {
  const MultivariateStudentNoise noise(5, scale_matrix);
  const MatrixXd root = root_of_covariance(noise, Eigen::RowVector2d::Zero());
  CHECK((root * root.transpose() - 5.0 / 3 * scale_matrix).cwiseAbs().maxCoeff() < 1e-14);
  CHECK(noise.kind() == NoiseKind::additive);
  CHECK_FALSE(noise.has_independent_signs());
  const MultivariateStudentNoise diagonal(5, VectorXd{{4.0, 1.0}}.asDiagonal());
  CHECK(diagonal.kind() == NoiseKind::diagonal);
  CHECK_FALSE(diagonal.has_independent_signs());
  Scratch scratch;
  Block out(1, 2);
  diagonal.diagonal(Block::Zero(1, 2), out, scratch);
  CHECK((out - std::sqrt(5.0 / 3) * Block{{2.0, 1.0}}).abs().maxCoeff() < 1e-15);
}

TEST_CASE("a coordinate of the multivariate t law has the signs of Student's", "[models]") {
  const Block g = scattered(50, 2, 3.0);
  const SignTable joint = sign_table(MultivariateStudentNoise(1.5, scale_matrix), g);
  const SignTable alone = sign_table(StudentNoise(1.5, VectorXd{{2.0, 1.0}}), g);
  CHECK(same_bits(joint.mean, alone.mean));
  CHECK(same_bits(joint.deviation, alone.deviation));
}

TEST_CASE("a coordinate without scale has no noise", "[models]") {
  const MultivariateStudentNoise noise(0.01, MatrixXd{{1.0, 0.0}, {0.0, 0.0}});
  CHECK((draws(noise, Philox(1), 64).col(1) == 0).all());
  const SignTable m = sign_table(noise, Block{{0.5, -2.0}, {0.5, 0.0}});
  CHECK((m.mean.col(1) == Eigen::Array2d(-1.0, 0.0)).all());
  CHECK((m.deviation.col(1) == 0).all());
}

TEST_CASE("the multivariate t law draws d normals and one uniform, of its path alone", "[models]") {
  check_draws(MultivariateStudentNoise(1.5, scale_matrix), {{true, 0, 2}, {false, 1, 1}});
}

TEST_CASE("the radius of the multivariate t law is heavy-tailed as one", "[models][statistical]") {
  constexpr Index n = 1 << 18;
  for (const double nu : {0.7, 1.0, 3.0, 30.0}) {
    const Block z = draws(MultivariateStudentNoise(nu, MatrixXd::Identity(2, 2)), Philox(21), n);
    const Eigen::ArrayXd radius = z.square().rowwise().sum().sqrt();
    for (const double r : {0.3, 1.0, 3.0, 20.0}) {
      INFO("nu = " << nu << ", r = " << r);
      // In two dimensions P(R > r) = (1 + r²/ν)^{−ν/2}.
      CHECK(near((radius > r).count(), n, std::pow(1 + r * r / nu, -nu / 2), 1e-6 / 16));
    }
  }
}

TEST_CASE("the multivariate t law has the orthants and the marginals of its scale matrix",
          "[models][statistical]") {
  constexpr Index n = 1 << 18;
  const MultivariateStudentNoise noise(1.5, scale_matrix);
  const Block z = draws(noise, Philox(22), n);
  const double both = 0.25 + std::asin(0.6) / (2 * std::numbers::pi);
  CHECK(near(((z.col(0) > 0) && (z.col(1) > 0)).count(), n, both, 1e-6 / 9));
  for (const double g : {-6.0, -1.0, 0.3, 4.0}) {
    const SignTable m = sign_table(noise, Block::Constant(1, 2, g));
    for (Index c = 0; c < 2; ++c) {
      INFO("g = " << g << ", coordinate " << c + 1);
      CHECK(near((g + z.col(c) > 0).count(), n, 0.5 * (1 + m.mean(c)), 1e-6 / 9));
    }
  }
}

TEST_CASE("SDEs take the multivariate t law for what it is", "[models]") {
  const auto problem = [](double nu) {
    return std::make_shared<AdditiveNoiseProblem>(
        std::make_shared<DiagonalQuadratic>(VectorXd{{1.0, 2.0}}),
        std::make_shared<MultivariateStudentNoise>(nu, scale_matrix));
  };
  check_sde_model(SgdSde(problem(3), 0.1), VectorXd{{-1.0, -1.0}}, VectorXd{{2.0, 2.0}});
  CHECK_THROWS_MATCHES(SgdSde(problem(2), 0.1), InvalidInput,
                       Message("gradient noise of sgd_sde must be of finite covariance, got "
                               "multivariate student_t with nu = 2"));
  CHECK_THROWS_AS(SignSgdSde(problem(3), 0.1), InvalidInput);
}

TEST_CASE("bad parameters of the multivariate t law are refused", "[models]") {
  CHECK_THROWS_MATCHES(MultivariateStudentNoise(0, scale_matrix), InvalidInput,
                       Message("nu must be > 0, got 0"));
  CHECK_THROWS_AS(MultivariateStudentNoise(1, MatrixXd{{1.0, 2.0}, {2.0, 1.0}}), InvalidInput);
}

}  // namespace
}  // namespace sdescent
