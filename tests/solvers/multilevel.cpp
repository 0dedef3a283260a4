#include "solvers/multilevel.hpp"

#include "io/error.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/gauss_hermite.hpp"
#include "solvers/milstein.hpp"
#include "solvers/state_function.hpp"
#include "solvers/tangent_control.hpp"
#include "tests/support/coupled_quadratic.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::VectorXd;

constexpr double mu = 0.4;

const StateFunction identity{{"x"},
                             [](const ConstBlockRef& x, BlockRef out, Scratch&) { out = x; }};

LevelFactory growth(double sigma, std::shared_ptr<const Stepper> stepper,
                    StateFunction h = identity) {
  const auto model = std::make_shared<GeometricBrownianMotion>(mu, sigma);
  return [=](const std::string& name, const SdeGrid& grid) -> LevelMember {
    auto process =
        std::make_shared<SdeProcess>(name, model, stepper, grid, StartPoint(VectorXd::Ones(1)));
    return {process, [=](std::size_t number) { return observed(*process, number, h); }};
  };
}

const auto euler = std::make_shared<EulerMaruyama>();

MultilevelSettings settings(std::uint64_t levels, double target) {
  return {.unit = 0.5,
          .units = 2,
          .coarsest = 1,
          .levels = levels,
          .target = ArrayXd::Constant(1, target),
          .pilot = 1024,
          .seed = 7};
}

