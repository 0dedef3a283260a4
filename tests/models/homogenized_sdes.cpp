#include "io/error.hpp"
#include "models/homogenized_adam.hpp"
#include "models/hsgd.hpp"
#include "models/risk_modes.hpp"
#include "models/risk_ode.hpp"
#include "models/sign_hsgd.hpp"
#include "tests/models/sde_coefficients.hpp"
#include "tests/models/streaming_data.hpp"
#include "tests/support/contract_kit.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

using ProblemPointer = std::shared_ptr<const StreamingRegression>;
using SdePointer = std::shared_ptr<const HomogenizedSde>;

/// An SDE and the modes on which its risk moves.
struct Pair {
  std::string name;
  std::function<SdePointer(ProblemPointer, LearningRate)> sde;
  std::function<RiskModes(const FeatureCovariance&, const VectorXd&)> modes;
  Index batch;
};

template <class Sde>
SdePointer made(ProblemPointer problem, LearningRate eta) {
  return std::make_shared<Sde>(std::move(problem), std::move(eta));
}

const std::vector<Pair> pairs = {{"signHSGD", made<SignHsgd>, sign_risk_modes, 3},
                                 {"HSGD", made<Hsgd>, sgd_risk_modes, 3},
                                 {"Adam", made<HomogenizedAdam>, adam_risk_modes, 1}};

const std::vector<LearningRate> rates = {
    constant_rate(0.6), LearningRate([](double t, double risk) { return 0.5 * risk + t; })};

std::vector<FeatureCovariance> covariances(Index d) {
  return {correlated_features(d), diagonal_features(d)};
}

TEST_CASE("homogenized SDEs keep the contract of SDEs", "[models]") {
  for (const Pair& pair : pairs)
    for (const LearningRate& eta : rates)
      for (const auto& k : covariances(4)) {
        INFO(pair.name << (k.is_diagonal() ? ", diagonal" : ", dense"));
        check_sde_model(*pair.sde(regression(k, 0.8, pair.batch), eta), VectorXd::Constant(4, -1.5),
                        VectorXd::Constant(4, 1.0));
      }
}

/// B(x) as a matrix.
MatrixXd diffusion(const SdeModel& model, const VectorXd& x, double t) {
  const Index n = model.noise_dimension();
  if (model.noise_kind() == NoiseKind::diagonal)
    return coefficients(model, x.transpose().array(), t).diagonal.row(0).matrix().asDiagonal();
  const Block points = x.transpose().replicate(n, 1).array();
  const Block units = MatrixXd::Identity(n, n).array();
  return diffused(model, points, units, t).matrix().transpose();
}

TEST_CASE("the risk of a homogenized SDE drifts as its ODE says, at any state", "[models]") {
  constexpr Index d = 6;
  constexpr double t = 0.3;
  for (const Pair& pair : pairs)
    for (const LearningRate& eta : rates)
      for (const auto& k : covariances(d)) {
        INFO(pair.name << (k.is_diagonal() ? ", diagonal" : ", dense"));
        const auto problem = regression(k, 0.8, pair.batch);
        const auto sde = pair.sde(problem, eta);
        const VectorXd x = scattered(1, d).matrix().row(0).transpose();
        const VectorXd v = x - problem->risk().optimum();
        const VectorXd drift =
            coefficients(*sde, x.transpose().array(), t).drift.row(0).matrix().transpose();
        const MatrixXd root = diffusion(*sde, x, t);
        const double by_ito =
            k.times(v).dot(drift) + 0.5 * (k.matrix() * root * root.transpose()).trace();

        const RiskModes modes = pair.modes(k, v);
        const RiskRates rate = sde->equation().rates(t, modes.initial.sum());
        const double by_modes =
            -2 * rate.drift * modes.lambda.dot(modes.initial) + rate.noise * modes.load.sum();
        CHECK(by_ito == Approx(by_modes).epsilon(1e-12));
      }
}

TEST_CASE("homogenized SDEs have the coefficients of their equations", "[models]") {
  constexpr Index d = 3;
  const double eta = 0.6, pi = std::numbers::pi;
  const FeatureCovariance k = correlated_features(d);
  const VectorXd x{{0.4, -0.9, 1.3}};
  const auto check = [&](const SdeModel& sde, const VectorXd& drift, const MatrixXd& covariance) {
    CHECK((coefficients(sde, x.transpose().array()).drift.row(0).matrix().transpose() - drift)
              .cwiseAbs()
              .maxCoeff() < 1e-14);
    const MatrixXd root = diffusion(sde, x, 0.0);
    CHECK((root * root.transpose() - covariance).cwiseAbs().maxCoeff() < 1e-14);
  };
  const auto one = regression(k, 0.8), three = regression(k, 0.8, 3);
  const VectorXd v = x - one->risk().optimum(), kv = k.times(v);
  const VectorXd preconditioned = kv.cwiseQuotient(k.variances().cwiseSqrt());
  const double two_p = 2 * k.risk(v) + 0.64;
  // φ(R)/√(2R) = (2/π)/√(2R + v²) = (2/π)/√(2P); c_3 = √π Γ(2)/Γ(3/2) = 2.
  check(SignHsgd(three, constant_rate(eta)),
        -eta * 2.0 * (2 / pi) / std::sqrt(two_p) * preconditioned,
        eta * eta * 2 / (pi * d) * sign_covariance_kernel(k));
  check(Hsgd(three, constant_rate(eta)), -eta * kv, eta * eta * two_p / (d * 3) * k.matrix());
  check(HomogenizedAdam(one, constant_rate(eta)), -eta / std::sqrt(two_p) * preconditioned,
        eta * eta / d * correlation_matrix(k));
}

