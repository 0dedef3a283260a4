#include "models/quadratic_moments.hpp"

#include "io/error.hpp"
#include "solvers/ode.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <string>
#include <string_view>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

DiagonalSetting anisotropic(double eta) {
  return {ArrayXd{{1.0, 2.0, 0.1}}, ArrayXd{{1.0, 0.7, 3.0}}, ArrayXd{{1.1, -0.3, 0.0}}, eta};
}

DiagonalSetting figure_2() {
  return {ArrayXd{{1.0, 2.0}}, ArrayXd{{0.1, 0.1}}, ArrayXd{{0.1, -0.05}}, 0.001};
}

DiagonalSetting isotropic(double eta) {
  return {ArrayXd{{2.0, 2.0, 2.0}}, ArrayXd{{0.5, 0.5, 0.5}}, ArrayXd{{0.3, -0.1, 0.0}}, eta};
}

/// Slope of the linearised drift, √(2/π) λ/σ.
ArrayXd slope(const DiagonalSetting& s) {
  return std::sqrt(2 / std::numbers::pi) * s.lambda / s.sigma;
}

ArrayXd times() { return ArrayXd{{0.0, 1e-3, 0.1, 0.5, 1.0, 3.0, 10.0}}; }

/// d(E x)/dt and d(E x²)/dt from (E x, E x²) of one coordinate.
using MomentEquation = std::function<Eigen::Array2d(Index coordinate, double mean, double square)>;

void check_against_ode(const DiagonalSetting& s, const MomentTable& table,
                       const MomentEquation& equation) {
  for (Index i = 0; i < s.lambda.size(); ++i) {
    const OdeSolution moments(
        [&](double, const VectorXd& m, VectorXd& dm) { dm = equation(i, m(0), m(1)).matrix(); },
        VectorXd{{s.x0(i), s.x0(i) * s.x0(i)}}, 0.0, times()(times().size() - 1));
    for (Index k = 0; k < times().size(); ++k) {
      INFO("coordinate " << i + 1 << ", t = " << times()(k));
      const VectorXd m = moments.at(times()(k));
      CHECK(table.mean(k, i) == Approx(m(0)).margin(1e-9));
      CHECK(table.variance(k, i) == Approx(m(1) - m(0) * m(0)).epsilon(1e-7).margin(1e-9));
    }
  }
}

double loss(const DiagonalSetting& s, const MomentTable& table, Index k) {
  return 0.5 * (s.lambda.transpose() * (table.mean.row(k).square() + table.variance.row(k))).sum();
}

TEST_CASE("SignSGD's moments solve the moment equations of the linearised SDE", "[models]") {
  // dX = −cX dt + √η √(1 − c²X²) dW by Itô: dE[X²] = −2c E[X²] dt + η (1 − c² E[X²]) dt.
  for (const DiagonalSetting& s : {anisotropic(0.5), anisotropic(0.01), figure_2()}) {
    const ArrayXd c = slope(s);
    check_against_ode(s, sign_sgd_moments(s, times()), [&](Index i, double mean, double square) {
      return Eigen::Array2d(-c(i) * mean, -2 * c(i) * square + s.eta * (1 - c(i) * c(i) * square));
    });
  }
}

TEST_CASE("SGD's moments solve the moment equations of its SDE", "[models]") {
  // dX = −λX dt + √η σ dW: dE[X²] = −2λ E[X²] dt + ησ² dt.
  for (const DiagonalSetting& s : {anisotropic(0.5), anisotropic(0.01), figure_2()})
    check_against_ode(s, sgd_moments(s, times()), [&](Index i, double mean, double square) {
      return Eigen::Array2d(-s.lambda(i) * mean,
                            -2 * s.lambda(i) * square + s.eta * s.sigma(i) * s.sigma(i));
    });
}

TEST_CASE("SignSGD's moments start and end where they should", "[models]") {
  const DiagonalSetting s = anisotropic(0.2);
  const double t = 1e-7;
  const MomentTable table = sign_sgd_moments(s, ArrayXd{{0.0, t, 1e6}});
  const ArrayXd c = slope(s);
  for (Index i = 0; i < 3; ++i) {
    INFO("coordinate " << i + 1);
    CHECK(table.mean(0, i) == s.x0(i));
    CHECK(table.variance(0, i) == 0);
    CHECK((s.x0(i) - table.mean(1, i)) / t == Approx(c(i) * s.x0(i)).epsilon(1e-5));
    CHECK(table.variance(1, i) / t ==
          Approx(s.eta * (1 - std::pow(c(i) * s.x0(i), 2))).epsilon(1e-5));
    CHECK(std::abs(table.mean(2, i)) < 1e-300);
    // Stationary: 0 = −2c v + η (1 − c² v).
    CHECK(table.variance(2, i) == Approx(s.eta / (2 * c(i) + s.eta * c(i) * c(i))));
  }
}

