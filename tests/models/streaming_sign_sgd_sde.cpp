#include "models/streaming_sign_sgd_sde.hpp"

#include "io/error.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_correlated_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/scaled_clock_sde.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/sde_coefficients.hpp"
#include "tests/support/contract_kit.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd toeplitz(Index d, double correlation) {
  MatrixXd k(d, d);
  for (Index i = 0; i < d; ++i)
    for (Index j = 0; j < d; ++j)
      k(i, j) = std::pow(correlation, std::abs(static_cast<double>(i - j))) /
                std::sqrt(static_cast<double>((i + 1) * (j + 1)));
  return k;
}

std::shared_ptr<const StreamingRegression> regression(FeatureCovariance k, double deviation = 0.5,
                                                      Index batch = 1) {
  const Index d = k.dimension();
  return std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(std::move(k)), VectorXd::Constant(d, 0.1),
      std::make_shared<GaussianLabelNoise>(deviation), batch);
}

/// B(x) of one state, from what it does to the unit vectors.
MatrixXd diffusion(const SdeModel& model, const Eigen::RowVectorXd& x) {
  const Index d = x.size();
  return diffused(model, x.replicate(d, 1).array(), MatrixXd::Identity(d, d).array())
      .matrix()
      .transpose();
}

TEST_CASE("the SDE of signSGD on fresh data keeps the contract", "[models]") {
  const VectorXd lo = VectorXd::Constant(7, -2.0), hi = VectorXd::Constant(7, 3.0);
  check_sde_model(StreamingSignSgdSde(regression(FeatureCovariance::dense(toeplitz(7, 0.6))), 0.1),
                  lo, hi);
  const auto diagonal = regression(FeatureCovariance::diagonal(log_spaced(0.1, 3.0, 7)));
  check_sde_model(StreamingSignSgdSde(diagonal, 0.1), lo, hi);
  check_sde_model(ScaledClockSde(std::make_shared<StreamingSignSgdSde>(diagonal, 0.1), 0.7), lo,
                  hi);
  check_sde_model(SgdSde(diagonal, 0.1), lo, hi);
}

TEST_CASE("the root of the signs' covariance squares to (2/π)K_σ − mmᵀ", "[models]") {
  const double eta = 0.04;
  const Block x = scattered(5, 6, 0.7);
  for (const double deviation : {0.5, 0.0})
    for (const FeatureCovariance& k : {FeatureCovariance::dense(toeplitz(6, 0.6)),
                                       FeatureCovariance::diagonal(log_spaced(0.1, 3.0, 6))}) {
      const auto problem = regression(k, deviation);
      const StreamingSignSgdSde sde(problem, eta, Schedule::constant(2.0));
      for (Index r = 0; r < x.rows(); ++r) {
        const MatrixXd root = diffusion(sde, x.row(r).matrix());
        const VectorXd m = -0.5 * coefficients(sde, x.row(r)).drift.matrix().transpose();
        MatrixXd expected = -m * m.transpose();
        for (Index i = 0; i < 6; ++i)
          for (Index j = 0; j < 6; ++j)
            expected(i, j) +=
                i == j ? 1.0
                       : 2 * std::numbers::inv_pi *
                             std::asin(k.entry(i, j) / std::sqrt(k.entry(i, i) * k.entry(j, j)));
        CHECK((root * root.transpose() - 4.0 * eta * expected).cwiseAbs().maxCoeff() < 1e-14);
      }
    }
}

TEST_CASE("it is the SDE of correlated signs, by another factor", "[models]") {
  const auto problem = regression(FeatureCovariance::dense(toeplitz(6, 0.6)));
  const StreamingSignSgdSde sde(problem, 0.04);
  const SignSgdCorrelatedSde general(problem, 0.04);
  const Block x = scattered(70, 6, 0.7);
  CHECK((coefficients(sde, x).drift - coefficients(general, x).drift).isZero(0));
  for (Index r = 0; r < 3; ++r) {
    const MatrixXd a = diffusion(sde, x.row(r).matrix()), b = diffusion(general, x.row(r).matrix());
    CHECK((a * a.transpose() - b * b.transpose()).cwiseAbs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("a sign that is certain does not diffuse", "[models]") {
  const StreamingSignSgdSde sde(regression(FeatureCovariance::diagonal(VectorXd{{2.0}}), 0.0), 1.0);
  const Block x{{0.7}, {-3.0}};
  // To rounding of ρ = 1: 2e-8 in m, its root in √(1 − m²).
  CHECK((diffused(sde, x, Block::Constant(2, 1, 1.0))).abs().maxCoeff() < 3e-4);
  CHECK((coefficients(sde, x).drift - Block{{-1.0}, {1.0}}).abs().maxCoeff() < 3e-8);
}

TEST_CASE("on the clock of high dimension a step of Euler and Maruyama is signSGD's own",
          "[models][statistical]") {
  // 3 means and 6 products of increments of one signSGD step against the SDE's −ηm/d and
  // (η/d)²(Σ̄ + mmᵀ): 9 numbers, each beyond 5.6 standard errors with probability 2e-8.
  const double eta = 0.6;
  constexpr Index d = 3, n = 400'000;
  const auto problem = regression(FeatureCovariance::dense(toeplitz(d, 0.6)));
  const ScaledClockSde sde(std::make_shared<StreamingSignSgdSde>(problem, eta / d), eta);
  const VectorXd x0{{1.0, -0.5, 0.4}};
  const Philox noise(5);
  Scratch scratch;
  Block moved(n, d);
  moved.rowwise() = x0.transpose().array();
  const SignSgd optimizer(high_dimensional({"sign_sgd", problem, eta, StartPoint(x0)}));
  CHECK(optimizer.time_per_step() == Approx(1.0 / d));
  optimizer.advance({0, 0.0, 1.0 / d, 0, 0, noise, scratch}, moved);
  moved.rowwise() -= x0.transpose().array();

  const double dt = 1.0 / d, step = eta / d;
  const Eigen::RowVectorXd mean = dt * coefficients(sde, x0.transpose().array()).drift.matrix();
  const MatrixXd root = diffusion(sde, x0.transpose());
  const MatrixXd second = dt * root * root.transpose() + mean.transpose() * mean;
  const double margin = 5.6 / std::sqrt(static_cast<double>(n));
  for (Index i = 0; i < d; ++i) {
    CHECK(std::abs(moved.col(i).mean() - mean(i)) < margin * step);
    for (Index j = i; j < d; ++j)
      CHECK(std::abs((moved.col(i) * moved.col(j)).mean() - second(i, j)) <
            margin * step * step + 1e-14);
  }
}

TEST_CASE("the SDE of signSGD on fresh data refuses what it does not know", "[models]") {
  CHECK_THROWS_AS(
      StreamingSignSgdSde(regression(FeatureCovariance::dense(toeplitz(2, 0.5)), 1, 2), 0.1),
      InvalidInput);
  CHECK_THROWS_AS(StreamingSignSgdSde(regression(FeatureCovariance::dense(toeplitz(2, 0.5))), 0.0),
                  InvalidInput);
  CHECK_NOTHROW(
      StreamingSignSgdSde(regression(FeatureCovariance::diagonal(VectorXd::Ones(5000))), 0.1));
}

}  // namespace
}  // namespace sdescent
