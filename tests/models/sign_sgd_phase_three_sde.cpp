#include "models/sign_sgd_phase_three_sde.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/multivariate_student_noise.hpp"
#include "models/quadratic.hpp"
#include "models/rademacher_noise.hpp"
#include "models/sign_sgd_sde.hpp"
#include "models/student_noise.hpp"
#include "models/uniform_noise.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sde_process.hpp"
#include "tests/models/sde_coefficients.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>
#include <numbers>
#include <string>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

template <class Law>
std::shared_ptr<const Problem> problem(VectorXd lambda, Law noise) {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(lambda),
                                                std::make_shared<Law>(std::move(noise)));
}

TEST_CASE("the SDE of Phase 3 has the paper's coefficients", "[models]") {
  const double eta = 0.04, two_over_pi = 2 * std::numbers::inv_pi;
  const VectorXd lambda{{1.0, 2.0}}, sigma{{0.5, 3.0}};
  const Block x{{0.3, -1.0}};
  const ArrayXd g{{0.3, -2.0}}, ratio = g / sigma.array();
  for (const double t : {0.0, 3.0}) {
    const double rate = 1 / (1 + t);
    const auto check = [&](const SignSgdPhaseThreeSde& sde, double c_squared) {
      const SdeCoefficients found = coefficients(sde, x, t);
      for (Index i = 0; i < 2; ++i) {
        CHECK(found.drift(i) == Approx(-rate * std::sqrt(c_squared) * ratio(i)));
        CHECK(found.diagonal(i) ==
              Approx(-rate * std::sqrt(eta * (1 - c_squared * ratio(i) * ratio(i)))));
      }
    };
    check({problem(lambda, GaussianNoise(sigma)), eta, Schedule::power(1.0)}, two_over_pi);
    check({problem(lambda, StudentNoise(2.0, sigma)), eta, Schedule::power(1.0)}, 0.5);
  }
}

/// Largest differences of drift and of diffusion from the full SDE at gradients `g`.
template <class Law>
ArrayXd differences(const Law& noise, double g) {
  const auto f = problem(VectorXd{{1.0}}, noise);
  const SdeCoefficients linear = coefficients(SignSgdPhaseThreeSde(f, 1.0), Block{{g}});
  const SdeCoefficients full = coefficients(SignSgdSde(f, 1.0), Block{{g}});
  return ArrayXd{
      {std::abs(linear.drift(0) - full.drift(0)), std::abs(linear.diagonal(0) - full.diagonal(0))}};
}

TEST_CASE("the SDE of Phase 3 approaches the full one as the gradient does 0", "[models]") {
  const VectorXd one{{1.0}};
  const auto orders = [](const auto& noise) {
    return ArrayXd((differences(noise, 0.02) / differences(noise, 0.01)).log() / std::log(2.0));
  };
  CHECK(orders(GaussianNoise(one, Accuracy::accurate))(0) == Approx(3).margin(0.01));
  CHECK(orders(StudentNoise(1.0, one))(0) == Approx(3).margin(0.01));
  CHECK(orders(LaplaceNoise(one))(0) == Approx(2).margin(0.02));
  CHECK(orders(GaussianNoise(one, Accuracy::accurate))(1) == Approx(4).margin(0.02));
}

TEST_CASE("under uniform noise the SDE of Phase 3 is the full one", "[models]") {
  for (const double g : {-0.99, -0.5, 0.0, 0.3, 0.9999})
    CHECK((differences(UniformNoise(VectorXd{{1.0}}), g) < 1e-13).all());
}

TEST_CASE("beyond |m| = 1 the diffusion of Phase 3 is NaN, and a run says where it stopped",
          "[models]") {
  const double edge = std::sqrt(std::numbers::pi / 2);
  const auto f = problem(VectorXd{{1.0, 1.0}}, GaussianNoise(VectorXd{{1.0, 1.0}}));
  const auto sde = std::make_shared<SignSgdPhaseThreeSde>(f, 0.25);
  const SdeCoefficients c =
      coefficients(*sde, Block{{edge * (1 - 1e-12), -edge * (1 + 1e-12)}, {-1.4, 0.0}});
  CHECK(c.diagonal(0, 0) == Approx(0).margin(1e-5));
  CHECK(std::isnan(c.diagonal(0, 1)));
  CHECK(std::isnan(c.diagonal(1, 0)));
  CHECK(c.diagonal(1, 1) == -0.5);
  CHECK(c.drift.allFinite());

  const Clock clock(0.25, 4);
  const Outcome outcome =
      run({std::make_shared<SdeProcess>("sde", sde, std::make_shared<EulerMaruyama>(),
                                        SdeGrid{.unit = 0.25}, StartPoint(VectorXd{{1.4, 0.0}}))},
          clock, RecordTimes::evenly(clock, 4), 3, Philox(1), {});
  CHECK(outcome.kind == Outcome::Kind::non_finite);
  CHECK(outcome.step == 1);
  CHECK(outcome.t == 0.25);
  CHECK(outcome.path == 0);
}

TEST_CASE("the SDE of Phase 3 refuses noise that it is not for", "[models]") {
  const auto refused = [](const auto& noise, const std::string& law) {
    const auto on = problem(VectorXd::Ones(2), noise);
    CHECK_THROWS_MATCHES(
        SignSgdPhaseThreeSde(on, 0.1), InvalidInput,
        Message("gradient noise of sign_sgd_phase_three_sde must be symmetric, of a density at 0 "
                "and independent between coordinates (adaptive, (5)), got " +
                law));
  };
  refused(GaussianNoise::with_covariance(MatrixXd{{1.0, 0.1}, {0.1, 1.0}}), "gaussian");
  refused(GaussianNoise(VectorXd{{1.0, 0.0}}), "gaussian");
  refused(RademacherNoise(VectorXd::Ones(2)), "rademacher");
  refused(MultivariateStudentNoise(3.0, MatrixXd::Identity(2, 2)),
          MultivariateStudentNoise(3.0, MatrixXd::Identity(2, 2)).description());
}

}  // namespace
}  // namespace sdescent
