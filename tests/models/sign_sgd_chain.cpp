#include "models/sign_sgd_chain.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/rademacher_noise.hpp"
#include "models/sign_sgd_sde.hpp"
#include "models/student_noise.hpp"
#include "solvers/diffusion_law.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Vector2d;

const Vector2d lambda(1.25, 2), sigma(1, 0.7), x0(0.7, -0.3);

template <class Noise>
std::shared_ptr<const Problem> with(Noise noise) {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(lambda),
                                                std::make_shared<Noise>(std::move(noise)));
}

std::shared_ptr<const Problem> gaussian() { return with(GaussianNoise(sigma, Accuracy::accurate)); }

TEST_CASE("a coordinate goes up with the probability of a negative gradient", "[models]") {
  const SignSgdChain chain(gaussian(), 0.1, x0, 1);
  const ArrayXd x{{-3.0, -0.2, 0.0, 0.4, 5.0}};
  const StepProbabilities p = chain.rule()(x);
  for (Index i = 0; i < x.size(); ++i) {
    CHECK(p.up(i) == Approx(gsl_cdf_ugaussian_P(-2.0 * x(i) / 0.7)).epsilon(1e-13));
    CHECK(p.down(i) == Approx(gsl_cdf_ugaussian_P(2.0 * x(i) / 0.7)).epsilon(1e-13));
    CHECK(p.stay(i) == 0.0);
  }
  const StepProbabilities cauchys = SignSgdChain(with(cauchy(sigma)), 0.1, x0).rule()(x);
  for (Index i = 0; i < x.size(); ++i)
    CHECK(cauchys.up(i) == Approx(gsl_cdf_cauchy_P(-1.25 * x(i), 1.0)).epsilon(1e-12));
}

TEST_CASE("a gradient of 0 is no step", "[models]") {
  // λx = ±1, so that ĝ is 0 or ±2 with probability ½; 0 between, where it is ±1.
  const SignSgdChain chain(with(RademacherNoise(Vector2d(1, 1))), 0.1, x0);
  const StepProbabilities p = chain.rule()(ArrayXd{{-0.8, 0.0, 0.8, 1.0}});
  CHECK((p.up == ArrayXd{{0.5, 0.5, 0.0, 0.0}}).all());
  CHECK((p.stay == ArrayXd{{0.5, 0.0, 0.5, 0.0}}).all());
  CHECK((p.down == ArrayXd{{0.0, 0.5, 0.5, 1.0}}).all());
}

TEST_CASE("laws of a coordinate under a schedule", "[models]") {
  const SignSgdChain constant(gaussian(), 0.05, x0),
      scheduled(gaussian(), 0.05, x0, 0, Schedule::power(0.5));
  const AtomicLaw exact = constant.laws(0.7, {20}).front();
  CHECK(constant.laws_on_grid(0.7, 0.031, {20}).front().law.mean([](double x) {
    return std::cos(x);
  }) == Approx(exact.mean([](double x) { return std::cos(x); })).margin(1e-12));
  CHECK(scheduled.step_length()(3) == Approx(0.05 / std::sqrt(1.15)).epsilon(1e-14));
  CHECK(scheduled.laws_on_grid(0.7, 0.031, {20}).front().law.mean() > exact.mean());
  CHECK_THROWS_WITH(scheduled.laws(0.7, {20}), Catch::Contains("must be constant, got power"));
  CHECK_THROWS_AS(scheduled.stationary_law(0.0), InvalidInput);
}

TEST_CASE("the stationary variance of a coordinate is near η/(2c)", "[models]") {
  const double c = std::sqrt(M_2_PI) * 1.25;
  const SignSgdChain chain(gaussian(), 1e-3, x0);
  CHECK(chain.stationary_law(0.0).variance() == Approx(1e-3 / (2.0 * c)).epsilon(1e-3));
  CHECK(chain.stationary_law(0.0, LatticeSites::odd).mean() == Approx(0.0).margin(1e-12));
}

TEST_CASE("weak errors of SignSGD are those computed elsewhere", "[models]") {
  const Eigen::VectorXd one = Eigen::VectorXd::Ones(1);
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(one),
      std::make_shared<GaussianNoise>(one, Accuracy::accurate));
  const auto square = [](double x) { return x * x; };
  const auto wave = [](double x) { return std::cos(x); };
  struct Case {
    double eta, of_square, of_cosine;
  };
  for (const Case& known :
       {Case{0.05, -0.0990186, 0.0487070}, Case{0.025, -0.1040507, 0.0505815}}) {
    INFO("eta = " << known.eta);
    const auto steps = static_cast<std::uint64_t>(std::lround(1.0 / known.eta));
    const AtomicLaw law = SignSgdChain(problem, known.eta, one).laws(1.0, {steps}).front();
    const DensityLaw sde = diffusion_law(SignSgdSde(problem, known.eta), 1.0, 1.0);
    CHECK((law.mean(square) - sde.mean(square)) / known.eta ==
          Approx(known.of_square).margin(6e-8));
    CHECK((law.mean(wave) - sde.mean(wave)) / known.eta == Approx(known.of_cosine).margin(6e-8));
  }
}

TEST_CASE("a chain of one coordinate refuses what it is not", "[models]") {
  CHECK_THROWS_WITH(SignSgdChain(gaussian(), 0.0, x0), "eta must be > 0, got 0");
  CHECK_THROWS_WITH(SignSgdChain(gaussian(), 0.1, Eigen::VectorXd::Ones(3)),
                    Catch::Contains("must be 2, got 3"));
  CHECK_THROWS_WITH(SignSgdChain(gaussian(), 0.1, x0, 2),
                    "coordinate of a chain must be from 0 to 1, got 2");
  Eigen::Matrix2d covariance;
  covariance << 1, 0.5, 0.5, 1;
  CHECK_THROWS_WITH(SignSgdChain(with(GaussianNoise::with_covariance(covariance)), 0.1, x0),
                    Catch::Contains("independent between coordinates"));
}

}  // namespace
}  // namespace sdescent
