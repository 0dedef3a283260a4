#include "models/local_rate.hpp"

#include "io/error.hpp"
#include "models/risk_curve.hpp"
#include "models/stationary_risk.hpp"

#include <Eigen/Eigenvalues>
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Catch::Contains;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A case of one optimizer on correlated features.
struct Case {
  FeatureCovariance k = rotated_covariance(log_spaced(0.1, 2.0, 12), 5);
  VectorXd v = VectorXd::LinSpaced(12, 0.5, 1.5);
  std::shared_ptr<const GaussianLabelNoise> noise = std::make_shared<GaussianLabelNoise>(0.8);
  RiskSetting setting(double eta, Index batch = 1) const {
    return {constant_rate(eta), 12, noise, batch};
  }
  double mean_root() const { return k.trace_of_root() / 12.0; }
  double mean_variance() const { return k.trace() / 12.0; }
};

/// The smallest decay rate of the linearised d × d equations, by differences of the right-hand side
/// and an eigensolver that knows nothing of their structure.
double rate_by_jacobian(const RiskEquation& equation, const RiskModes& modes, const VectorXd& at) {
  const Index d = at.size();
  const auto slope = [&](const VectorXd& r) -> VectorXd {
    const RiskRates rates = equation.rates(0.0, r.sum());
    return -2.0 * rates.drift * modes.lambda.cwiseProduct(r) + rates.noise * modes.load;
  };
  MatrixXd jacobian(d, d);
  for (Index i = 0; i < d; ++i) {
    const double h = 1e-4 * at.sum();
    const VectorXd step = h * VectorXd::Unit(d, i);
    jacobian.col(i) = (8.0 * (slope(at + step) - slope(at - step)) -
                       (slope(at + 2.0 * step) - slope(at - 2.0 * step))) /
                      (12.0 * h);
  }
  return -Eigen::EigenSolver<MatrixXd>(jacobian, false).eigenvalues().real().maxCoeff();
}

TEST_CASE("stationary risks have their closed forms and modes that add up", "[models]") {
  const Case c;
  const auto check = [](const RiskEquation& equation, const RiskModes& modes, double closed) {
    CHECK(stationary_risk(equation, modes) == Approx(closed).epsilon(1e-13));
    const VectorXd r = stationary_modes(equation, modes, closed);
    CHECK(r.sum() == Approx(closed).epsilon(1e-12));
    CHECK((r.array() > 0.0).all());
    const RiskRates rates = equation.rates(0.0, closed);
    const VectorXd slope =
        -2.0 * rates.drift * modes.lambda.cwiseProduct(r) + rates.noise * modes.load;
    CHECK(slope.cwiseAbs().maxCoeff() < 1e-14);
  };
  const RiskModes sign = sign_risk_modes(c.k, c.v);
  check(SignRisk(c.setting(0.5)), sign, stationary_sign_risk(0.5, c.mean_root(), *c.noise));
  check(SignRisk(c.setting(0.5, 5)), sign,
        stationary_sign_risk(0.5, c.mean_root(), *c.noise, batch_drift_factor(5)));
  check(SgdRisk(c.setting(0.5, 2)), sgd_risk_modes(c.k, c.v),
        stationary_sgd_risk(0.5, c.mean_variance(), *c.noise, 2));
  check(AdamRisk(c.setting(0.5)), adam_risk_modes(c.k, c.v),
        stationary_adam_risk(0.5, c.mean_root(), *c.noise));
}

TEST_CASE("the stationary risk under any label noise is Theorem 3's for Gaussian noise",
          "[models]") {
  for (const double deviation : {0.0, 1e-3, 0.8, 50.0})
    for (const double eta : {1e-4, 0.7, 30.0}) {
      const GaussianLabelNoise noise(deviation);
      const LabelNoise& any = noise;
      CHECK(stationary_sign_risk(eta, 1.3, any, 1.5) ==
            Approx(stationary_sign_risk(eta, 1.3, noise, 1.5)).epsilon(1e-13));
    }
}

