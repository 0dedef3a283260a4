#include "models/risk_ode.hpp"

#include "bench/peers/ode_by_hand.hpp"
#include "io/error.hpp"
#include "models/phi_table.hpp"
#include "models/risk_curve.hpp"
#include "models/stationary_risk.hpp"
#include "models/student_label_noise.hpp"
#include "solvers/ode.hpp"
#include "tests/support/contract_kit.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// The data of the reference curves: K_ij = s_i s_j 0.5^|i−j|, s_i = i^{−1/2}, v_i = ±1/i.
struct Reference {
  Index d = 50;
  MatrixXd covariance = MatrixXd(d, d);
  VectorXd v = VectorXd(d), root = VectorXd(d);

  Reference() {
    for (Index i = 0; i < d; ++i) {
      root(i) = 1.0 / std::sqrt(static_cast<double>(i + 1));
      v(i) = (i % 2 == 0 ? 1.0 : -1.0) / static_cast<double>(i + 1);
    }
    for (Index i = 0; i < d; ++i)
      for (Index j = 0; j < d; ++j)
        covariance(i, j) = root(i) * root(j) * std::pow(0.5, std::abs(static_cast<double>(i - j)));
  }

  FeatureCovariance features() const { return FeatureCovariance::dense(covariance); }
  RiskModes modes() const { return sign_risk_modes(features(), v); }

  RiskSetting setting(Index batch = 1) const {
    return {constant_rate(0.5), d, std::make_shared<GaussianLabelNoise>(0.8), batch};
  }

  RiskOde ode(Index batch) const {
    const RiskModes m = modes();
    return RiskOde(std::make_shared<SignRisk>(setting(batch)), m.lambda, m.load);
  }
};

void check_curve(const std::shared_ptr<const RiskEquation>& equation, const RiskModes& modes,
                 const std::vector<double>& expected) {
  const RiskOde ode(equation, modes.lambda, modes.load);
  const RiskCurve curve(equation, modes, 8.0);
  const std::vector<double> times = {0, 1, 2, 3, 4, 5, 6, 7, 8};
  observe_ode(right_hand_side(ode), modes.initial, 0.0, times,
              [&](std::size_t i, const VectorXd& r) {
                INFO("t = " << times[i]);
                CHECK(RiskOde::risk(r) == Approx(expected[i]).epsilon(0).margin(2e-10));
                CHECK(curve.risk(times[i]) == Approx(expected[i]).epsilon(0).margin(2e-10));
              });
}

TEST_CASE("signODE reproduces risk curves computed independently", "[models]") {
  const Reference reference;
  const auto sign = [&](Index batch) {
    return std::make_shared<SignRisk>(reference.setting(batch));
  };
  check_curve(sign(1), reference.modes(),
              {0.4149283806, 0.2641128209, 0.1789247106, 0.1308105675, 0.1024415451, 0.0846662822,
               0.0728794023, 0.0647135133, 0.0588761505});
  check_curve(sign(5), reference.modes(),
              {0.4149283806, 0.1283030933, 0.0597198382, 0.0363705268, 0.0261845155, 0.0211957557,
               0.0185826438, 0.0171517083, 0.0163441623});
}

TEST_CASE("signODE under label noise without a mean", "[models]") {
  const Reference reference;
  RiskSetting setting = reference.setting();
  setting.labels =
      std::make_shared<PhiTable>(std::make_shared<StudentLabelNoise>(cauchy_label_noise(1.0, 2.0)));
  check_curve(std::make_shared<SignRisk>(setting), reference.modes(),
              {0.4149283806, 0.3783927289, 0.3489198441, 0.3250099072, 0.3055142713, 0.2895467294,
               0.2764181058, 0.2655881435, 0.2566300343});
}

