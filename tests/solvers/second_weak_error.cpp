#include "solvers/second_weak_error.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd_chain.hpp"
#include "models/sign_sgd_second_order_sde.hpp"
#include "models/student_noise.hpp"
#include "solvers/diffusion_law.hpp"
#include "tests/support/coupled_quadratic.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>

namespace sdescent {
namespace {

using Eigen::VectorXd;

std::shared_ptr<const Problem> problem(std::shared_ptr<const AdditiveNoise> noise, double lambda) {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd::Constant(1, lambda)), std::move(noise));
}

std::shared_ptr<const AdditiveNoise> gaussian(double sigma) {
  return std::make_shared<GaussianNoise>(VectorXd::Constant(1, sigma), Accuracy::accurate);
}

TEST_CASE("the second-order weak error of SGD on a quadratic is in closed form", "[solvers]") {
  // E x_k = (1 − ηλ)^k x_0 and its variance against those of dX = −(λ + ½ηλ²)X dt + √η σ dW.
  const double lambda = 1.3, sigma = 0.8, x0 = 0.7, duration = 0.9;
  const SgdSde sde(problem(gaussian(sigma), lambda), 1.0);
  const auto error = [&](const RealFunction& h) {
    return second_weak_error(sde, gaussian_third_moment, x0, duration, h);
  };
  const double decay = std::exp(-lambda * duration), shift = duration * std::pow(lambda, 3) / 3.0;
  CHECK(error([](double x) { return x; }) == Approx(-shift * decay * x0).epsilon(1e-7));
  CHECK(error([](double x) { return x * x; }) ==
        Approx(-2.0 * shift * decay * decay * x0 * x0 + 0.5 * sigma * sigma * (1.0 - decay * decay))
            .epsilon(1e-7));
}

TEST_CASE("the second-order weak error of SGD under a schedule is that of its moments",
          "[solvers]") {
  // E x_k and E x_k² by their recursions, those of the SDE by their equations in closed form.
  const double lambda = 1.0, sigma = 1.0, x0 = 1.0, duration = 1.0;
  const Schedule schedule = Schedule::power(1.0);  // η_t = 1/(1+t)
  const double predicted =
      second_weak_error(SgdSde(problem(gaussian(sigma), lambda), 1.0, schedule),
                        gaussian_third_moment, x0, duration, [](double x) { return x; });
  // ∫ (η_t + ½η(η_t² − η_t')) dt = log(1 + T) + η T/(1 + T).
  const auto ratio = [&](std::uint64_t steps) {
    const double eta = duration / static_cast<double>(steps);
    double mean = x0;
    for (std::uint64_t k = 0; k < steps; ++k)
      mean *= 1.0 - eta * schedule(static_cast<double>(k) * eta);
    const double sde = x0 * std::exp(-std::log1p(duration) - eta * duration / (1.0 + duration));
    return (mean - sde) / (eta * eta);
  };
  CHECK(2.0 * ratio(2000) - ratio(1000) == Approx(predicted).epsilon(1e-5));
}

TEST_CASE("the second-order weak error of SignSGD is the limit of its exact laws", "[solvers]") {
  const auto square = [](double x) { return x * x; };
  for (const std::shared_ptr<const AdditiveNoise>& noise :
       std::vector<std::shared_ptr<const AdditiveNoise>>{
           gaussian(1.0), std::make_shared<StudentNoise>(3.5, VectorXd::Ones(1))}) {
    const auto p = problem(noise, 1.0);
    const auto ratio = [&](std::uint64_t steps) {
      const double eta = 1.0 / static_cast<double>(steps);
      const AtomicLaw chain = SignSgdChain(p, eta, VectorXd::Ones(1)).laws(1.0, {steps})[0];
      const DensityLaw sde = diffusion_law(SignSgdSecondOrderSde(p, eta), 1.0, 1.0);
      return (chain.mean(square) - sde.mean(square)) / (eta * eta);
    };
    const double predicted =
        second_weak_error(SignSgdSde(p, 1.0), two_point_third_moment, 1.0, 1.0, square);
    INFO(noise->description() << ", predicted " << predicted);
    CHECK((ratio(40) - 6.0 * ratio(80) + 8.0 * ratio(160)) / 3.0 ==
          Approx(predicted).epsilon(1e-5));
  }
}

TEST_CASE("second-order weak errors of what has none are refused", "[solvers]") {
  const auto h = [](double x) { return x; };
  CHECK_THROWS_AS(second_weak_error(*coupled_sde(1.0), two_point_third_moment, 0.0, 1.0, h),
                  InvalidInput);
  CHECK_THROWS_WITH(second_weak_error(SgdSde(problem(gaussian(1.0), 1.0), 1.0),
                                      gaussian_third_moment, 0.0, -1.0, h),
                    "duration of the weak error must be >= 0, got -1");
}

}  // namespace
}  // namespace sdescent
