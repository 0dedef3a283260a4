#include "models/svag.hpp"

#include "io/error.hpp"
#include "models/adam.hpp"
#include "models/laplace_noise.hpp"
#include "models/rademacher_noise.hpp"
#include "models/sgd.hpp"
#include "models/sgd_sde.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/contract_kit.hpp"
#include "tests/support/coupled_quadratic.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::VectorXd;

Block gradients(const Problem& problem, const Block& x, std::uint64_t step = 0) {
  Scratch scratch;
  const Philox noise(7);
  Block g(x.rows(), x.cols());
  problem.sample_gradient({step, 0.0, 0.1, 0, 0, noise, scratch}, x, g, 0);
  return g;
}

Block noise_of(const Problem& problem, const Block& x) {
  Scratch scratch;
  Block g(x.rows(), x.cols());
  problem.objective().gradient(x, g, 0, scratch);
  return gradients(problem, x) - g;
}

TEST_CASE("without amplification a gradient is the problem's, bit for bit", "[models]") {
  const auto problem = coupled_quadratic();
  const Block x = Block::Random(64, 2);
  CHECK((gradients(SvagProblem(problem, 1.0), x) == gradients(*problem, x)).all());
  const auto adam = [&](std::string name, std::shared_ptr<const Problem> of) {
    return std::make_shared<Adam>(
        OptimizerSettings{std::move(name), std::move(of), 0.1, StartPoint(coupled_start())},
        AdamSettings{});
  };
  const auto one = adam("one", problem),
             two = adam("two", std::make_shared<SvagProblem>(problem, 1.0));
  SampleRecorder first("first", state_field(*one, 0, "x"), 64),
      second("second", state_field(*two, 1, "x"), 64);
  const Clock clock(0.1, 5);
  REQUIRE(
      run({one, two}, clock, RecordTimes::evenly(clock, 1), 64, Philox(2), {&first, &second}).ok());
  CHECK((first.at(1) == second.at(1)).all());
}

TEST_CASE("the mixture is of two Rademacher draws", "[models][statistical]") {
  // r₁(±s) + r₂(±s) has the values ±s and ±s√(2c − 1), all of probability ¼: variance c s².
  const double s = 0.7;
  for (const double c : {2.0, 9.0, 64.0}) {
    const SvagProblem problem(std::make_shared<AdditiveNoiseProblem>(
                                  std::make_shared<DiagonalQuadratic>(VectorXd::Ones(2)),
                                  std::make_shared<RademacherNoise>(VectorXd::Constant(2, s))),
                              c);
    const Block z = noise_of(problem, Block::Constant(4096, 2, 0.3));
    const double large = s * std::sqrt(2 * c - 1);
    Index counts[4] = {};
    for (const double value : z.reshaped()) {
      const double expected = std::abs(value) > 0.5 * (s + large) ? large : s;
      CHECK(std::abs(value) == Approx(expected).epsilon(1e-12));
      ++counts[(value > 0 ? 1 : 0) + (expected == large ? 2 : 0)];
    }
    // 2048 ± 39.2 each of 8192: five standard deviations; the draws are fixed by the seed.
    for (const Index count : counts) CHECK(std::abs(static_cast<double>(count) - 2048) < 196);
  }
}

TEST_CASE("amplified noise has its mean and covariance", "[models][statistical]") {
  const auto laplace =
      std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(VectorXd::Ones(2)),
                                             std::make_shared<LaplaceNoise>(VectorXd{{1.0, 0.5}}));
  const SvagProblem problem(laplace, 4.0);
  constexpr Index n = 16'384;
  const Block z = noise_of(problem, Block::Zero(n, 2));
  // Cov = 4 · 2b²; kurtosis below 6: the standard error of a variance is at most √(5/n) of it.
  const double five = 5.0 * std::sqrt(5.0 / n);
  CHECK(z.col(0).square().mean() == Approx(8.0).epsilon(five));
  CHECK(z.col(1).square().mean() == Approx(2.0).epsilon(five));
  CHECK(std::abs(z.col(0).mean()) < 5.0 * std::sqrt(8.0 / n));
  CHECK(std::abs((z.col(0) * z.col(1)).mean()) < 5.0 * std::sqrt(16.0 / n));
  Scratch scratch;
  Block diagonal(1, 2), out(1, 2);
  problem.noise().diagonal(Block::Zero(1, 2), diagonal, scratch);
  CHECK(diagonal(0) == Approx(std::sqrt(8.0)));
  CHECK(diagonal(1) == Approx(std::sqrt(2.0)));
  problem.noise().diffuse(Block::Zero(1, 2), Block::Ones(1, 2), out, scratch);
  CHECK((out - diagonal).abs().maxCoeff() < 1e-15);
  CHECK(problem.noise().description() == "laplace, variance times 4");
}

TEST_CASE("its SDE diffuses as the noise is", "[models]") {
  // SGD's SVAG at ℓ = 4 has the SDE of SGD: √(η/ℓ) (ℓΣ)^{1/2} = √η Σ^{1/2}.
  const auto problem = coupled_quadratic();
  const SgdSde plain(problem, 0.4), amplified(std::make_shared<SvagProblem>(problem, 4.0), 0.1);
  Scratch scratch;
  const Block x = Block::Random(8, 2);
  Block drift[2] = {Block(8, 2), Block(8, 2)}, diagonal[2] = {Block(8, 2), Block(8, 2)};
  plain.coefficients(0, x, drift[0], diagonal[0], scratch);
  amplified.coefficients(0, x, drift[1], diagonal[1], scratch);
  CHECK((drift[0] - drift[1]).abs().maxCoeff() == 0.0);
  CHECK((diagonal[0] - diagonal[1]).abs().maxCoeff() < 1e-15);
}

TEST_CASE("an amplified optimizer keeps the contract of a process", "[models][contract]") {
  check_process(
      Sgd(OptimizerSettings{"svag", std::make_shared<SvagProblem>(coupled_quadratic(), 4.0), 0.1,
                            StartPoint(coupled_start())}));
}

TEST_CASE("amplifications below 1 are refused", "[models]") {
  CHECK_THROWS_WITH(SvagProblem(coupled_quadratic(), 0.5),
                    "amplification of the gradient noise must be >= 1, got 0.5");
  CHECK_THROWS_AS(SvagProblem(coupled_quadratic(), std::nan("")), InvalidInput);
}

}  // namespace
}  // namespace sdescent