TEST_CASE("SGD's moments start and end where they should", "[models]") {
  const DiagonalSetting s = anisotropic(0.2);
  const double t = 1e-7;
  const MomentTable table = sgd_moments(s, ArrayXd{{0.0, t, 1e6}});
  for (Index i = 0; i < 3; ++i) {
    INFO("coordinate " << i + 1);
    CHECK(table.mean(0, i) == s.x0(i));
    CHECK(table.variance(0, i) == 0);
    CHECK((s.x0(i) - table.mean(1, i)) / t == Approx(s.lambda(i) * s.x0(i)).epsilon(1e-5));
    CHECK(table.variance(1, i) / t == Approx(s.eta * s.sigma(i) * s.sigma(i)).epsilon(1e-5));
    CHECK(std::abs(table.mean(2, i)) < 1e-300);
    CHECK(table.variance(2, i) == Approx(s.eta * s.sigma(i) * s.sigma(i) / (2 * s.lambda(i))));
  }
}

TEST_CASE("the loss bound of Phase 3 bounds the exact loss of its SDE", "[models]") {
  for (const DiagonalSetting& s :
       {anisotropic(0.5), anisotropic(0.01), figure_2(), isotropic(0.1)}) {
    const MomentTable exact = sign_sgd_moments(s, times());
    const ArrayXd bound = sign_sgd_loss_bound(s, times());
    for (Index k = 0; k < times().size(); ++k) CHECK(loss(s, exact, k) <= bound(k) * (1 + 1e-14));
  }
}

TEST_CASE("the loss bound of Phase 3 is met where all coordinates are alike", "[models]") {
  for (const double eta : {1e-3, 0.1, 1.0}) {
    const DiagonalSetting s = isotropic(eta);
    const MomentTable exact = sign_sgd_moments(s, times());
    const ArrayXd bound = sign_sgd_loss_bound(s, times());
    for (Index k = 0; k < times().size(); ++k)
      CHECK(bound(k) == Approx(loss(s, exact, k)).epsilon(1e-13));
  }
}

TEST_CASE("the loss bound of Phase 3 is loose where coordinates differ in λ or σ", "[models]") {
  DiagonalSetting other_lambda = isotropic(0.1), other_sigma = isotropic(0.1);
  other_lambda.lambda(1) = 6.0;
  other_sigma.sigma(1) = 0.2;
  for (const DiagonalSetting& s : {other_lambda, other_sigma}) {
    const ArrayXd late{{1e6}};
    const double ratio = sign_sgd_loss_bound(s, late)(0) / loss(s, sign_sgd_moments(s, late), 0);
    CHECK(ratio > 1.2);
  }
}

TEST_CASE("the loss bound of Phase 3 has the constants of Lemma 3.5 worked out by hand",
          "[models]") {
  // μ = 1, L_τ = 3, σ_max = 2, S_0 = (1·1 + 2·0.25)/2.
  const DiagonalSetting s{ArrayXd{{1.0, 2.0}}, ArrayXd{{2.0, 1.0}}, ArrayXd{{1.0, -0.5}}, 0.1};
  const double delta = 0.3989422804014327 + 0.1 / (4 * std::numbers::pi);
  const ArrayXd bound = sign_sgd_loss_bound(s, ArrayXd{{0.0, 2.0, 1e6}});
  CHECK(bound(0) == Approx(0.75));
  const double decay = std::exp(-4 * delta);
  CHECK(bound(1) == Approx(0.75 * decay + 0.05 * 3 / (2 * delta) * (1 - decay)));
  CHECK(bound(2) == Approx(0.05 * 3 / (2 * delta)));
}

TEST_CASE("SignSGD's expected loss in Phase 3 is that of its moments", "[models]") {
  for (const DiagonalSetting& s :
       {anisotropic(0.5), anisotropic(0.01), figure_2(), isotropic(0.1)}) {
    const MomentTable exact = sign_sgd_moments(s, times());
    const ArrayXd closed = sign_sgd_expected_loss(s, times());
    const ArrayXd solved = sign_sgd_expected_loss(s, Schedule(), times());
    for (Index k = 0; k < times().size(); ++k) {
      CHECK(closed(k) == Approx(loss(s, exact, k)).epsilon(1e-13));
      CHECK(solved(k) == Approx(closed(k)).epsilon(1e-9));
    }
  }
}

