/// The optimizers' own steps, by quadrature over their normals, as η → 0.

#include "models/adaptive_small_noise.hpp"

#include "io/error.hpp"
#include "models/adam.hpp"
#include "models/laplace_noise.hpp"
#include "models/rmsprop.hpp"
#include "solvers/step_mean.hpp"
#include "solvers/symmetric_pairs.hpp"
#include "tests/support/coupled_quadratic.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

constexpr double t = 1.6, rho1 = 2.0, rho2 = 1.5, epsilon = 0.1, decay = 0.3;

std::shared_ptr<const Process> rmsprop(double eta, const VectorXd& s) {
  return std::make_shared<Rmsprop>(
      OptimizerSettings{"rmsprop", coupled_quadratic(), eta, StartPoint(s)},
      RmspropSettings{.beta = 1 - eta * rho2,
                      .epsilon = epsilon,
                      .decay = decay,
                      .accuracy = Accuracy::accurate});
}

std::shared_ptr<const Process> adam(double eta, const VectorXd& s) {
  return std::make_shared<Adam>(OptimizerSettings{"adam", coupled_quadratic(), eta, StartPoint(s)},
                                AdamSettings{.beta1 = 1 - eta * rho1,
                                             .beta2 = 1 - eta * rho2,
                                             .epsilon = epsilon,
                                             .decay = decay,
                                             .accuracy = Accuracy::accurate});
}

const AdamSdeSettings adam_constants{
    .rho1 = rho1, .rho2 = rho2, .epsilon = epsilon, .decay = decay, .accuracy = Accuracy::accurate};
const RmspropSdeSettings rmsprop_constants{
    .rho = rho2, .epsilon = epsilon, .decay = decay, .accuracy = Accuracy::accurate};

/// Value at η = 0 of the cubic through values at η, η/2, η/4, η/8.
ArrayXd extrapolated(const std::function<ArrayXd(double eta)>& f, double eta) {
  return (-f(eta) + 14.0 * f(eta / 2) - 56.0 * f(eta / 4) + 64.0 * f(eta / 8)) / 21.0;
}

/// Drift, correction and covariance of `expansion` are those of the optimizer's steps.
void check_expansion(const SmallNoise& expansion, const VectorXd& s,
                     const std::function<std::shared_ptr<const Process>(double)>& optimizer) {
  const Index d = s.size();
  Scratch scratch;
  const Block at = s.transpose().array();
  Block drift(1, d);
  expansion.drift(t).evaluate(at, drift, scratch);
  const ArrayXd a = drift.row(0).transpose();
  const auto correction = [&](double eta) -> ArrayXd {
    Block mean(1, d);
    StepMean(optimizer(eta), 40).coefficients(t, at, mean, mean, scratch);
    return (mean.row(0).transpose() - a) / eta;
  };
  const auto covariance = [&](double eta) -> ArrayXd {
    Block pairs(1, pair_count(d));
    StepMean(optimizer(eta), 40).covariance(t, at, pairs, scratch);
    return pairs.row(0).transpose() / eta;
  };
  const ArrayXd c = expansion.correction(t, s).array(), q = expansion.covariance(t, s).array();
  INFO("c " << c.transpose() << "\nQ " << q.transpose());
  CHECK((extrapolated(correction, 0.008) - c).abs().maxCoeff() < 1e-4);
  CHECK((extrapolated(covariance, 0.008) - q).abs().maxCoeff() < 1e-4);
  CHECK(c.head(2).abs().minCoeff() > 0.03);
  CHECK(q.abs().maxCoeff() > 0.3);
}

TEST_CASE("RMSprop of small noise is as its steps are", "[models]") {
  const VectorXd s{{1.0, -0.4, 1.3, 0.6}};
  check_expansion(rmsprop_small_noise(coupled_quadratic(), rmsprop_constants), s,
                  [&](double eta) { return rmsprop(eta, s); });
}

TEST_CASE("Adam of small noise is as its steps are", "[models]") {
  const VectorXd s{{1.0, -0.4, 0.5, 0.9, 1.3, 0.6}};
  check_expansion(adam_small_noise(coupled_quadratic(), adam_constants), s,
                  [&](double eta) { return adam(eta, s); });
}

TEST_CASE("the SDEs share drift and part of the covariance with the optimizers", "[models]") {
  const VectorXd s{{1.0, -0.4, 0.5, 0.9, 1.3, 0.6}};
  const SmallNoise optimizer = adam_small_noise(coupled_quadratic(), adam_constants);
  const SmallNoise sde = small_noise_of([&](double eta) {
    return std::make_shared<AdamSde>(coupled_quadratic(), eta, adam_constants);
  });
  // What is in the coefficients at another η.
  constexpr double eta = 0.07;
  Scratch scratch;
  const Block at = s.transpose().array();
  Block a(1, 6), full(1, 6), diagonal(1, 2);
  AdamSde(coupled_quadratic(), eta, adam_constants).coefficients(t, at, full, diagonal, scratch);
  sde.drift(t).evaluate(at, a, scratch);
  const VectorXd c = sde.correction(t, s), q = sde.covariance(t, s);
  CHECK((a + eta * c.transpose().array() - full).abs().maxCoeff() < 1e-13);
  CHECK(q(pair_column(6, 2, 2)) == Approx(diagonal(0) * diagonal(0) / eta).epsilon(1e-13));
  CHECK(q(pair_column(6, 2, 2)) == Approx(optimizer.covariance(t, s)(pair_column(6, 2, 2))));
  CHECK(q(pair_column(6, 4, 4)) == 0.0);
  CHECK((c - optimizer.correction(t, s)).cwiseAbs().head(2).minCoeff() > 0.03);
}

TEST_CASE("noise that is not Gaussian has no such expansion", "[models]") {
  const auto laplace =
      std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(VectorXd::Ones(2)),
                                             std::make_shared<LaplaceNoise>(VectorXd::Ones(2)));
  CHECK_THROWS_WITH(adam_small_noise(laplace, adam_constants),
                    "gradient noise of the small-noise expansion must be independent Gaussian, got "
                    "laplace");
  CHECK_THROWS_AS(rmsprop_small_noise(laplace, rmsprop_constants), InvalidInput);
}

}  // namespace
}  // namespace sdescent