TEST_CASE("a risk curve comes to its stationary risk at the local rate", "[models]") {
  const Case c;
  const auto equation = std::make_shared<SignRisk>(c.setting(0.5));
  const RiskModes modes = sign_risk_modes(c.k, c.v);
  const double risk = stationary_sign_risk(0.5, c.mean_root(), *c.noise);
  const LocalRate local = local_rate(*equation, modes, risk);
  const RiskCurve curve(equation, modes, 400.0, 1e-13);
  CHECK(curve.risk(400.0) == Approx(risk).epsilon(1e-10));
  const double late = std::log((curve.risk(180.0) - risk) / (curve.risk(200.0) - risk)) / 20.0;
  CHECK(late == Approx(local.rate).epsilon(1e-4));
}

TEST_CASE("local rates are eigenvalues of the linearised equations", "[models]") {
  const Case c;
  const auto check = [&](const RiskEquation& equation, const RiskModes& modes) {
    const double risk = stationary_risk(equation, modes);
    CHECK(local_rate(equation, modes, risk).rate ==
          Approx(rate_by_jacobian(equation, modes, stationary_modes(equation, modes, risk)))
              .epsilon(1e-7));
  };
  for (const double eta : {0.05, 0.5, 1.2}) {
    check(SignRisk(c.setting(eta)), sign_risk_modes(c.k, c.v));
    check(SgdRisk(c.setting(eta)), sgd_risk_modes(c.k, c.v));
    check(AdamRisk(c.setting(eta)), adam_risk_modes(c.k, c.v));
  }
}

TEST_CASE("isotropic features have the rate lambda (1 - kappa R)", "[models]") {
  const Index d = 100;
  const auto k = FeatureCovariance::diagonal(VectorXd::Ones(d));
  const RiskModes modes = sign_risk_modes(k, VectorXd::Ones(d));
  // μ/λ_min as printed in the notes of the theory, v = 0.8.
  for (const auto& [eta, ratio] : {std::pair{0.05, 0.98}, {0.5, 0.81}, {2.0, 0.59}}) {
    const GaussianLabelNoise noise(0.8);
    const SignRisk equation({constant_rate(eta), d, std::make_shared<GaussianLabelNoise>(noise)});
    const double risk = stationary_sign_risk(eta, 1.0, noise);
    const LocalRate local = local_rate(equation, modes, risk);
    CHECK(local.kappa == Approx(1.0 / (2.0 * risk + 0.64)).epsilon(1e-9));
    CHECK(local.mu == Approx(1.0 - local.kappa * risk).epsilon(1e-12));
    CHECK(local.mu == Approx(ratio).margin(0.005));
  }
}

TEST_CASE("the secular root is found next to a pole and without a smallest mode", "[models]") {
  const VectorXd lambda = Eigen::Vector3d(1.0, 2.0, 4.0);
  const double mu = secular_root(lambda, Eigen::Vector3d(1e-12, 0.2, 0.2), 0.5);
  CHECK((1.0 - mu) * (1.0 - 0.5 * (0.4 / 1.0 + 0.8 / 3.0)) == Approx(0.5e-12).epsilon(1e-3));
  CHECK(secular_root(lambda, Eigen::Vector3d(0.0, 0.2, 0.2), 0.5) == Approx(1.0));
  CHECK(secular_root(lambda, Eigen::Vector3d(0.1, 0.2, 0.2), 0.0) == 1.0);
  // The root between 0 and λ_1 that other modes alone push there.
  CHECK(secular_root(lambda, Eigen::Vector3d(0.0, 1.8, 0.0), 0.5) == Approx(0.2).epsilon(1e-12));
}

TEST_CASE("stationary risks and local rates refuse what has none", "[models]") {
  const Case c;
  const GaussianLabelNoise noise(1.0);
  CHECK_THROWS_WITH(stationary_sgd_risk(2.5, 1.0, noise), Contains("< 2dB/tr K = 2 "));
  CHECK_THROWS_AS(stationary_sgd_risk(0.5, 1.0, noise, 0), InvalidInput);
  CHECK_THROWS_AS(stationary_adam_risk(-1.0, 1.0, noise), InvalidInput);
  CHECK_THROWS_AS(stationary_risk(SgdRisk(c.setting(4.0)), sgd_risk_modes(c.k, c.v)), InvalidInput);
  CHECK_THROWS_AS(secular_root(Eigen::Vector2d(1, 2), Eigen::Vector2d(1, 1), 0.6), InvalidInput);
  CHECK_THROWS_AS(secular_root(Eigen::Vector2d(0, 2), Eigen::Vector2d(1, 1), 0.1), InvalidInput);
}

}  // namespace
}  // namespace sdescent
