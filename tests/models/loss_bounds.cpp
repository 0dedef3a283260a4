#include "models/loss_bounds.hpp"

#include "io/error.hpp"
#include "models/sign_sgd_phases.hpp"
#include "solvers/ode.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::VectorXd;

const double root_2_over_pi = std::sqrt(2 * std::numbers::inv_pi);

LossBoundSetting example() {
  return {.mu = 1.0, .trace = 3.5, .sigma_max = 0.4, .s0 = 0.75, .eta = 0.1, .dimension = 2};
}

ArrayXd times() { return ArrayXd{{0.0, 0.01, 0.3, 1.0, 5.0, 400.0}}; }

/// dS/dt = −2μΔS + (η/2) trace of the example, integrated on its own. The constants of Phase 2 are
/// the paper's, of six places.
void check_against_ode(const ArrayXd& bound, double delta, double trace) {
  const OdeSolution loss(
      [&](double, const VectorXd& S, VectorXd& dS) { dS(0) = -2 * delta * S(0) + 0.05 * trace; },
      VectorXd{{0.75}}, 0.0, times()(times().size() - 1));
  for (Index k = 0; k < times().size(); ++k) {
    INFO("t = " << times()(k));
    CHECK(bound(k) == Approx(loss.at(times()(k))(0)).epsilon(1e-5));
  }
}

TEST_CASE("the loss bounds solve the inequalities of their proofs", "[models]") {
  const LossBoundSetting s = example();
  const double m = 0.246809, q1 = 0.595892, q2 = 0.614478;
  const double linear2 = m / (std::numbers::sqrt2 * 0.4), ito2 = 0.1 * m * m / (4 * 0.16);
  const double linear3 = root_2_over_pi / 0.4, ito3 = 0.1 / (std::numbers::pi * 0.16);
  const auto t = times();
  check_against_ode(sign_sgd_phase_two_loss_bound(s, t), linear2 + ito2, 3.5 - 2 * q1 * q1);
  check_against_ode(sign_sgd_phase_two_loss_bound(s, t, PhaseTwoIntercept::largest), linear2 + ito2,
                    3.5 - 2 * q2 * q2);
  check_against_ode(sign_sgd_phase_three_loss_bound(s, t), linear3 + ito3, 3.5);
  check_against_ode(sign_sgd_phase_two_pl_loss_bound(s, t), linear2, 3.5);
  check_against_ode(sign_sgd_phase_three_pl_loss_bound(s, t), linear3, 3.5);
  check_against_ode(sgd_loss_bound(s, t), 1.0, 3.5 * 0.16);
}

TEST_CASE("Phase 1's bound with the sharp constant is sign flow in one dimension", "[models]") {
  const double mu = 2.0, x0 = 1.5;
  const LossBoundSetting s{mu, mu, 1.0, 0.5 * mu * x0 * x0, 0.1, 1};
  const ArrayXd t{{0.0, 0.5, 1.0, 1.4999, 1.5, 3.0}};
  const ArrayXd sharp = sign_sgd_phase_one_loss_bound(s, t, PhaseOneConstant::sharp);
  const ArrayXd printed = sign_sgd_phase_one_loss_bound(s, t);
  for (Index k = 0; k < t.size(); ++k) {
    const double left = std::max(x0 - t(k), 0.0);
    CHECK(sharp(k) == Approx(0.5 * mu * left * left).margin(1e-15));
    CHECK(printed(k) >= sharp(k));
  }
  CHECK(sign_sgd_phase_one_duration(s, PhaseOneConstant::sharp) == Approx(x0));
  // ¼(√μ t − 2√S_0)²
  CHECK(printed(2) == Approx(0.25 * std::pow(std::sqrt(mu) - 2 * std::sqrt(s.s0), 2)));
  const double duration = sign_sgd_phase_one_duration(s);
  CHECK(duration == Approx(2 * std::sqrt(s.s0 / mu)));
  const ArrayXd end =
      sign_sgd_phase_one_loss_bound(s, ArrayXd{{0.999 * duration, 1.001 * duration, 9.0}});
  CHECK(end(0) > 0);
  CHECK(end(1) == 0);
  CHECK(end(2) == 0);
  CHECK(std::isnan(sign_sgd_phase_one_loss_bound(s, ArrayXd{{std::nan("")}})(0)));
}

