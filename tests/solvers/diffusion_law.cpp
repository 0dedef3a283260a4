#include "solvers/diffusion_law.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd_phase_three_sde.hpp"
#include "models/sign_sgd_sde.hpp"
#include "models/student_noise.hpp"
#include "solvers/diffusion_mean.hpp"
#include "solvers/stationary_law.hpp"
#include "tests/support/linear_sde.hpp"
#include "tests/support/scalar_sde.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

std::shared_ptr<const Problem> quadratic(std::shared_ptr<const AdditiveNoise> noise,
                                         double lambda = 1.0) {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{lambda}}), std::move(noise));
}

std::shared_ptr<const Problem> gaussian() {
  return quadratic(std::make_shared<GaussianNoise>(VectorXd{{1.0}}, Accuracy::accurate));
}

double square(double x) { return x * x; }
double cosine(double x) { return std::cos(x); }

TEST_CASE("SGD on a quadratic has a Gaussian law at every time", "[solvers]") {
  const double eta = 0.1, lambda = 1.5, sigma = 0.8, x0 = 0.7;
  const SgdSde sde(
      quadratic(std::make_shared<GaussianNoise>(VectorXd{{sigma}}, Accuracy::accurate), lambda),
      eta);
  const std::vector<double> times{0.01, 1.0, 5.0};
  const std::vector<DensityLaw> laws = diffusion_laws(sde, x0, times);
  for (std::size_t i = 0; i < times.size(); ++i) {
    INFO("t = " << times[i]);
    const double mean = x0 * std::exp(-lambda * times[i]);
    const double deviation =
        std::sqrt(-eta * sigma * sigma * std::expm1(-2.0 * lambda * times[i]) / (2.0 * lambda));
    CHECK(laws[i].mean() == Approx(mean).margin(1e-13));
    CHECK(laws[i].standard_deviation() == Approx(deviation).epsilon(1e-12));
    for (const double z : {-3.0, -0.5, 1.0, 4.0})
      CHECK(laws[i].cdf(mean + z * deviation) == Approx(gsl_cdf_ugaussian_P(z)).margin(1e-13));
    CHECK(laws[i].quantile(0.9) ==
          Approx(mean + deviation * gsl_cdf_ugaussian_Pinv(0.9)).epsilon(1e-12));
    CHECK(laws[i].tail() < 1e-20);
  }
}

TEST_CASE("a schedule may begin at 0 and bend", "[solvers]") {
  // V' = −2η_t V + η η_t², so e^{2S_t} V = η ∫ η_s² e^{2S_s} ds, S = ∫ η_t.
  const Schedule schedule = Schedule::warmup(0.5);
  const double eta = 0.1;
  const SgdSde sde(gaussian(), eta, schedule);
  const DensityLaw law = diffusion_law(sde, 1.0, 1.2, {0.3, 12, 1e-13, 1e-14, {0.5}});
  double integral = 0.0;
  const int n = 24'000;  // the midpoint rule, its error O(n⁻²)
  for (int i = 0; i < n; ++i) {
    const double t = 1.2 * (i + 0.5) / n;
    integral += 1.2 / n * square(schedule(t)) * std::exp(2.0 * schedule.integral(t));
  }
  const double s = schedule.integral(1.2);
  CHECK(law.mean() == Approx(std::exp(-s)).epsilon(1e-12));
  CHECK(law.variance() == Approx(eta * integral * std::exp(-2.0 * s)).epsilon(1e-8));
}

