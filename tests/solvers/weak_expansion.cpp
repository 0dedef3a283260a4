#include "solvers/weak_expansion.hpp"

#include "io/error.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd_lattice_law.hpp"
#include "solvers/mean_flow.hpp"
#include "solvers/symmetric_pairs.hpp"
#include "tests/support/coupled_quadratic.hpp"
#include "tests/support/linear_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <unsupported/Eigen/MatrixFunctions>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Value at η = 0 of the quadratic through values at η, η/2, η/4.
ArrayXd extrapolated(const ArrayXd& at, const ArrayXd& half, const ArrayXd& quarter) {
  return (at - 6.0 * half + 8.0 * quarter) / 3.0;
}

TEST_CASE("the leading weak error of SignSGD's SDE is the one computed independently",
          "[solvers]") {
  // One coordinate, λ = σ = x_0 = T = 1: (E h(x_k) − E h(X_T))/η by another program, extrapolated.
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd::Ones(1)),
      std::make_shared<GaussianNoise>(VectorXd::Ones(1), Accuracy::accurate));
  const StateFunction h{{"square", "cosine"}, [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                          out.col(0) = x.col(0).square();
                          out.col(1) = x.col(0).cos();
                        }};
  const WeakExpansion expansion = weak_expansion(SignSgdSde(problem, 1.0), VectorXd::Ones(1), 1.0);
  const ArrayXd error = expansion.chain_minus_sde(h);
  const ArrayXd square =
      extrapolated(ArrayXd{{-0.1040507}}, ArrayXd{{-0.1065532}}, ArrayXd{{-0.1078013}});
  const ArrayXd cosine =
      extrapolated(ArrayXd{{0.0487070}}, ArrayXd{{0.0505815}}, ArrayXd{{0.0515168}});
  CHECK(error(0) == Approx(square(0)).margin(2e-6));
  CHECK(error(1) == Approx(cosine(0)).margin(6e-6));
  CHECK(error(0) + expansion.sde_minus_flow(h)(0) == Approx(0.346).margin(5e-4));
}

TEST_CASE("the weak expansion of a linear SDE is in closed form", "[solvers]") {
  // dX = −HX dt + √η σ dW: V' = −HV − VH + σ², e = −½ H² T e^{−HT} x_0, no shift of the mean.
  const double duration = 0.8;
  const MatrixXd h{{1.25, 0.43}, {0.43, 1.75}};
  const SgdSde sde(coupled_quadratic(), 1.0);
  const WeakExpansion found = weak_expansion(sde, coupled_start(), duration);
  const MatrixXd decay = (-duration * h).exp();
  CHECK((found.point - decay * coupled_start()).norm() < 1e-8);
  CHECK((found.chain + 0.5 * duration * (h * h * decay * coupled_start())).norm() < 1e-8);
  CHECK(found.shift.norm() < 1e-7);
  // In the eigenbasis: V_ij = S_ij (1 − e^{−(λ_i + λ_j)T})/(λ_i + λ_j), S = Uᵀ σ² U.
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(h);
  MatrixXd v =
      eigen.eigenvectors().transpose() * VectorXd{{1.0, 0.49}}.asDiagonal() * eigen.eigenvectors();
  for (Index i = 0; i < 2; ++i)
    for (Index j = 0; j < 2; ++j) {
      const double rate = eigen.eigenvalues()(i) + eigen.eigenvalues()(j);
      v(i, j) *= -std::expm1(-rate * duration) / rate;
    }
  v = (eigen.eigenvectors() * v * eigen.eigenvectors().transpose()).eval();
  for_each_pair(2, [&](Index column, Index p, Index q) {
    CHECK(found.spread(column) == Approx(v(p, q)).margin(1e-8));
  });
}

TEST_CASE("the weak expansion follows a schedule", "[solvers]") {
  // dX = −η_t X dt + √η η_t dW: e' = −η_t e − ½(η_t² − η_t')x̄, so
  // e = −½ x̄_T (∫η_t² dt − η_T + η_0); V' = −2η_t V + η_t².
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd::Ones(1)),
      std::make_shared<GaussianNoise>(VectorXd::Ones(1), Accuracy::accurate));
  for (const Schedule& schedule :
       {Schedule::power(0.7), Schedule::cosine(1.5), Schedule::warmup(0.4, 0.1)}) {
    INFO(schedule.description());
    const WeakExpansion found =
        weak_expansion(SgdSde(problem, 1.0, schedule), VectorXd{{2.0}}, 1.2);
    const double point = 2.0 * std::exp(-schedule.integral(1.2));
    const double change = schedule(1.2) - schedule(0.0);
    CHECK(found.point(0) == Approx(point).epsilon(1e-8));
    CHECK(found.chain(0) ==
          Approx(-0.5 * point * (schedule.square_integral(1.2) - change)).margin(1e-8));
    CHECK(found.spread(0) > 0.05);
  }
}