TEST_CASE("under a schedule the expected loss solves the moment equations of (111)", "[models]") {
  const Schedule schedule = Schedule::power(0.5);
  for (const DiagonalSetting& s : {anisotropic(0.5), figure_2()}) {
    const ArrayXd c = slope(s);
    // dE[X²] = −2c η_t E[X²] dt + η η_t² (1 − c² E[X²]) dt by Itô.
    const OdeSolution squares(
        [&](double t, const VectorXd& m, VectorXd& dm) {
          const double factor = schedule(t);
          dm =
              (-2 * c * factor * m.array() + s.eta * factor * factor * (1 - c.square() * m.array()))
                  .matrix();
        },
        s.x0.square().matrix(), 0.0, times()(times().size() - 1));
    const ArrayXd found = sign_sgd_expected_loss(s, schedule, times());
    for (Index k = 0; k < times().size(); ++k)
      CHECK(found(k) ==
            Approx(0.5 * (s.lambda * squares.at(times()(k)).array()).sum()).epsilon(1e-8));
  }
}

TEST_CASE("under a schedule the loss bound of Phase 3 is met where all coordinates are alike",
          "[models]") {
  const Schedule schedule = Schedule::warmup_stable_decay(0.5, 1.0, 3.0, 0.1, 0.2);
  const DiagonalSetting alike = isotropic(0.3), other = anisotropic(0.3);
  const auto bound = [&](const DiagonalSetting& s) {
    return sign_sgd_phase_three_loss_bound(loss_bound_setting(s), schedule, times());
  };
  const ArrayXd met = sign_sgd_expected_loss(alike, schedule, times());
  for (Index k = 0; k < times().size(); ++k) CHECK(met(k) == Approx(bound(alike)(k)).epsilon(1e-9));
  CHECK((sign_sgd_expected_loss(other, schedule, times()) <= bound(other) * (1 + 1e-9)).all());
}

TEST_CASE("moments of bad settings are refused", "[models]") {
  const ArrayXd t{{1.0}};
  const auto refuses = [&](const DiagonalSetting& s, const std::string& said) {
    CHECK_THROWS_MATCHES(sign_sgd_moments(s, t), InvalidInput, Message(said));
    CHECK_THROWS_MATCHES(sgd_moments(s, t), InvalidInput, Message(said));
    CHECK_THROWS_MATCHES(sign_sgd_loss_bound(s, t), InvalidInput, Message(said));
    CHECK_THROWS_MATCHES(sign_sgd_expected_loss(s, t), InvalidInput, Message(said));
  };
  DiagonalSetting s = figure_2();
  s.lambda(1) = 0.0;
  refuses(s, "eigenvalue 2 must be > 0, got 0");
  s = figure_2();
  s.sigma(0) = -0.1;
  refuses(s, "sigma of coordinate 1 must be > 0, got -0.1");
  s = figure_2();
  s.eta = nan;
  refuses(s, "eta must be > 0, got nan");
  s = figure_2();
  s.x0(1) = nan;
  refuses(s, "coordinate 2 of the start must be finite, got nan");
  s = figure_2();
  s.sigma = ArrayXd::Ones(3);
  refuses(s, "number of noise standard deviations must be 2, got 3");
  s = figure_2();
  s.x0 = ArrayXd::Ones(1);
  refuses(s, "dimension of the start must be 2, got 1");
  refuses({{}, {}, {}, 0.1}, "number of eigenvalues must be >= 1, got 0");
}

TEST_CASE("SignSGD's moments from outside of Phase 3 are refused", "[models]") {
  DiagonalSetting s = figure_2();
  const double edge = std::sqrt(std::numbers::pi / 2) * 0.1;
  const ArrayXd t{{1e-3, 1.0}};
  s.x0(0) = -edge * (1 + 1e-6);
  CHECK_THROWS_MATCHES(sign_sgd_moments(s, t), InvalidInput,
                       Catch::Predicate<InvalidInput>([](const InvalidInput& error) {
                         return std::string_view(error.what())
                             .starts_with(
                                 "coordinate 1 of the start must be in Phase 3, within "
                                 "sqrt(pi/2) sigma/lambda = 0.1253");
                       }));
  CHECK_NOTHROW(sgd_moments(s, t));
  s.x0(0) = edge * (1 - 1e-6);
  CHECK((sign_sgd_moments(s, t).variance > 0).all());
}

}  // namespace
}  // namespace sdescent