TEST_CASE("signHSGD's noise is additive unless the learning rate follows the risk", "[models]") {
  const auto dense = regression(correlated_features(3), 0.8);
  const auto diagonal = regression(diagonal_features(3), 0.8);
  CHECK(SignHsgd(dense, rates[0]).noise_kind() == NoiseKind::additive);
  CHECK(SignHsgd(dense, rates[1]).noise_kind() == NoiseKind::general);
  CHECK(SignHsgd(diagonal, rates[1]).noise_kind() == NoiseKind::diagonal);
  CHECK(SignHsgd(diagonal, rates[0]).has_separable_noise());
  CHECK_FALSE(SignHsgd(diagonal, rates[1]).has_separable_noise());
  CHECK(Hsgd(dense, rates[0]).noise_kind() == NoiseKind::general);
  CHECK_FALSE(Hsgd(diagonal, rates[0]).has_separable_noise());
}

/// Largest deviation of signSGD's mean direction, relative to the largest of signHSGD's, for
/// correlations 0.5^|i−j|, v_i = ±1/√d. With Gaussian ε of variance s² the residual ⟨x, v⟩ − ε is
/// normal, and E sign(x_i) sign(⟨x, v⟩ − ε) = (2/π) arcsin((Kv)_i/√(K_ii (2R + s²))).
double mean_deviation(Index d) {
  MatrixXd matrix(d, d);
  for (Index i = 0; i < d; ++i)
    for (Index j = 0; j < d; ++j)
      matrix(i, j) = std::pow(0.5, std::abs(static_cast<double>(i - j)));
  const FeatureCovariance k = FeatureCovariance::dense(matrix);
  const auto problem = regression(k, 0.8);
  VectorXd v(d);
  for (Index i = 0; i < d; ++i) v(i) = (i % 4 < 2 ? 1.0 : -1.0) / std::sqrt(static_cast<double>(d));
  const VectorXd x = problem->risk().optimum() + v;
  const VectorXd drift = coefficients(SignHsgd(problem, constant_rate(1.0)), x.transpose().array())
                             .drift.row(0)
                             .matrix()
                             .transpose();
  const VectorXd rho = k.times(v) / std::sqrt(2 * k.risk(v) + 0.64);
  const VectorXd exact = -2 * std::numbers::inv_pi * rho.array().asin();
  return (exact - drift).cwiseAbs().maxCoeff() / drift.cwiseAbs().maxCoeff();
}

TEST_CASE("signSGD's mean step tends to signHSGD's as 1/d", "[models]") {
  const double coarse = mean_deviation(40), fine = mean_deviation(160);
  CHECK(coarse < 0.02);
  CHECK(coarse / fine == Approx(4.0).epsilon(0.05));
}

TEST_CASE("signs of streaming gradients have the arc sines of signHSGD as moments",
          "[models][statistical]") {
  const FeatureCovariance k = correlated_features(2);
  const auto problem = regression(k, 0.8);
  constexpr Index n = 1 << 18;
  const VectorXd v{{0.7, -0.2}};
  const Block x = (problem->risk().optimum() + v).transpose().replicate(n, 1).array();
  const Block s = sampled_gradient(*problem, x, Philox(11)).sign();
  const VectorXd rho =
      (k.times(v) / std::sqrt(2 * k.risk(v) + 0.64)).cwiseQuotient(k.variances().cwiseSqrt());
  // Signs lie within 1 of 0: Hoeffding's radius for three means, family error 1e-6.
  const double radius = std::sqrt(2 * std::log(2 * 3 / 1e-6) / n);
  for (Index i = 0; i < 2; ++i)
    CHECK(std::abs(s.col(i).mean() - 2 * std::numbers::inv_pi * std::asin(rho(i))) < radius);
  CHECK(std::abs((s.col(0) * s.col(1)).mean() -
                 2 * std::numbers::inv_pi * sign_covariance_kernel(k)(0, 1)) < radius);
}

TEST_CASE("homogenized SDEs refuse what has no meaning", "[models]") {
  const auto problem = regression(diagonal_features(2), 0.8, 2);
  CHECK_THROWS_MATCHES(HomogenizedAdam(problem, constant_rate(0.5)), InvalidInput,
                       Message("batch of Adam's risk must be 1, got 2"));
  const auto equation = std::make_shared<SgdRisk>(risk_setting(*problem, constant_rate(0.5)));
  CHECK_THROWS_MATCHES(HomogenizedSde(problem, equation, Preconditioner::none,
                                      std::make_shared<FeatureCovariance>(diagonal_features(3))),
                       InvalidInput, Message("dimension of an SDE's noise must be 2, got 3"));
  CHECK_THROWS_AS(HomogenizedSde(problem, equation, Preconditioner::none,
                                 std::make_shared<FeatureCovariance>(correlated_features(2))),
                  InvalidInput);
}

}  // namespace
}  // namespace sdescent