TEST_CASE("vanillaODE and Adam's ODE reproduce risk curves computed independently", "[models]") {
  const Reference reference;
  check_curve(std::make_shared<SgdRisk>(reference.setting()),
              sgd_risk_modes(reference.features(), reference.v),
              {0.4149283806, 0.1841709565, 0.102120086, 0.0675969147, 0.0499733476, 0.0393915956,
               0.0323205718, 0.0272857372, 0.0235583724});
  check_curve(std::make_shared<AdamRisk>(reference.setting()),
              adam_risk_modes(reference.features(), reference.v),
              {0.4149283806, 0.2043131801, 0.1177406572, 0.0792052288, 0.0593485771, 0.047901919,
               0.0408352311, 0.036280656, 0.0332565419});
}

TEST_CASE("signODE tends to its stationary risk, mode by mode", "[models]") {
  const Reference reference;
  const GaussianLabelNoise noise(0.8);
  const double mean_root = reference.root.mean();
  CHECK(stationary_sign_risk(0.5, mean_root, noise) == Approx(0.04264903258668465).epsilon(1e-12));
  CHECK(stationary_sign_risk(0.5, mean_root, noise, batch_drift_factor(5)) ==
        Approx(0.01538034198417104).epsilon(1e-12));
  const RiskModes modes = reference.modes();
  const RiskOde ode = reference.ode(1);
  const OdeSolution r(ode, modes.initial, 0.0, 2000.0);
  const double risk = stationary_sign_risk(0.5, mean_root, noise);
  CHECK(RiskOde::risk(r.at(2000.0)) == Approx(risk).epsilon(1e-8));
  const VectorXd stationary = 0.5 / (2.0 * std::numbers::pi * 50.0 * noise.drift(risk)) *
                              modes.load.cwiseQuotient(modes.lambda);
  CHECK((r.at(2000.0) - stationary).cwiseAbs().maxCoeff() < 1e-8 * stationary.maxCoeff());
}

TEST_CASE("the modes add up to the risk and to the trace of the noise", "[models]") {
  const Reference reference;
  const RiskModes modes = reference.modes();
  const double risk = 0.5 * reference.v.dot(reference.covariance * reference.v);
  CHECK(modes.initial.sum() == Approx(risk).epsilon(1e-13));
  // Σ w_iᵀ K_σ K u_i/λ_i = tr(K_σ K K̄^{-1}) = tr(K_σ D) = (π/2) tr D.
  CHECK(modes.load.cwiseQuotient(modes.lambda).sum() ==
        Approx(0.5 * std::numbers::pi * reference.root.sum()).epsilon(1e-12));
  CHECK((modes.lambda.array() > 0).all());
}

TEST_CASE("Gaussian label noise has the paper's phi", "[models]") {
  const GaussianLabelNoise noise(0.8);
  CHECK(noise.phi(0.01) == Approx(0.1108212777).epsilon(1e-9));
  CHECK(noise.phi(0.3) == Approx(0.4428380254).epsilon(1e-9));
  CHECK(noise.phi(2.0) == Approx(0.5910866196).epsilon(1e-9));
  for (const double risk : {1e-300, 1e-3, 0.7, 40.0})
    CHECK(noise.drift(risk) == Approx(noise.phi(risk) / std::sqrt(2.0 * risk)).epsilon(1e-14));
  CHECK(noise.drift(0.0) == Approx(2.0 / std::numbers::pi / 0.8).epsilon(1e-14));
  CHECK(std::isnan(noise.drift(-1e-3)));
  CHECK(GaussianLabelNoise(0.0).phi(0.3) == Approx(2.0 / std::numbers::pi).epsilon(1e-15));
  CHECK_THROWS_AS(GaussianLabelNoise(-0.1), InvalidInput);
}

TEST_CASE("a batch multiplies the drift by c_B", "[models]") {
  CHECK(batch_drift_factor(1) == Approx(1.0).epsilon(1e-15));
  CHECK(batch_drift_factor(2) == Approx(1.57079632679).epsilon(1e-11));
  CHECK(batch_drift_factor(5) == Approx(8.0 / 3.0).epsilon(1e-15));
  CHECK(batch_drift_factor(20) == Approx(5.53539364154).epsilon(1e-11));
  CHECK(batch_drift_factor(1'000'000) == Approx(std::sqrt(0.5e6 * std::numbers::pi)).epsilon(1e-6));
  CHECK_THROWS_MATCHES(batch_drift_factor(0), InvalidInput, Message("batch must be >= 1, got 0"));
}

