#include "models/sign_risk_ode.hpp"

#include "bench/peers/ode_by_hand.hpp"
#include "io/error.hpp"
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

  SignRiskOde ode(Index batch) const {
    const SignRiskModes modes = sign_risk_modes(covariance, v);
    return SignRiskOde({.lambda = modes.lambda,
                        .load = modes.load,
                        .eta = 0.5,
                        .dimension = 50.0,
                        .noise = std::make_shared<GaussianLabelNoise>(0.8),
                        .drift_factor = batch_drift_factor(batch)});
  }
};

void check_curve(Index batch, const std::vector<double>& expected) {
  const Reference reference;
  const SignRiskOde ode = reference.ode(batch);
  const std::vector<double> times = {0, 1, 2, 3, 4, 5, 6, 7, 8};
  observe_ode(right_hand_side(ode), sign_risk_modes(reference.covariance, reference.v).initial, 0.0,
              times, [&](std::size_t i, const VectorXd& r) {
                INFO("t = " << times[i]);
                CHECK(SignRiskOde::risk(r) == Approx(expected[i]).epsilon(0).margin(2e-10));
              });
}

TEST_CASE("signODE reproduces risk curves computed independently", "[models]") {
  check_curve(1, {0.4149283806, 0.2641128209, 0.1789247106, 0.1308105675, 0.1024415451,
                  0.0846662822, 0.0728794023, 0.0647135133, 0.0588761505});
  check_curve(5, {0.4149283806, 0.1283030933, 0.0597198382, 0.0363705268, 0.0261845155,
                  0.0211957557, 0.0185826438, 0.0171517083, 0.0163441623});
}

TEST_CASE("signODE tends to its stationary risk, mode by mode", "[models]") {
  const Reference reference;
  const GaussianLabelNoise noise(0.8);
  const double mean_root = reference.root.mean();
  CHECK(stationary_sign_risk(0.5, mean_root, noise) == Approx(0.04264903258668465).epsilon(1e-12));
  CHECK(stationary_sign_risk(0.5, mean_root, noise, batch_drift_factor(5)) ==
        Approx(0.01538034198417104).epsilon(1e-12));
  const SignRiskModes modes = sign_risk_modes(reference.covariance, reference.v);
  const SignRiskOde ode = reference.ode(1);
  const OdeSolution r(ode, modes.initial, 0.0, 2000.0);
  const double risk = stationary_sign_risk(0.5, mean_root, noise);
  CHECK(SignRiskOde::risk(r.at(2000.0)) == Approx(risk).epsilon(1e-8));
  const VectorXd stationary = 0.5 / (2.0 * std::numbers::pi * 50.0 * noise.drift(risk)) *
                              modes.load.cwiseQuotient(modes.lambda);
  CHECK((r.at(2000.0) - stationary).cwiseAbs().maxCoeff() < 1e-8 * stationary.maxCoeff());
}

TEST_CASE("the modes add up to the risk and to the trace of the noise", "[models]") {
  const Reference reference;
  const SignRiskModes modes = sign_risk_modes(reference.covariance, reference.v);
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
  const SignRiskOde ode = reference.ode(1);
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
    const SignRiskOde ode({.lambda = lambda,
                           .load = load,
                           .eta = eta,
                           .dimension = static_cast<double>(d),
                           .noise = std::make_shared<GaussianLabelNoise>(deviation)});
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
  const auto make = [&](VectorXd lambda, VectorXd load, double eta, double d, double c) {
    return SignRiskOde({lambda, load, eta, d, std::make_shared<GaussianLabelNoise>(1.0), c});
  };
  CHECK_NOTHROW(make(two, two, 0.5, 2.0, 1.0));
  CHECK_THROWS_MATCHES(make(two, two, -0.5, 2.0, 1.0), InvalidInput,
                       Message("eta must be > 0, got -0.5"));
  CHECK_THROWS_AS(make(two, two, 0.5, 0.0, 1.0), InvalidInput);
  CHECK_THROWS_AS(make(two, two, 0.5, 2.0, 0.0), InvalidInput);
  CHECK_THROWS_AS(make(two, VectorXd::Ones(3), 0.5, 2.0, 1.0), InvalidInput);
  CHECK_THROWS_AS(make(-two, two, 0.5, 2.0, 1.0), InvalidInput);
  CHECK_THROWS_AS(sign_risk_modes(MatrixXd{{1.0, 2.0}, {2.0, 1.0}}, two), InvalidInput);
  CHECK_THROWS_AS(sign_risk_modes(MatrixXd{{1.0, 0.0}, {0.0, 0.0}}, two), InvalidInput);
  CHECK_THROWS_AS(sign_risk_modes(MatrixXd::Identity(2, 2), VectorXd::Ones(3)), InvalidInput);
  CHECK_THROWS_AS(stationary_sign_risk(0.0, 1.0, GaussianLabelNoise(1.0)), InvalidInput);
}

}  // namespace
}  // namespace sdescent
