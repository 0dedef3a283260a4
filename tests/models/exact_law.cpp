/// SignSGD and its SDE in one dimension, f = λx²/2, Z ~ N(0, σ²): their laws at the time T = 1
/// without sampling. Each step of SignSGD goes up or down by η, so its law lives on a lattice.

#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_lattice_law.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "tests/models/sde_coefficients.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <vector>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Function = std::function<double(double)>;

constexpr double lambda = 1.0, sigma = 1.0, start = 1.0;

std::shared_ptr<const Problem> problem() {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd{{lambda}}),
      std::make_shared<GaussianNoise>(VectorXd{{sigma}}, Accuracy::accurate));
}

double square(double x) { return x * x; }

double sign_sgd_mean(const Function& h, double eta, Index k) {
  const StateFunction of_state{
      {"h"}, [&h](const ConstBlockRef& x, BlockRef out, Scratch&) { out = x.unaryExpr(h); }};
  return sign_sgd_lattice_law(*problem(), eta, VectorXd{{start}}, static_cast<std::uint64_t>(k))
      .mean(of_state)(0);
}

/// Values at `points` of the polynomial through given values at `nodes` (Chebyshev points of the
/// second kind), as a matrix: barycentric interpolation.
MatrixXd interpolation(const ArrayXd& nodes, const ArrayXd& points) {
  MatrixXd weights(points.size(), nodes.size());
  for (Index p = 0; p < points.size(); ++p) {
    for (Index n = 0; n < nodes.size(); ++n) {
      const double end = n == 0 || n == nodes.size() - 1 ? 0.5 : 1.0;
      weights(p, n) = (n % 2 == 0 ? end : -end) / (points(p) - nodes(n));
    }
    weights.row(p) /= weights.row(p).sum();
  }
  return weights;
}

/// E h(X_1) of the SDE by the backward equation u ← E u(x + b Δt + s √Δt ζ), ζ = 0, ±√3, whose
/// error is a series in Δt that Romberg's scheme takes away.
double sde_mean(const SdeModel& model, const Function& h) {
  constexpr Index n = 60;
  constexpr double reach = 4;  // the drift keeps paths from 1 inside
  const ArrayXd nodes = reach * (ArrayXd::LinSpaced(n + 1, 0, n) * (std::numbers::pi / n)).cos();
  const SdeCoefficients c = coefficients(model, nodes);
  std::vector<double> row;
  for (int level = 0; level < 6; ++level) {
    const int steps = 24 << level;
    const double dt = 1.0 / steps;
    MatrixXd step = MatrixXd::Zero(n + 1, n + 1);
    for (const auto& [zeta, probability] :
         {std::pair{0.0, 2.0 / 3}, std::pair{std::numbers::sqrt3, 1.0 / 6},
          std::pair{-std::numbers::sqrt3, 1.0 / 6}})
      step += probability * interpolation(nodes, nodes + dt * c.drift.col(0) +
                                                     (zeta * std::sqrt(dt)) * c.diagonal.col(0));
    VectorXd u = nodes.unaryExpr(h).matrix();
    for (int i = 0; i < steps; ++i) u = (step * u).eval();
    double value = (interpolation(nodes, ArrayXd::Constant(1, start)) * u)(0);
    double factor = 2;
    for (double& coarser : row) {
      const double better = value + (value - coarser) / (factor - 1);
      coarser = value;
      value = better;
      factor *= 2;
    }
    row.push_back(value);
  }
  return row.back();
}

double weak_error_over_eta(const Function& h, Index steps) {
  const double eta = 1.0 / static_cast<double>(steps);
  return (sign_sgd_mean(h, eta, steps) - sde_mean(SignSgdSde(problem(), eta), h)) / eta;
}

TEST_CASE("the weak error of SignSGD's SDE is the one computed independently", "[models]") {
  // (E h(x_T) − E h(X_T))/η at η = 1/steps, by another program.
  struct Reference {
    Index steps;
    double square, cosine;
  };
  for (const Reference& reference :
       {Reference{5, -0.0677816, 0.0372091}, Reference{10, -0.0888301, 0.0449351},
        Reference{20, -0.0990186, 0.0487070}}) {
    INFO(reference.steps << " steps");
    const double cosine =
        weak_error_over_eta([](double x) { return std::cos(x); }, reference.steps);
    CHECK(weak_error_over_eta(square, reference.steps) == Approx(reference.square).margin(6e-8));
    CHECK(cosine == Approx(reference.cosine).margin(6e-8));
  }
}

/// The deviation that the mean of n independent numbers in [0, range] with this variance exceeds
/// with probability at most alpha (Bernstein).
double bernstein(double variance, double range, double n, double alpha) {
  const double l = std::log(2 / alpha);
  const double linear = range * l / (3 * n);
  return linear + std::sqrt(linear * linear + 2 * variance * l / n);
}

TEST_CASE("E x² of sampled SignSGD is that of its law on the lattice", "[models][statistical]") {
  constexpr std::uint64_t paths = 1 << 17;
  const std::array<Index, 2> step_counts{5, 10};
  for (const Index steps : step_counts) {
    const double eta = 1.0 / static_cast<double>(steps);
    const auto sign_sgd = std::make_shared<SignSgd>(
        OptimizerSettings{"sign_sgd", problem(), eta, StartPoint(VectorXd{{start}})});
    const Observable squares{{"x squared"}, [](const Lockstep& blocks, BlockRef out, Scratch&) {
                               out = blocks.state(0).square();
                             }};
    MomentRecorder moments("squares", squares);
    const Clock clock(eta, static_cast<std::uint64_t>(steps));
    const auto times = RecordTimes::every(clock, 1);
    REQUIRE(run({sign_sgd}, clock, times, paths, Philox(20), {&moments}).ok());
    for (Index k = 1; k <= steps; ++k) {
      INFO("step " << k << " of " << steps);
      const double exact = sign_sgd_mean(square, eta, k);
      const double variance =
          sign_sgd_mean([&](double x) { return square(square(x) - exact); }, eta, k);
      const double range = square(start + static_cast<double>(k) * eta);
      CHECK(std::abs(moments.curves().mean(k, 0) - exact) <=
            bernstein(variance, range, static_cast<double>(paths), 1e-6 / 15));
    }
  }
}

}  // namespace
}  // namespace sdescent