TEST_CASE("multilevel allocation is proportional to the root of V over C", "[solvers]") {
  const ArrayXXd variance = (ArrayXXd(3, 1) << 4.0, 0.25, 0.01).finished();
  const ArrayXd work = Eigen::Array3d(1, 4, 16), target = ArrayXd::Constant(1, 0.01);
  // √(VC) = 2, 1, 0.4, their sum 3.4; √(V/C) = 2, 0.25, 0.025.
  const auto paths = multilevel_allocation(variance, work, target);
  CHECK(paths == std::vector<std::uint64_t>{68'032, 8512, 896});  // 68000, 8500, 850 in 64s
  SECTION("the variance reached is that asked for") {
    double reached = 0;
    for (Eigen::Index l = 0; l < 3; ++l)
      reached += variance(l, 0) / static_cast<double>(paths[static_cast<std::size_t>(l)]);
    CHECK(std::sqrt(reached) <= 0.01);
    CHECK(std::sqrt(reached) > 0.01 * 850 / 896);
  }
  SECTION("a budget scales all levels") {
    const double budget = 0.5 * (68'000 + 4 * 8500 + 16 * 850);
    CHECK(multilevel_allocation(variance, work, target, budget) ==
          std::vector<std::uint64_t>{34'048, 4288, 448});
  }
  SECTION("the column that needs most decides at each level") {
    ArrayXXd two(3, 2);
    two << variance, ArrayXd::Constant(3, 0.04);
    const ArrayXd targets = Eigen::Array2d(0.01, 0.02);
    // Second column: √(VC) = 0.2, 0.4, 0.8, sum 1.4, over ε² 3500; √(V/C) = 0.2, 0.1, 0.05.
    CHECK(multilevel_allocation(two, work, targets) ==
          std::vector<std::uint64_t>{68'032, 8512, 896});
    two.col(1) *= 100.0;  // paths times 100: 70000, 35000, 17500
    CHECK(multilevel_allocation(two, work, targets) ==
          std::vector<std::uint64_t>{70'016, 35'008, 17'536});
  }
  SECTION("no level has fewer paths than asked for") {
    CHECK(multilevel_allocation(variance, work, target, 1e9, 1000) ==
          std::vector<std::uint64_t>{68'032, 8512, 1024});
  }
  SECTION("a level without variance keeps one path for each batch") {
    CHECK(multilevel_allocation(ArrayXXd::Zero(3, 1), work, target) ==
          std::vector<std::uint64_t>{64, 64, 64});
  }
}

TEST_CASE("multilevel allocation refuses what it cannot allocate", "[solvers]") {
  const ArrayXXd variance = ArrayXXd::Ones(2, 1);
  const ArrayXd work = Eigen::Array2d(1, 2), target = ArrayXd::Ones(1);
  CHECK_THROWS_AS(multilevel_allocation(variance, ArrayXd::Ones(3), target), InvalidInput);
  CHECK_THROWS_AS(multilevel_allocation(variance, work, ArrayXd::Ones(2)), InvalidInput);
  CHECK_THROWS_AS(multilevel_allocation(variance, work, ArrayXd::Zero(1)), InvalidInput);
  CHECK_THROWS_AS(multilevel_allocation(-variance, work, target), InvalidInput);
  CHECK_THROWS_AS(multilevel_allocation(variance, -work, target), InvalidInput);
  CHECK_THROWS_WITH(multilevel_allocation(variance, work, target, 191.0),
                    "budget must be >= 192, 64 paths on each level, got 191");
}

TEST_CASE("multilevel terms telescope to the finest process", "[solvers]") {
  // Without noise every path is Euler's.
  const MultilevelResult result = multilevel(growth(0.0, euler), settings(4, 1.0));
  const auto at = [](std::uint64_t steps) {
    return std::pow(1.0 + mu / static_cast<double>(steps), static_cast<double>(steps));
  };
  REQUIRE(result.levels.size() == 4);
  CHECK(result.levels[0].mean.value(0) == Approx(at(2)).epsilon(1e-14));
  for (std::size_t l = 1; l < 4; ++l) {
    const Level& level = result.levels[l];
    const std::uint64_t steps = std::uint64_t{2} << l;
    CHECK(level.refine == steps / 2);
    CHECK(level.paths == 64);
    CHECK(level.work == static_cast<double>(steps + steps / 2));
    CHECK(level.mean.value(0) == Approx(at(steps) - at(steps / 2)).epsilon(1e-10));
  }
  CHECK(result.value().value(0) == Approx(at(16)).epsilon(1e-14));
  CHECK(result.work() == 64.0 * (2 + 6 + 12 + 24));
  CHECK(result.pilot_work == 1024.0 * (2 + 6 + 12 + 24));
  CHECK(result.plain_work == 16.0);

  const double error = std::abs(std::exp(mu) - at(16)), bound = result.bias()(0);
  CHECK(bound > error);
  CHECK(bound < 1.2 * error);
  CHECK(multilevel(growth(0.0, euler), settings(2, 1.0)).bias()(0) ==
        Approx(at(4) - at(2)).epsilon(1e-10));
  CHECK(std::isinf(multilevel(growth(0.0, euler), settings(1, 1.0)).bias()(0)));
}

/// E of products of one coarse step's growth and that of the two fine steps within it.
struct PairMoments {
  double fine = 1, coarse = 1, square = 1, cross = 1, coarse_square = 1;
};

/// Var(P_l − P_{l−1}) of geometric Brownian motion with h = x, 2n fine steps to T = 1; `step` is a
/// scheme's factor for an increment w over h.
template <class Step>
double exact_variance(Index coarse_steps, Step step) {
  const GaussHermite rule(8);
  const double h = 0.5 / static_cast<double>(coarse_steps), root = std::sqrt(h);
  PairMoments m{0, 0, 0, 0, 0};
  for (Index i = 0; i < rule.nodes.size(); ++i)
    for (Index j = 0; j < rule.nodes.size(); ++j) {
      const double weight = rule.weights(i) * rule.weights(j);
      const double u = root * rule.nodes(i), v = root * rule.nodes(j);
      const double fine = step(h, u) * step(h, v), coarse = step(2 * h, u + v);
      m.fine += weight * fine;
      m.coarse += weight * coarse;
      m.square += weight * fine * fine;
      m.cross += weight * fine * coarse;
      m.coarse_square += weight * coarse * coarse;
    }
  const auto all = [&](double one) { return std::pow(one, static_cast<double>(coarse_steps)); };
  const double mean = all(m.fine) - all(m.coarse);
  return all(m.square) - 2 * all(m.cross) + all(m.coarse_square) - mean * mean;
}

/// z of both tests below: 1e-6 over the numbers compared, two-sided.
constexpr double family_z = 5.4;

template <class Step>
void check_variances(std::shared_ptr<const Stepper> stepper, double slope, Step step) {
  MultilevelSettings s = settings(6, 0.01);
  s.unit = 0.25;
  s.units = 4;
  const MultilevelResult result = multilevel(growth(0.5, std::move(stepper)), s);
  double before = 0;
  for (std::size_t l = 1; l < result.levels.size(); ++l) {
    const Index coarse_steps = Index{4} << (l - 1);
    const double exact = exact_variance(coarse_steps, step);
    const Estimate& measured = result.levels[l].variance;
    INFO("level " << l << ": " << measured.value(0) << " for " << exact);
    CHECK(std::abs(measured.value(0) - exact) < family_z * measured.standard_error()(0));
    if (l > 3) CHECK(std::log2(before / exact) == Approx(slope).margin(0.1));
    before = exact;
  }
}

TEST_CASE("variance of multilevel terms falls as the time step for Euler-Maruyama",
          "[solvers][statistical]") {
  check_variances(euler, 1.0, [](double h, double w) { return 1 + mu * h + 0.5 * w; });
}

TEST_CASE("variance of multilevel terms falls as its square for Milstein",
          "[solvers][statistical]") {
  check_variances(std::make_shared<Milstein>(), 2.0,
                  [](double h, double w) { return 1 + mu * h + 0.5 * w + 0.125 * (w * w - h); });
}

TEST_CASE("multilevel estimates have the finest process's mean and the target's error",
          "[solvers][statistical]") {
  const double sigma = 0.3;
  const StateFunction both{{"x", "x^2"}, [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                             out.col(0) = x.col(0);
                             out.col(1) = x.col(0).square();
                           }};
  MultilevelSettings s = settings(5, 0.0);
  s.target = Eigen::Array2d(0.002, 0.006);
  const MultilevelResult result = multilevel(growth(sigma, euler, both), s);
  const double dt = 1.0 / 32, one = 1 + mu * dt;
  const double mean = std::pow(one, 32), square = std::pow(one * one + sigma * sigma * dt, 32);
  const Estimate value = result.value();
  const ArrayXd error = value.standard_error();
  CHECK(std::abs(value.value(0) - mean) < family_z * error(0));
  CHECK(std::abs(value.value(1) - square) < family_z * error(1));
  // Targets are met as well as 1024 pilot paths know variances, and 64 batches errors.
  CHECK((error < 1.5 * s.target).all());
  CHECK((error > 0.5 * s.target).any());
  CHECK(std::abs(value.value(0) - std::exp(mu)) < result.bias()(0) + family_z * error(0));
  // The finest level: Var P_L from its recursion.
  const double variance = square - mean * mean;
  const Estimate& plain = result.levels.back().plain_variance;
  CHECK(std::abs(plain.value(0) - variance) < family_z * plain.standard_error()(0));
  double left = 0;
  for (const Level& level : result.levels)
    left += level.variance.value(0) / static_cast<double>(level.paths);
  CHECK(result.work_saved().value(0) ==
        Approx(plain.value(0) * 32 / (left * result.work())).epsilon(1e-12));
  CHECK(result.work_saved().value(0) > 1.0);
  // At the allocation run, which is nearly the best.
  const double best = result.work_times_variance().value(0);
  CHECK(best <= left * result.work());
  CHECK(best == Approx(left * result.work()).epsilon(0.1));
}

TEST_CASE("multilevel estimates do not depend on threads or tiles", "[solvers]") {
  const LevelFactory factory = growth(0.3, euler);
  const MultilevelResult one = multilevel(factory, settings(3, 0.01));
  RunControl control;
  control.threads = 2;
  control.tile = 64;
  const MultilevelResult two = multilevel(factory, settings(3, 0.01), control);
  REQUIRE(one.levels.size() == two.levels.size());
  for (std::size_t l = 0; l < one.levels.size(); ++l) {
    CHECK(one.levels[l].paths == two.levels[l].paths);
    CHECK(same_bits(one.levels[l].mean.pseudo_values, two.levels[l].mean.pseudo_values));
    CHECK(same_bits(one.levels[l].variance.pseudo_values, two.levels[l].variance.pseudo_values));
  }
}

TEST_CASE("multilevel levels take control variates", "[solvers][statistical]") {
  const auto model = std::make_shared<SignSgdSde>(coupled_quadratic(), 0.05);
  const StateFunction h{{"x1*x2"}, [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                          out.col(0) = x.col(0) * x.col(1);
                        }};
  const auto make = [&](bool control) -> LevelFactory {
    return [=](const std::string& name, const SdeGrid& grid) -> LevelMember {
      auto plain =
          std::make_shared<SdeProcess>(name, model, euler, grid, StartPoint(coupled_start()));
      if (!control) return {plain, [=](std::size_t i) { return observed(*plain, i, h); }};
      auto with = std::make_shared<TangentControl>(plain, model, coupled_start(), 2 * grid.refine);
      return {with, [=](std::size_t i) { return controlled(*with, i, h); }, 2.0};
    };
  };
  MultilevelSettings s = settings(3, 2e-3);
  s.unit = 0.2;
  const Estimate plain = multilevel(make(false), s).value();
  s.target = ArrayXd::Constant(1, 1e-4);
  s.seed = 8;
  const MultilevelResult result = multilevel(make(true), s);
  const Estimate controlled = result.value();
  CHECK(controlled.standard_error()(0) < 1.5e-4);
  CHECK(std::abs(plain.value(0) - controlled.value(0)) <
        family_z * std::hypot(plain.standard_error()(0), controlled.standard_error()(0)));
}

TEST_CASE("multilevel refuses settings that make no sense", "[solvers]") {
  const LevelFactory factory = growth(0.3, euler);
  const auto refuses = [&](auto change) {
    MultilevelSettings s = settings(3, 0.01);
    change(s);
    CHECK_THROWS_AS(multilevel(factory, s), InvalidInput);
  };
  refuses([](MultilevelSettings& s) { s.unit = 0; });
  refuses([](MultilevelSettings& s) { s.units = 0; });
  refuses([](MultilevelSettings& s) { s.coarsest = 0; });
  refuses([](MultilevelSettings& s) { s.levels = 0; });
  refuses([](MultilevelSettings& s) { s.pilot = 100; });
  refuses([](MultilevelSettings& s) { s.target = ArrayXd::Ones(2); });
  refuses([](MultilevelSettings& s) { s.target(0) = 0; });
  refuses([](MultilevelSettings& s) { s.budget = 1; });
}

}  // namespace
}  // namespace sdescent
