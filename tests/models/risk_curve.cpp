#include "models/risk_curve.hpp"

#include "io/error.hpp"
#include "models/risk_ode.hpp"
#include "solvers/ode.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Compares R and all modes with Dormand–Prince's at a tolerance of 1e-12.
void check_against_ode(const std::shared_ptr<const RiskEquation>& equation, const RiskModes& modes,
                       const std::vector<double>& times) {
  const RiskCurve curve(equation, modes, times.back());
  const RiskOde ode(equation, modes.lambda, modes.load);
  observe_ode(right_hand_side(ode), modes.initial, 0.0, times,
              [&](std::size_t i, const VectorXd& r) {
                INFO("t = " << times[i] << ", panels " << curve.panels());
                CHECK(curve.risk(times[i]) == Approx(RiskOde::risk(r)).epsilon(1e-8).margin(1e-14));
                CHECK((curve.modes(times[i]) - r).cwiseAbs().maxCoeff() <
                      1e-14 + 1e-8 * r.cwiseAbs().maxCoeff());
              },
              {.relative = 1e-12, .absolute = 1e-16});
}

const std::vector<double> to_ten = {0.0, 1e-3, 0.1, 0.5, 1.0, 2.5, 6.0, 10.0};

RiskModes diagonal_modes(const VectorXd& variances, double start,
                         RiskModes (*of)(const FeatureCovariance&, const VectorXd&)) {
  return of(FeatureCovariance::diagonal(variances),
            VectorXd::Constant(variances.size(),
                               start / std::sqrt(static_cast<double>(variances.size()))));
}

RiskSetting setting_of(Index d, LearningRate eta, double deviation = 0.8) {
  return {std::move(eta), d, std::make_shared<GaussianLabelNoise>(deviation)};
}

TEST_CASE("a risk curve agrees with Boost.Odeint for signSGD, SGD and Adam", "[models]") {
  const auto k = rotated_covariance(log_spaced(0.05, 2.0, 30), 3);
  const VectorXd v = VectorXd::LinSpaced(30, -1.0, 1.0);
  const RiskSetting setting = setting_of(30, constant_rate(0.5));
  check_against_ode(std::make_shared<SignRisk>(setting), sign_risk_modes(k, v), to_ten);
  check_against_ode(std::make_shared<SgdRisk>(setting), sgd_risk_modes(k, v), to_ten);
  check_against_ode(std::make_shared<AdamRisk>(setting), adam_risk_modes(k, v), to_ten);
}

TEST_CASE("a risk curve takes power laws, one mode and equal modes", "[models]") {
  for (const VectorXd& variances :
       {power_law_spectrum(2.0, 200), VectorXd(VectorXd::Constant(1, 0.7)),
        VectorXd(VectorXd::Ones(40))}) {
    const RiskSetting setting = setting_of(variances.size(), constant_rate(0.7));
    check_against_ode(std::make_shared<SignRisk>(setting),
                      diagonal_modes(variances, 1.5, sign_risk_modes), to_ten);
    check_against_ode(std::make_shared<SgdRisk>(setting),
                      diagonal_modes(variances, 1.5, sgd_risk_modes), to_ten);
  }
}

TEST_CASE("a risk curve takes rates that depend on time and on the risk", "[models]") {
  const VectorXd variances = power_law_spectrum(1.0, 60);
  const auto kinked = scheduled_rate(0.8, Schedule::warmup_stable_decay(1.3, 4.0, 7.0, 0.2, 0.1));
  const auto smooth = scheduled_rate(0.8, Schedule::cosine(20.0, 0.1));
  const auto greedy = [](double, double risk) { return 0.4 * std::sqrt(2.0 * risk); };
  for (const LearningRate& eta : {LearningRate(kinked), LearningRate(smooth), LearningRate(greedy)})
    check_against_ode(std::make_shared<SignRisk>(setting_of(60, eta)),
                      diagonal_modes(variances, 2.0, sign_risk_modes), to_ten);
  const RiskSetting matched = setting_of(60, matched_sgd_rate(0.5, GaussianLabelNoise(0.8)));
  check_against_ode(std::make_shared<SgdRisk>(matched),
                    diagonal_modes(variances, 2.0, sgd_risk_modes), to_ten);
}