TEST_CASE("the weak expansion of coupled SignSGD is the limit of its law on the lattice",
          "[solvers]") {
  const StateFunction h = smooth_functions();
  const WeakExpansion expansion = weak_expansion(*coupled_sde(1.0), coupled_start(), 1.0);
  const ArrayXd flow = jet(h, expansion.point).value.array();
  ArrayXd from_flow[3];    // (E h(x_k) − h(x̄_T))/η
  ArrayXd euler_error[3];  // (x̄_k − x̄_T)/η of Euler's method
  for (const std::uint64_t level : {0u, 1u, 2u}) {
    const std::uint64_t steps = std::uint64_t{20} << level;
    const double eta = 1.0 / static_cast<double>(steps);
    const DiscreteLaw law = sign_sgd_lattice_law(*coupled_quadratic(), eta, coupled_start(), steps);
    from_flow[level] = (law.mean(h) - flow) / eta;
    const MeanFlow euler = mean_flow(*coupled_sde(1.0), coupled_start(), eta, steps);
    euler_error[level] = (euler.points.back() - expansion.point).array() / eta;
  }
  const ArrayXd limit = extrapolated(from_flow[0], from_flow[1], from_flow[2]);
  const ArrayXd predicted = expansion.chain_minus_sde(h) + expansion.sde_minus_flow(h);
  INFO("limits " << limit.transpose() << ", predicted " << predicted.transpose());
  CHECK((limit - predicted).abs().maxCoeff() < 1e-4);
  CHECK(predicted.abs().minCoeff() > 1e-2);
  const ArrayXd euler = extrapolated(euler_error[0], euler_error[1], euler_error[2]);
  CHECK((euler - expansion.chain.array()).abs().maxCoeff() < 1e-5);
}

TEST_CASE("the weak expansion has noise and drift of order eta of its own", "[solvers]") {
  // dX = −(X + η c) dt + √η dW with correlation: from t₀ = 1, m' = −m + c t, V' = −2V + Q.
  const MatrixXd q{{1.0, 0.3}, {0.3, 0.5}};
  const SmallNoise noise{
      .dimension = 2,
      .drift =
          [](double) {
            return StateFunction{{"a1", "a2"},
                                 [](const ConstBlockRef& x, BlockRef out, Scratch&) { out = -x; }};
          },
      .covariance =
          [&](double, const VectorXd&) {
            return VectorXd{{1.0, 0.3, 0.5}};
          },
      .correction =
          [](double t, const VectorXd&) {
            return VectorXd{{t, 2.0 * t}};
          }};
  const double duration = 0.7, decay = std::exp(-duration);
  const WeakExpansion found = weak_expansion(noise, VectorXd{{2.0, -1.0}}, duration, 1.0);
  CHECK((found.point - decay * VectorXd{{2.0, -1.0}}).norm() < 1e-8);
  // ∫ e^{s − T} (1 + s) ds over (0, T) is T.
  CHECK((found.shift - duration * VectorXd{{1.0, 2.0}}).norm() < 1e-6);
  for_each_pair(2, [&](Index column, Index i, Index j) {
    CHECK(found.spread(column) == Approx(q(i, j) * 0.5 * (1 - decay * decay)).margin(1e-8));
  });
  const StateFunction h = smooth_functions();
  CHECK((found.chain_minus_flow(h) - found.chain_minus_sde(h) - found.sde_minus_flow(h))
            .abs()
            .maxCoeff() < 1e-14);
}

TEST_CASE("an SDE of small noise is read from its coefficients at two eta", "[solvers]") {
  const SmallNoise noise = small_noise_of([](double eta) { return coupled_sde(eta); });
  const WeakExpansion found = weak_expansion(noise, coupled_start(), 1.0);
  const WeakExpansion direct = weak_expansion(*coupled_sde(1.0), coupled_start(), 1.0);
  CHECK((found.point - direct.point).norm() < 1e-9);
  CHECK((found.chain - direct.chain).norm() < 1e-7);
  CHECK((found.shift - direct.shift).norm() < 1e-7);
  CHECK((found.spread - direct.spread).norm() < 1e-9);
  CHECK_THROWS_WITH(small_noise_of([](double) {
                      return std::make_shared<LinearSde>(MatrixXd::Ones(2, 2),
                                                         std::vector<MatrixXd>{});
                    }),
                    "noise of an SDE of small noise must be diagonal, got another");
}

TEST_CASE("expansions that cannot be are refused", "[solvers]") {
  CHECK_THROWS_WITH(weak_expansion(*coupled_sde(1.0), VectorXd::Zero(3), 1.0),
                    "dimension of the start of the weak expansion must be 2, got 3");
  CHECK_THROWS_WITH(weak_expansion(*coupled_sde(1.0), VectorXd::Zero(2), -1.0),
                    "duration of the weak expansion must be >= 0, got -1");
  CHECK_THROWS_WITH(weak_expansion(LinearSde(MatrixXd::Ones(2, 2), {}), VectorXd::Zero(2), 1.0),
                    "noise of the weak expansion must be diagonal in all columns, got another");
}

}  // namespace
}  // namespace sdescent
