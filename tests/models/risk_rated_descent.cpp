#include "models/risk_rated_descent.hpp"

#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "tests/models/streaming_data.hpp"
#include "tests/support/contract_kit.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::VectorXd;

OptimizerSettings settings(std::shared_ptr<const Problem> problem, double eta) {
  const Index d = problem->dimension();
  return high_dimensional({.name = "x",
                           .problem = std::move(problem),
                           .eta = eta,
                           .start = StartPoint(VectorXd::Ones(d))});
}

Block stepped(const Process& process, Block x) {
  Scratch scratch;
  const Philox noise(9);
  process.advance({2, 0.5, 0.2, 0, 0, noise, scratch}, x);
  return x;
}

TEST_CASE("descent at a rate of the path's risk steps by its own risk", "[models]") {
  const auto problem = regression(correlated_features(5), 0.8, 2);
  const LearningRate matched = matched_sgd_rate(0.7, *problem->labels(), 2);
  const Block x = scattered(70, 5), g = stepped(Sgd(settings(problem, 1.0)), x) - x;
  const Block moved =
      stepped(RiskRatedDescent(settings(problem, 1.0), matched, Direction::gradient), x) - x;
  const Block risk = loss(problem->objective(), x);
  for (Index r = 0; r < 70; ++r) {
    // (2η c_B/π)/√(2P), c_2 = π/2.
    const double rate = 0.7 / std::sqrt(2 * risk(r) + 0.64);
    CHECK((moved.row(r) - rate * g.row(r)).abs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("descent at a constant rate is SGD or signSGD", "[models]") {
  const auto problem = regression(diagonal_features(5), 0.8);
  const Block x = scattered(70, 5);
  const auto rated = [&](Direction direction) {
    return stepped(RiskRatedDescent(settings(problem, 1.0), constant_rate(0.5), direction), x);
  };
  CHECK((rated(Direction::gradient) - stepped(Sgd(settings(problem, 0.5)), x)).abs().maxCoeff() <
        1e-15);
  CHECK((rated(Direction::sign) - stepped(SignSgd(settings(problem, 0.5)), x)).abs().maxCoeff() <
        1e-15);
}

TEST_CASE("descent at a rate of time and risk sees the time of its step", "[models]") {
  const auto problem = regression(diagonal_features(5), 0.8);
  const Block x = scattered(3, 5);
  const RiskRatedDescent descent(
      settings(problem, 2.0), [](double t, double) { return t; }, Direction::sign);
  CHECK(((stepped(descent, x) - x).abs() - 2.0 * 0.5 / 5).abs().maxCoeff() < 1e-15);
}

TEST_CASE("descent at a rate of the risk keeps the contract of processes", "[models]") {
  for (const auto& k : {correlated_features(5), diagonal_features(5)})
    for (const Direction direction : {Direction::gradient, Direction::sign}) {
      const auto problem = regression(k, 0.8);
      check_process(RiskRatedDescent(settings(problem, 1.0),
                                     matched_sgd_rate(0.7, *problem->labels()), direction));
    }
}

}  // namespace
}  // namespace sdescent