TEST_CASE("a risk curve starts at the optimum and without label noise", "[models]") {
  const VectorXd variances = log_spaced(0.1, 1.0, 20);
  const RiskModes modes = diagonal_modes(variances, 0.0, sign_risk_modes);
  check_against_ode(std::make_shared<SignRisk>(setting_of(20, constant_rate(0.5))), modes, to_ten);
  check_against_ode(std::make_shared<SignRisk>(setting_of(20, constant_rate(0.5), 0.0)),
                    diagonal_modes(variances, 1.0, sign_risk_modes), to_ten);
}

TEST_CASE("a risk curve without noise is a sum of exponentials", "[models]") {
  struct Pure final : RiskEquation {
    RiskRates rates(double, double) const override { return {0.5, 0.0}; }
  };
  const VectorXd lambda = log_spaced(1e-6, 1e3, 40), initial = VectorXd::Ones(40);
  const RiskCurve curve(std::make_shared<Pure>(), {lambda, VectorXd::Ones(40), initial}, 1e4);
  for (const double t : {0.0, 1e-4, 0.3, 17.0, 1e4})
    CHECK(curve.risk(t) == Approx((-t * lambda.array()).exp().sum()).epsilon(1e-10));
}

TEST_CASE("a risk curve's cost does not follow the fastest mode", "[models]") {
  const VectorXd variances = log_spaced(1e-8, 1e4, 100);
  const RiskCurve curve(std::make_shared<SgdRisk>(setting_of(100, constant_rate(1e-3))),
                        diagonal_modes(variances, 1.0, sgd_risk_modes), 1e6);
  CHECK(curve.panels() < 200);  // explicit steps would be 1e7 or more
}

TEST_CASE("SGD with too large a learning rate blows up without hanging", "[models]") {
  const VectorXd variances = VectorXd::Ones(50);
  const auto equation = std::make_shared<SgdRisk>(setting_of(50, constant_rate(3.0)));
  const RiskModes modes = diagonal_modes(variances, 1.0, sgd_risk_modes);
  check_against_ode(equation, modes, to_ten);
  CHECK_THROWS_AS(RiskCurve(equation, modes, 1e4), NumericalFailure);
}

TEST_CASE("a risk curve refuses what it cannot solve", "[models]") {
  const RiskModes modes = diagonal_modes(VectorXd::Ones(4), 1.0, sign_risk_modes);
  const auto equation = [](LearningRate eta) {
    return std::make_shared<SignRisk>(setting_of(4, std::move(eta)));
  };
  const auto good = equation(constant_rate(0.5));
  CHECK_THROWS_MATCHES(RiskCurve(good, modes, -1.0), InvalidInput,
                       Message("end of a risk curve must be >= 0, got -1"));
  CHECK_THROWS_AS(RiskCurve(good, modes, 1.0, 0.5), InvalidInput);
  CHECK_THROWS_AS(RiskCurve(good, {modes.lambda, modes.load, VectorXd::Ones(3)}, 1.0),
                  InvalidInput);
  CHECK_THROWS_MATCHES(RiskCurve(good, modes, 1.0).risk(1.5), InvalidInput,
                       Message("time on a risk curve must be in [0, 1], got 1.5"));
  // Learning rates that vanish at the start and at a later time.
  CHECK_THROWS_AS(RiskCurve(equation(scheduled_rate(0.5, Schedule::warmup(1.0))), modes, 2.0),
                  NumericalFailure);
  CHECK_THROWS_WITH(RiskCurve(equation(scheduled_rate(0.5, Schedule::cosine(1.0))), modes, 2.0),
                    Catch::Contains("must be > 0"));
}

}  // namespace
}  // namespace sdescent