TEST_CASE("linear and quadratic squared diffusions have their moments", "[solvers]") {
  // Geometric Brownian motion, E X^n = e^{nμ + n(n−1)σ²/2} at t = 1.
  const double mu = 0.3, sigma = 0.06;
  const ScalarSde geometric([=](double x) { return mu * x; }, [=](double x) { return sigma * x; },
                            [=](double) { return sigma; });
  const DensityLaw law = diffusion_law(geometric, 1.0, 1.0);
  for (const unsigned n : {1u, 2u, 4u})
    CHECK(law.moment(n) ==
          Approx(std::exp(n * mu + 0.5 * n * (n - 1.0) * sigma * sigma)).epsilon(1e-11));
  // dX = −X dt + √(c(1 + X²)) dW: (E X²)' = −(2 − c) E X² + c.
  const double c = 0.08;
  const ScalarSde pearson([](double x) { return -x; },
                          [=](double x) { return std::sqrt(c * (1.0 + x * x)); },
                          [](double) { return 0.0; });
  const double limit = c / (2.0 - c);
  const DensityLaw student = diffusion_law(pearson, 0.6, 1.0);
  CHECK(student.mean() == Approx(0.6 * std::exp(-1.0)).epsilon(1e-12));
  CHECK(student.moment(2) == Approx(limit + (0.36 - limit) * std::exp(c - 2.0)).epsilon(1e-11));
}

TEST_CASE("the law of SignSGD's SDE becomes its stationary one", "[solvers]") {
  const SignSgdSde sde(gaussian(), 0.1);
  const DensityLaw law = diffusion_law(sde, 0.5, 40.0), limit = stationary_law(sde);
  CHECK(law.variance() == Approx(limit.variance()).epsilon(1e-11));
  for (const double x : {-0.6, -0.1, 0.2, 0.5})
    CHECK(law.cdf(x) == Approx(limit.cdf(x)).margin(1e-12));
}

TEST_CASE("forward and backward equation give the same means", "[solvers]") {
  const auto indicator = [](double x) { return gsl_cdf_ugaussian_P((x - 0.5) / 0.3); };
  const auto fourth = [](double x) { return square(square(x)); };
  const auto agree = [&](const SdeModel& model, const std::vector<RealFunction>& functions,
                         const DiffusionResolution& resolution = {}) {
    const DensityLaw law = diffusion_law(model, 1.0, 1.0, resolution);
    for (const RealFunction& h : functions)
      CHECK(diffusion_mean(model, 1.0, 1.0, h, resolution) == Approx(law.mean(h)).margin(1e-12));
  };
  agree(SignSgdSde(gaussian(), 0.1), {square, indicator});
  agree(SignSgdSde(gaussian(), 0.05, Schedule::warmup(0.4, 0.2)), {fourth},
        {0.3, 12, 1e-13, 1e-14, {0.4}});
  agree(SignSgdSde(quadratic(std::make_shared<StudentNoise>(1.0, VectorXd{{1.0}})), 0.05),
        {cosine});
}

/// E h(x_k) of SignSGD with N(0, 1) noise from x_0 = 1, η = 1/k, by its backward recursion.
double sign_sgd_mean(const RealFunction& h, int k) {
  const double eta = 1.0 / k;
  std::vector<double> u;
  for (int j = 0; j <= k; ++j) u.push_back(h(1.0 + eta * (2 * j - k)));
  for (int step = k - 1; step >= 0; --step)
    for (int j = 0; j <= step; ++j) {
      const double up = gsl_cdf_ugaussian_Q(1.0 + eta * (2 * j - step));
      u[static_cast<std::size_t>(j)] =
          (1.0 - up) * u[static_cast<std::size_t>(j)] + up * u[static_cast<std::size_t>(j) + 1];
    }
  return u.front();
}

TEST_CASE("the weak error of SignSGD's SDE is the one of another program", "[solvers]") {
  struct Reference {
    int steps;
    double square, cosine;
  };
  for (const Reference& r :
       {Reference{5, -0.0677816, 0.0372091}, Reference{10, -0.0888301, 0.0449351},
        Reference{80, -0.1065532, 0.0515168}}) {
    INFO(r.steps << " steps");
    const DensityLaw law = diffusion_law(SignSgdSde(gaussian(), 1.0 / r.steps), 1.0, 1.0);
    CHECK(r.steps * (sign_sgd_mean(square, r.steps) - law.mean(square)) ==
          Approx(r.square).margin(6e-8));
    CHECK(r.steps * (sign_sgd_mean(cosine, r.steps) - law.mean(cosine)) ==
          Approx(r.cosine).margin(6e-8));
  }
}