TEST_CASE("a right-hand side of many paths is that of each", "[models]") {
  const Reference reference;
  const RiskOde ode = reference.ode(1);
  Block r = Block::Random(70, 50).abs(), all(70, 50);
  Scratch scratch;
  ode.derivative(0.0, r, all, scratch);
  for (const Index row : {0, 1, 69}) {
    Block alone = r.row(row), of_one(1, 50);
    ode.derivative(0.0, alone, of_one, scratch);
    CHECK(same_bits(of_one, Block(all.row(row))));
  }
}

TEST_CASE("the general solver agrees with the one written by hand for signODE", "[models]") {
  for (const Index d : {1, 7, 500}) {
    VectorXd lambda(d), load(d);
    for (Index i = 0; i < d; ++i) {
      lambda(i) = std::pow(10.0, -2.0 * static_cast<double>(i) / static_cast<double>(d));
      load(i) = 0.5 * std::numbers::pi * lambda(i);
    }
    const double eta = 0.5, deviation = 0.8;
    const RiskOde ode(std::make_shared<SignRisk>(RiskSetting{
                          constant_rate(eta), d, std::make_shared<GaussianLabelNoise>(deviation)}),
                      lambda, load);
    const VectorXd scaled = eta * eta / (std::numbers::pi * static_cast<double>(d)) * load;
    const peers::SignOdeByHand by_hand{{lambda.begin(), lambda.end()},
                                       {scaled.begin(), scaled.end()},
                                       4.0 * eta / std::numbers::pi,
                                       deviation * deviation};
    std::vector<double> r(static_cast<std::size_t>(d), 1.0 / static_cast<double>(d));
    const VectorXd start = Eigen::Map<const VectorXd>(r.data(), d);
    const std::uint64_t evaluations = by_hand.solve(r, 10.0, 1e-8, 1e-12);
    DormandPrince solver(right_hand_side(ode), start, 0.0, 10.0,
                         {.relative = 1e-8, .absolute = 1e-12});
    while (!solver.at_end()) solver.step();
    INFO("d = " << d);
    CHECK(solver.evaluations() == evaluations);
    CHECK((solver.state() - Eigen::Map<const VectorXd>(r.data(), d)).cwiseAbs().maxCoeff() < 1e-14);
  }
}

TEST_CASE("signODE refuses what makes no sense", "[models]") {
  const VectorXd two = VectorXd::Ones(2);
  const auto noise = std::make_shared<GaussianLabelNoise>(1.0);
  const auto equation = [&](double eta, Index d, Index batch) {
    return std::make_shared<SignRisk>(RiskSetting{constant_rate(eta), d, noise, batch});
  };
  CHECK_NOTHROW(RiskOde(equation(0.5, 2, 1), two, two));
  CHECK_THROWS_MATCHES(equation(-0.5, 2, 1), InvalidInput, Message("eta must be > 0, got -0.5"));
  CHECK_THROWS_AS(equation(0.5, 0, 1), InvalidInput);
  CHECK_THROWS_MATCHES(equation(0.5, 2, 0), InvalidInput, Message("batch must be >= 1, got 0"));
  CHECK_THROWS_AS(RiskOde(equation(0.5, 2, 1), two, VectorXd::Ones(3)), InvalidInput);
  CHECK_THROWS_AS(RiskOde(equation(0.5, 2, 1), -two, two), InvalidInput);
  CHECK_THROWS_AS(
      sign_risk_modes(FeatureCovariance::diagonal(VectorXd::Ones(2)), VectorXd::Ones(3)),
      InvalidInput);
  CHECK_THROWS_AS(stationary_sign_risk(0.0, 1.0, GaussianLabelNoise(1.0)), InvalidInput);
}

}  // namespace
}  // namespace sdescent