TEST_CASE("Phase 1's bounds hold for sign flow in many dimensions", "[models]") {
  const ArrayXd lambda{{1.0, 2.0, 5.0}}, x0{{2.0, -1.0, 0.7}};
  const LossBoundSetting s{1.0, 8.0, 1.0, 0.5 * (lambda * x0.square()).sum(), 0.1, 3};
  const ArrayXd t = ArrayXd::LinSpaced(101, 0.0, 3.0);
  const ArrayXd sharp = sign_sgd_phase_one_loss_bound(s, t, PhaseOneConstant::sharp);
  for (Index k = 0; k < t.size(); ++k)
    CHECK(0.5 * (lambda * (x0.abs() - t(k)).max(0.0).square()).sum() <= sharp(k) + 1e-14);
}

/// Σ −b_i g_i + (η/2) h_i (1 − b_i²): what Itô's formula makes of dX = −b dt + √η √(1 − b²) dW.
double rate_of_loss(const ArrayXd& b, const ArrayXd& g, const ArrayXd& h, double eta) {
  return (-b * g + 0.5 * eta * h * (1 - b.square())).sum();
}

/// Largest rate_of_loss − (−2μΔS + source) for SDE (3) over points of Phase 2 of f = ½ Σ λ_i x_i²
/// with μ = 1.
double worst_excess(const ArrayXd& lambda, double eta, double q) {
  const ArrayXd sigma{{0.3, 0.5}};
  const double m = PhaseTwoLine::of_erf().slope;
  const double delta = m / (std::numbers::sqrt2 * 0.5) + eta * m * m / (4 * 0.25);
  const double source = 0.5 * eta * (lambda.sum() - 2 * q * q);
  double worst = -std::numeric_limits<double>::infinity();
  for (double y1 = 1.0; y1 <= 1.5; y1 += 0.05)
    for (double y2 = -1.5; y2 <= -1.0; y2 += 0.05) {
      const ArrayXd y{{y1, y2}}, g = std::numbers::sqrt2 * sigma * y;
      const ArrayXd b{{std::erf(y1), std::erf(y2)}};
      const double loss = 0.5 * (g.square() / lambda).sum();
      worst = std::max(worst, rate_of_loss(b, g, lambda, eta) + 2 * delta * loss - source);
    }
  return worst;
}

TEST_CASE("Phase 2's inequality holds with q₁ and, as printed, with q₂", "[models]") {
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  for (const ArrayXd& lambda : {ArrayXd{{1.0, 1.0}}, ArrayXd{{1.0, 3.0}}})
    for (const double eta : {1e-3, 0.1, 10.0, 1e4}) {
      INFO("eta = " << eta);
      CHECK(worst_excess(lambda, eta, line.secant) <= 0);
      CHECK(worst_excess(lambda, eta, line.tangent) <= 0);
    }
  // Not with any q: erf² >= m²Y²σ²/σ_max² + q² on average ends at q = 0.82.
  CHECK(worst_excess(ArrayXd{{1.0, 1.0}}, 1e4, 0.85) > 0);
}

TEST_CASE("the bounds without convexity hold where curvatures are negative", "[models]") {
  // f = x² + 3 sin²x is Polyak–Łojasiewicz with μ = 1/32 (Karimi, Nutini, Schmidt 2016), L = 8.
  const double mu = 1.0 / 32, smoothness = 8.0, eta = 0.2;
  bool negative = false;
  for (double x = -6.0; x <= 6.0; x += 0.01) {
    const double f = x * x + 3 * std::sin(x) * std::sin(x);
    const double g = 2 * x + 3 * std::sin(2 * x), h = 2 + 6 * std::cos(2 * x);
    negative = negative || h < 0;
    REQUIRE(g * g >= 2 * mu * f);
    for (const double sigma : {0.1, 1.0, 10.0}) {
      const LossBoundSetting s{mu, smoothness, sigma, f, eta, 1};
      const auto slope_at_0 = [&](const ArrayXd& bound) { return (bound(1) - bound(0)) / 1e-7; };
      const ArrayXd t{{0.0, 1e-7}};
      const auto rate = [&](double b) {
        return rate_of_loss(ArrayXd{{b}}, ArrayXd{{g}}, ArrayXd{{h}}, eta);
      };
      const double y = std::abs(g) / (std::numbers::sqrt2 * sigma);
      if (y > 1 && y < 1.5)
        CHECK(rate(std::erf(g / (std::numbers::sqrt2 * sigma))) <=
              slope_at_0(sign_sgd_phase_two_pl_loss_bound(s, t)) + 1e-5);
      const double linear = root_2_over_pi * g / sigma;
      if (std::abs(linear) <= 1)
        CHECK(rate(linear) <= slope_at_0(sign_sgd_phase_three_pl_loss_bound(s, t)) + 1e-5);
    }
  }
  CHECK(negative);
}