TEST_CASE("laws of diffusions do not depend on the grid", "[solvers]") {
  const SignSgdSde sde(quadratic(std::make_shared<StudentNoise>(3.0, VectorXd{{1.0}})), 0.1);
  const DensityLaw law = diffusion_law(sde, 1.0, 1.0);
  for (const DiffusionResolution& finer :
       {DiffusionResolution{0.18, 12, 1e-13}, DiffusionResolution{0.27, 17, 1e-13}}) {
    const DensityLaw other = diffusion_law(sde, 1.0, 1.0, finer);
    CHECK(other.mean() == Approx(law.mean()).epsilon(1e-12));
    CHECK(other.variance() == Approx(law.variance()).epsilon(1e-11));
    CHECK(other.moment(4) == Approx(law.moment(4)).epsilon(1e-11));
  }
  // A grid that is too coarse and too short is refined until it is not.
  CHECK(diffusion_law(sde, 1.0, 1.0, {0.8, 6}).variance() == Approx(law.variance()).epsilon(1e-11));
}

TEST_CASE("a kink of the coefficients costs accuracy and says so", "[solvers]") {
  // Laplace noise: the drift has a kink of its slope at 0, two standard deviations off.
  const SignSgdSde sde(quadratic(std::make_shared<LaplaceNoise>(VectorXd{{1.0}})), 0.1);
  const DensityLaw coarse = diffusion_law(sde, 1.0, 1.0, {0.3, 12, 1e-5, 1e-10});
  const DensityLaw fine = diffusion_law(sde, 1.0, 1.0, {0.2, 12, 1e-6, 1e-10});
  CHECK(fine.mean() == Approx(coarse.mean()).margin(1e-7));
  CHECK(fine.mean(cosine) == Approx(coarse.mean(cosine)).margin(1e-6));
}

TEST_CASE("noise from several sources adds up", "[solvers]") {
  // dX = −X dt + 0.03 X dW_1 + 0.04 X dW_2 is driven as by 0.05 X dW.
  const LinearSde both(Eigen::MatrixXd{{-1.0}}, {Eigen::MatrixXd{{0.03}}, Eigen::MatrixXd{{0.04}}});
  CHECK(diffusion_law(both, 1.0, 0.5).moment(2) ==
        Approx(std::exp(0.5 * (-2.0 + 0.0025))).epsilon(1e-12));
}

TEST_CASE("laws that cannot be are refused", "[solvers]") {
  const SignSgdSde sde(gaussian(), 0.1);
  CHECK_THROWS_WITH(diffusion_laws(sde, 1.0, {}), "number of times of a law must be >= 1, got 0");
  CHECK_THROWS_WITH(diffusion_laws(sde, 1.0, {1.0, 1.0}),
                    "times of a law must be increasing, got 1");
  CHECK_THROWS_WITH(diffusion_law(sde, 1.0, 0.0), "times of a law must be > 0, got 0");
  CHECK_THROWS_WITH(diffusion_law(LinearSde(Eigen::MatrixXd::Ones(2, 2), {}), 1.0, 1.0),
                    "dimension of an SDE whose law is computed must be 1, got 2");
  const auto zero = [](double) { return 0.0; };
  CHECK_THROWS_AS(diffusion_law(ScalarSde(zero, zero, zero), 1.0, 1.0), NumericalFailure);
  // Not defined for |x| > √(π/2).
  CHECK_THROWS_AS(diffusion_law(SignSgdPhaseThreeSde(gaussian(), 0.1), 0.5, 1.0), NumericalFailure);
}

}  // namespace
}  // namespace sdescent