TEST_CASE("bounds under a schedule are those without where it is 1, and have the asymptotes",
          "[models]") {
  const LossBoundSetting s = example();
  const ArrayXd three = sign_sgd_phase_three_loss_bound(s, times()),
                of_sgd = sgd_loss_bound(s, times());
  const ArrayXd three_scheduled = sign_sgd_phase_three_loss_bound(s, Schedule(), times());
  const ArrayXd sgd_scheduled = sgd_loss_bound(s, Schedule(), times());
  for (Index k = 0; k < times().size(); ++k) {
    CHECK(three_scheduled(k) == Approx(three(k)).epsilon(1e-9));
    CHECK(sgd_scheduled(k) == Approx(of_sgd(k)).epsilon(1e-9));
  }
  const Schedule schedule = Schedule::power(0.5);
  const ArrayXd late{{1e4 - 1}};
  const double sign = sign_sgd_asymptotic_loss(s, schedule, late)(0);
  const double sgd = sgd_asymptotic_loss(s, schedule, late)(0);
  // (L_τσ/(4μ))√(π/2) η η_t and (L_τσ²/(4μ)) η η_t at η_t = 1/100
  CHECK(sign == Approx(3.5 * 0.4 / 4 * std::sqrt(std::numbers::pi / 2) * 0.1 / 100));
  CHECK(sgd == Approx(3.5 * 0.16 / 4 * 0.1 / 100));
  CHECK(sign_sgd_phase_three_loss_bound(s, schedule, late)(0) == Approx(sign).epsilon(0.01));
  CHECK(sgd_loss_bound(s, schedule, late)(0) == Approx(sgd).epsilon(0.01));
}

TEST_CASE("loss bounds refuse bad settings", "[models]") {
  const auto refused = [](auto change, const std::string& said) {
    LossBoundSetting s = example();
    change(s);
    const ArrayXd t{{1.0}};
    CHECK_THROWS_MATCHES(sign_sgd_phase_one_loss_bound(s, t), InvalidInput, Message(said));
    CHECK_THROWS_MATCHES(sign_sgd_phase_two_loss_bound(s, t), InvalidInput, Message(said));
    CHECK_THROWS_MATCHES(sign_sgd_phase_three_loss_bound(s, t), InvalidInput, Message(said));
    CHECK_THROWS_MATCHES(sign_sgd_phase_three_loss_bound(s, Schedule(), t), InvalidInput,
                         Message(said));
    CHECK_THROWS_MATCHES(sgd_loss_bound(s, t), InvalidInput, Message(said));
    CHECK_THROWS_MATCHES(sgd_asymptotic_loss(s, Schedule(), t), InvalidInput, Message(said));
  };
  refused([](LossBoundSetting& s) { s.mu = 0; }, "mu must be > 0, got 0");
  refused([](LossBoundSetting& s) { s.sigma_max = -1; }, "sigma_max must be > 0, got -1");
  refused([](LossBoundSetting& s) { s.s0 = -0.1; }, "initial loss must be >= 0, got -0.1");
  refused([](LossBoundSetting& s) { s.eta = std::nan(""); }, "eta must be > 0, got nan");
  refused([](LossBoundSetting& s) { s.dimension = 0; }, "dimension must be >= 1, got 0");
  refused([](LossBoundSetting& s) { s.trace = 1.9; },
          "trace bound must be >= mu times the dimension = 2, got 1.9");
}

}  // namespace
}  // namespace sdescent
